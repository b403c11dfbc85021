#pragma once

#include "netcore/responders/registry.h"

#include <QDateTime>

#include <array>
#include <functional>

namespace sockyard
{

/// Sends the date and the time on one line as soon as the client is there, and closes (the daytime
/// protocol, RFC 867). What the client says is thrown away.
///
/// Always in UTC: the names of other zones are not ASCII on every system, which the RFC asks for.
class Daytime : public Responder
{
public:
    enum class Format {
        Words, ///< `Saturday, November 21, 2026 06:09:43-UTC`: the first form that RFC 867 proposes
        Iso,   ///< `2026-11-21T06:09:43Z`: ISO 8601
    };
    using Clock = std::function<QDateTime()>;

    static const std::array<ReplyOption, 1> options;
    static PreparedReply prepare(const OptionValues &values);

    explicit Daytime(
        Format format = Format::Words,
        Clock clock = [] { return QDateTime::currentDateTimeUtc(); });

    Reply onAccepted() override;
    Reply onReceived(ByteView bytes) override;
    Reply onPeerFinished() override;

private:
    const Format m_format;
    const Clock m_clock;
    QByteArray m_answer;
};

} // namespace sockyard
