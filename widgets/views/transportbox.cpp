#include "widgets/views/transportbox.h"

#include <algorithm>

namespace sockyard
{

TransportBox::TransportBox(QWidget *parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("transportBox"));
    setAccessibleName(tr("Transport"));
    setToolTip(tr("What carries the bytes. Raw sockets (SOCK_RAW), which carry packets that a "
                  "program makes up itself, take administrator rights and are not offered."));
    const auto offer = [this](Transport transport, const QString &name, const QString &words) {
        addItem(name, static_cast<int>(transport));
        setItemData(count() - 1, words, Qt::ToolTipRole);
    };
    offer(Transport::Tcp, tr("TCP"), tr("A stream of bytes between two machines, or within one."));
    offer(Transport::Tls, tr("TLS"),
          tr("The same, encrypted, and the server shows by a certificate who it is."));
    offer(Transport::Local, tr("Local"),
          tr("A stream of bytes between two programs of this machine (AF_UNIX). A path takes the "
             "place of address and port, and the permissions of its file say who can connect."));
#ifdef Q_OS_LINUX
    offer(Transport::LocalSeqPacket, tr("Local packets"),
          tr("Local, but each message arrives for itself, whole and in order (SOCK_SEQPACKET)."));
#endif
    connect(this, &QComboBox::currentIndexChanged, this,
            [this] { Q_EMIT transportChanged(transport()); });
}

QSize TransportBox::minimumSizeHint() const
{
    const QSize usual = QComboBox::minimumSizeHint();
    const auto widthOf = [this](Transport transport) {
        return fontMetrics().horizontalAdvance(itemText(findData(static_cast<int>(transport))));
    };
    const int saved = std::max(0, widthOf(Transport::LocalSeqPacket) - widthOf(Transport::Local));
    return {usual.width() - saved, usual.height()};
}

Transport TransportBox::transport() const
{
    return static_cast<Transport>(currentData().toInt());
}

void TransportBox::setTransport(Transport transport)
{
    const int index = findData(static_cast<int>(transport));
    if (index >= 0) {
        setCurrentIndex(index);
    }
}

} // namespace sockyard
