#pragma once

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace sockyard
{

/// What few people change about the file of a local socket: its permissions, and whether one that a
/// program has left behind is replaced. Main thread.
class SocketFileForm : public QWidget
{
    Q_OBJECT

public:
    explicit SocketFileForm(QWidget *parent = nullptr);

    /// The permissions as they were typed: octal digits, if they are right.
    QString mode() const;
    bool replacesStale() const;
    void set(const QString &mode, bool replacesStale);
    /// How many of the two are other than usual; hidden, none.
    int changedCount() const;

    /// Who can reach a socket with that path and these permissions, in a sentence; empty where that
    /// is this user alone, or nobody as there can be no such file.
    QString reachWords(const QString &path) const;

Q_SIGNALS:
    void changed();

private:
    QLineEdit *m_mode;
    QCheckBox *m_replacesStale;
};

} // namespace sockyard
