#pragma once

#include "netcore/endpoints/tcpserversettings.h"

#include <QWidget>

class QSpinBox;

namespace sockyard
{

/// The numbers of a server that few people change: how many clients may wait and be served, for
/// how long they may be idle, how much is received at once, and how late they are answered.
class ServingForm : public QWidget
{
    Q_OBJECT

public:
    explicit ServingForm(QWidget *parent = nullptr);

    /// Shows the numbers of \a settings.
    void setNumbers(const TcpServerSettings &settings);
    /// Puts the numbers that are shown into \a settings.
    void fill(TcpServerSettings &settings) const;
    /// How many of the numbers are other than usual.
    int changedCount() const;

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
};

} // namespace sockyard
