#pragma once

#include "netcore/responders/responder.h"

#include <string>
#include <string_view>

namespace sockyard
{

/// Answers each line with the line, one answer a line however the bytes arrived, until the client
/// finishes; what it has said by then without a newline is answered too. Then it closes.
///
/// A line longer than longestLine is answered in pieces. A client that sends very many short lines
/// at once gets the later ones in one answer: each answer is a call and an event.
class LineEcho : public Responder
{
public:
    /// So many answers at most are given to what was received at a time, and one more.
    static constexpr int mostAnswers = 256;

    std::size_t readSize() const override;
    Reply onReceived(ByteView bytes) override;
    Reply onTaken() override;
    Reply onPeerFinished() override;

private:
    std::string_view waiting() const { return std::string_view(m_text).substr(m_answered); }
    Reply next();

    std::string m_text;
    std::size_t m_answered = 0; ///< bytes of m_text
    int m_answers = 0;          ///< since bytes were received
};

} // namespace sockyard
