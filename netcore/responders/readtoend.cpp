#include "netcore/responders/readtoend.h"

#include "netcore/responders/lines.h"

#include <QCoreApplication>

namespace sockyard
{

namespace
{

constexpr std::array choices = {
    ReplyOption::Choice{"end",
                        QT_TRANSLATE_NOOP("sockyard::Responders", "the client has finished")},
    ReplyOption::Choice{"first", QT_TRANSLATE_NOOP("sockyard::Responders", "the first read")}};

} // namespace

constinit const std::array<ReplyOption, 1> ReadToEnd::options = {
    ReplyOption{.key = "until",
                .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Answer after"),
                .description = QT_TRANSLATE_NOOP("sockyard::Responders",
                                                 "What the server waits for before it answers."),
                .kind = ReplyOption::Kind::Choice,
                .usual = "end",
                .choices = choices}};

PreparedReply ReadToEnd::prepare(const OptionValues &values)
{
    const Until until =
        values.text("until") == QStringLiteral("first") ? Until::FirstRead : Until::End;
    return {[until](const ClientFacts & /*client*/) { return std::make_unique<ReadToEnd>(until); }};
}

ReadToEnd::ReadToEnd(Until until)
    : m_until(until)
    , m_hash(QCryptographicHash::Sha256)
{
}

std::size_t ReadToEnd::readSize() const
{
    // A hash takes its time: in small helpings, the other clients are not kept waiting.
    return 64U * 1024;
}

Reply ReadToEnd::onReceived(ByteView bytes)
{
    const std::string_view characters = charactersOf(bytes);
    m_hash.addData(QByteArrayView(characters.data(), static_cast<qsizetype>(characters.size())));
    m_count += bytes.size();
    return m_until == Until::FirstRead ? answer() : Reply();
}

Reply ReadToEnd::onPeerFinished()
{
    return answer();
}

Reply ReadToEnd::answer()
{
    // Said to a program, and so in one language.
    m_answer = QByteArray::number(static_cast<quint64>(m_count)) +
               (m_count == 1 ? " byte, SHA-256 " : " bytes, SHA-256 ") + m_hash.result().toHex() +
               '\n';
    return {.bytes = std::as_bytes(
                std::span(m_answer.constData(), static_cast<std::size_t>(m_answer.size()))),
            .then = Reply::Then::Close};
}

} // namespace sockyard
