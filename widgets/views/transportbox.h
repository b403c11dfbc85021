#pragma once

#include "netcore/sockets/place.h"

#include <QComboBox>

namespace sockyard
{

/// What carries the bytes of a stream, to be chosen; each is explained by its tool tip. Main
/// thread.
class TransportBox : public QComboBox
{
    Q_OBJECT

public:
    explicit TransportBox(QWidget *parent = nullptr);

    Transport transport() const;
    /// One that this system does not offer changes nothing.
    void setTransport(Transport transport);
    /// A path takes the place of address and port.
    bool isLocal() const { return sockyard::isLocal(transport()); }
    /// Where there is little room, the long names are cut off.
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void transportChanged(sockyard::Transport transport);
};

} // namespace sockyard
