#pragma once

#include "netcore/endpoints/udpsettings.h"

#include <QWidget>

class QCheckBox;
class QSpinBox;

namespace sockyard
{

class SocketFileForm;

/// What few people change about a datagram socket: whether it is connected, shares its port and
/// may broadcast, and how much of a datagram is received.
class UdpForm : public QWidget
{
    Q_OBJECT

public:
    explicit UdpForm(QWidget *parent = nullptr);

    void setSettings(const UdpSettings &settings);
    /// Puts what is shown into \a settings.
    void fill(UdpSettings &settings) const;
    /// How many are other than usual.
    int changedCount() const;
    /// Whether it is about a local socket, which has a file and no port to share.
    void setForLocal(bool on);
    const SocketFileForm &file() const { return *m_file; }
    /// While the socket is bound, only broadcasts can be switched.
    void setBound(bool bound);

Q_SIGNALS:
    void changed();
    void broadcastSwitched(bool on);

private:
    QCheckBox *addSwitch(const char *name, const QString &label, const QString &tip);

    QCheckBox *m_connected;
    QCheckBox *m_shared;
    QCheckBox *m_broadcast;
    QSpinBox *m_readSize;
    SocketFileForm *m_file;
};

} // namespace sockyard
