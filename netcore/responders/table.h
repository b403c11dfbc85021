#pragma once

#include "netcore/responders/preparedrule.h"
#include "netcore/responders/registry.h"

#include <array>
#include <optional>
#include <vector>

namespace sockyard
{

/// Answers by rules: the first that fits a message says what is sent, when, and what happens then.
///
/// Messages are answered one after the other, in the order in which they came, whatever their
/// delays. What is kept of a client is bounded by what one receive gives and the longest line. Its
/// work is done in small pieces (Reply::Then::More), so that no table and no client holds up the
/// others; an expression that gave up a few times on one client is not asked about it again.
class Table : public Responder
{
public:
    static const std::array<ReplyOption, 3> options;
    static PreparedReply prepare(const OptionValues &values);

    /// What a message is.
    enum class Message {
        Line,     ///< up to a line feed, without it and a carriage return before it
        Received, ///< what one receive gave
    };
    /// What happens where no rule fits.
    enum class Otherwise { Note, Nothing, Close };

    struct Settings {
        Message message = Message::Line;
        Otherwise otherwise = Otherwise::Note;
    };

    /// What comes before the end of a line, at most.
    static constexpr std::size_t longestLine = 64U * 1024;
    /// So often an expression may give up on one client.
    static constexpr int mostGivingUp = 3;

    using Rules = std::shared_ptr<const std::vector<PreparedRule>>;

    Table(Rules rules, Settings settings, ClientFacts client,
          std::unique_ptr<MacroSources> sources);

    std::size_t readSize() const override { return 64U * 1024; }
    Reply onReceived(ByteView bytes) override;
    Reply onPeerFinished() override;
    Reply onTaken() override;

private:
    struct Place {
        std::size_t end = 0;
        std::size_t next = 0; // where the next message begins
        bool isCut = false;
    };

    Reply goOn();
    bool takeMessage();
    bool takeLine();
    std::optional<Reply> askRules();
    Reply answer(const PreparedRule &rule);
    Reply answerNothing();
    Reply tell(const QString &note) const;
    Reply end();
    bool isMoreToDo() const;
    void forgetMessage();
    void forgetBytes();
    void stop();
    ByteView message() const;

    const Rules m_rules;
    const Settings m_settings;
    const ClientFacts m_client;
    const std::unique_ptr<MacroSources> m_sources;

    std::string m_bytes;            // received
    std::size_t m_at = 0;           // so many of these are answered
    std::size_t m_searched = 0;     // up to where there is no line feed
    std::optional<Place> m_message; // the one that is being answered
    std::size_t m_rule = 0;         // the next that it is asked about
    std::size_t m_work = 0;         // done since the last reply
    std::vector<int> m_gaveUp;      // by rule; empty while none has
    std::vector<ByteView> m_groups; // of the rule that was asked last
    std::string m_answer;           // what is being sent
    std::uint64_t m_unanswered = 0; // messages that no rule fits, and that nobody was told of
    std::string m_firstUnanswered;  // the beginning of the first of these
    bool m_toldLongLine = false;
    bool m_toldLongMessage = false;
    bool m_peerFinished = false;
    bool m_isDone = false; // nothing more is sent
};

} // namespace sockyard
