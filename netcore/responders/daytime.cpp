#include "netcore/responders/daytime.h"

#include <QCoreApplication>
#include <QLocale>

namespace sockyard
{

namespace
{

constexpr std::array choices = {
    ReplyOption::Choice{"rfc867", QT_TRANSLATE_NOOP("sockyard::Responders", "in words (RFC 867)")},
    ReplyOption::Choice{"iso", QT_TRANSLATE_NOOP("sockyard::Responders", "ISO 8601")}};

} // namespace

constinit const std::array<ReplyOption, 1> Daytime::options = {
    ReplyOption{.key = "format",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Format"),
                .description = QT_TRANSLATE_NOOP("sockyard::Responders",
                                                 "How the date and the time are written."),
                .kind = ReplyOption::Kind::Choice,
                .usual = "rfc867",
                .choices = choices}};

PreparedReply Daytime::prepare(const OptionValues &values)
{
    const Format format =
        values.text("format") == QStringLiteral("iso") ? Format::Iso : Format::Words;
    return {[format](const ClientFacts & /*client*/) { return std::make_unique<Daytime>(format); }};
}

Daytime::Daytime(Format format, Clock clock)
    : m_format(format)
    , m_clock(std::move(clock))
{
}

Reply Daytime::onAccepted()
{
    const QDateTime now = m_clock().toUTC();
    const QString text =
        m_format == Format::Iso
            ? now.toString(Qt::ISODate)
            : QLocale::c().toString(now, QStringLiteral("dddd, MMMM d, yyyy HH:mm:ss'-UTC'"));
    m_answer = text.toLatin1() + "\r\n";
    return {.bytes = std::as_bytes(
                std::span(m_answer.constData(), static_cast<std::size_t>(m_answer.size()))),
            .then = Reply::Then::Close};
}

Reply Daytime::onReceived(ByteView /*bytes*/)
{
    return {};
}

Reply Daytime::onPeerFinished()
{
    return {.then = Reply::Then::Close};
}

} // namespace sockyard
