#include "netcore/messages/packetsender.h"

#include "netcore/codec/hexinput.h"
#include "netcore/messages/hexwords.h"
#include "netcore/messages/inientries.h"
#include "netcore/messages/rewrite.h"
#include "netcore/messages/shownwords.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::PacketSender", text);
}

/// What Packet Sender keeps of a packet, as far as it means something here.
struct Packet {
    QString name;
    QString hex;
    QString host;
    QString port;
    QString protocol;
    QString path; ///< of HTTP
};

/// `TCP 192.0.2.1:4001`
QString noteOf(const Packet &packet)
{
    QString target = packet.host;
    if (!packet.port.isEmpty()) {
        target = (target.contains(u':') ? u'[' + target + u']' : target) + u':' + packet.port;
    }
    QStringList parts = {packet.protocol, target, packet.path};
    parts.removeAll(QString());
    return parts.join(u' ');
}

/// Takes one packet after the other, and keeps count of those that it cannot take.
class Collector
{
public:
    explicit Collector(ReadMessages::Format format) { m_read.format = format; }

    void take(const Packet &packet)
    {
        const std::string text = packet.hex.toStdString();
        const HexRead read = readHex(text);
        if (read.error) {
            skip(packet.name, hexWords(*read.error, packet.hex));
            return;
        }
        QString words;
        if (!m_read.book.add({.name = packet.name,
                              .folder = {},
                              .message = messageOf(std::as_bytes(std::span(read.bytes))),
                              .note = noteOf(packet)},
                             &words)) {
            skip(packet.name, words);
        }
    }

    void skip(const QString &name, const QString &words)
    {
        ++m_read.skipped;
        if (m_read.reasons.size() < ReadMessages::mostReasons) {
            m_read.reasons.append(tr("\"%1\": %2").arg(shownInWords(name), words));
        }
    }

    ReadMessages failed(const QString &words)
    {
        m_read.problem = words;
        return m_read;
    }

    const ReadMessages &result() const { return m_read; }

private:
    ReadMessages m_read;
};

/// Text, or a number where older or other versions write one; nothing of anything else.
QString plainText(const QJsonValue &value)
{
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 17) : value.toString();
}

} // namespace

ReadMessages messagesFromPacketSenderIni(const QByteArray &ini)
{
    Collector collector(ReadMessages::Format::PacketSenderIni);
    QString problem;
    const auto entries = IniEntries::read(ini, &problem);
    if (!entries) {
        return collector.failed(problem);
    }
    bool isNumber = false;
    const int count = entries->value(QStringLiteral("NAMES/size")).toInt(&isNumber);
    if (!isNumber || count < 0 || count > MessageBook::mostMessages) {
        return collector.failed(tr("The list of names in [NAMES] wants a size from 0 to %1.")
                                    .arg(MessageBook::mostMessages));
    }
    for (int number = 1; number <= count; ++number) {
        const QString name = entries->value(QStringLiteral("NAMES/%1/name").arg(number));
        const auto field = [&](const char *key) {
            return entries->value(name + u'/' + QLatin1StringView(key));
        };
        if (name.isEmpty()) {
            collector.skip(QString::number(number), tr("The packet has no name."));
        } else if (!entries->contains(name + QStringLiteral("/hexString"))) {
            collector.skip(name, tr("The packet's bytes are missing."));
        } else {
            collector.take({.name = name,
                            .hex = field("hexString"),
                            .host = field("toIP"),
                            .port = field("port"),
                            .protocol = field("tcpOrUdp"),
                            .path = field("requestPath")});
        }
    }
    return collector.result();
}

ReadMessages messagesFromPacketSenderJson(const QByteArray &json)
{
    Collector collector(ReadMessages::Format::PacketSenderJson);
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isArray()) {
        return collector.failed(tr("This is no JSON list of packets."));
    }
    const QJsonArray array = document.array();
    for (qsizetype number = 0; number < array.size(); ++number) {
        const QJsonObject object = array.at(number).toObject();
        const QString name = object.value(QStringLiteral("name")).toString();
        const QJsonValue hex = object.value(QStringLiteral("hexstring"));
        if (!hex.isString()) {
            collector.skip(name.isEmpty() ? QString::number(number + 1) : name,
                           tr("The packet's bytes are missing."));
        } else {
            collector.take({.name = name,
                            .hex = hex.toString(),
                            .host = object.value(QStringLiteral("toip")).toString(),
                            .port = plainText(object.value(QStringLiteral("port"))),
                            .protocol = object.value(QStringLiteral("tcporudp")).toString(),
                            .path = object.value(QStringLiteral("requestpath")).toString()});
        }
    }
    return collector.result();
}

} // namespace sockyard
