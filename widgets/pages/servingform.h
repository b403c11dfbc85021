#pragma once

#include "netcore/endpoints/tcpserversettings.h"

#include <QWidget>

class QSpinBox;

namespace sockyard
{

class SocketFileForm;

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
    const SocketFileForm &file() const { return *m_file; }

Q_SIGNALS:
    void changed();

private:
    QSpinBox *add(const char *name, const QString &label, const TcpServerSettings::Range &range,
                  const QString &tip);

    QSpinBox *m_backlog;
    QSpinBox *m_mostClients;
    QSpinBox *m_idleLimit;
    QSpinBox *m_readSize;
    QSpinBox *m_answerDelay;
    SocketFileForm *m_file;
};

} // namespace sockyard
