#pragma once

#include "netcore/endpoints/tcpserversettings.h"

#include <QWidget>

class QCheckBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace sockyard
{

/// What few people change of a server: how many clients may wait and be served, for how long they
/// may be idle, how much is received at once, and how late they are answered; of a local socket who
/// can connect, and whether a stale file of it is replaced.
class ServingForm : public QWidget
{
    Q_OBJECT

public:
    explicit ServingForm(QWidget *parent = nullptr);

    /// Shows the numbers of \a settings.
    void setNumbers(const TcpServerSettings &settings);
    /// Puts the numbers that are shown into \a settings.
    void fill(TcpServerSettings &settings) const;
    /// How many of the numbers are other than usual; of what is hidden, none.
    int changedCount() const;
    /// Whether what is about the file of a local socket is shown.
    void setForLocal(bool on);
    /// The permissions of that file as they were typed.
    QString fileMode() const;

Q_SIGNALS:
    void changed();

private:
    void addFileFields(QHBoxLayout *layout);

    QSpinBox *add(const char *name, const QString &label, const TcpServerSettings::Range &range,
                  const QString &tip);

    QSpinBox *m_backlog;
    QSpinBox *m_mostClients;
    QSpinBox *m_idleLimit;
    QSpinBox *m_readSize;
    QSpinBox *m_answerDelay;
    QLabel *m_modeLabel;
    QLineEdit *m_mode;
    QCheckBox *m_replacesStale;
};

} // namespace sockyard
