#pragma once

#include "netcore/responders/registry.h"

#include <array>

namespace sockyard
{

/// Reads one line, answers its prefix and the line, and closes.
///
/// The line is what `readline()` gives: its newline belongs to it, and so to the answer; the end of
/// the stream ends it as well. A line longer than longestLine is answered as far as it has come.
/// Who finishes without a word has said no line, and gets no answer.
class YouSaid : public Responder
{
public:
    static const std::array<ReplyOption, 1> options;
    static PreparedReply prepare(const OptionValues &values);

    explicit YouSaid(std::string_view prefix = "You said: ");

    Reply onReceived(ByteView bytes) override;
    Reply onPeerFinished() override;

private:
    std::string_view line() const { return std::string_view(m_answer).substr(m_prefixSize); }
    Reply answer() const;

    std::string m_answer; ///< the prefix, and as much of the line as has come
    const std::size_t m_prefixSize;
};

} // namespace sockyard
