#include "netcore/endpoints/multicastchat.h"

#include "netcore/chat/chatwords.h"
#include "netcore/codec/chatwires.h"
#include "netcore/doctor/multicastdoctor.h"
#include "netcore/endpoints/chatfacts.h"
#include "netcore/endpoints/chatline.h"
#include "netcore/endpoints/chatplan.h"
#include "netcore/sockets/grouproute.h"

#include <algorithm>
#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// Nobody tells a socket that its interface went down; the system is asked this often.
constexpr auto interfaceInterval = 1s;

std::optional<std::string> encoded(const ChatWire &wire, const QString &name, const QString &text)
{
    return wire.encode({ChatMessage::Kind::Says, name.toStdString(), text.toStdString()});
}

const ChatWire *wireNamed(const QString &name)
{
    return chatWireNamed(name.toStdString());
}

/// From where the system would speak on that interface; or why it could not.
Result<SocketAddress> sourceOn(const Interface &interface, const ChatPlan &plan)
{
    return sourceToward(plan.group(interface.index), interface.index,
                        InterfaceWatch::addressOf(interface, plan.family()));
}

} // namespace

MulticastChat::MulticastChat(std::shared_ptr<EventLog> log)
    : Endpoint(std::move(log))
    , m_doctor(std::make_unique<MulticastDoctor>(
          this->log(), [this] { return Journal(this->log(), takeConnection()); }))
{
    m_interfaceCheck.setInterval(interfaceInterval);
    connect(&m_interfaceCheck, &QTimer::timeout, this, &MulticastChat::checkInterfaces);
    connect(&m_bot, &BotListener::answered, this, &MulticastChat::say);
    connect(&m_bot, &BotListener::fellSilent, this, &MulticastChat::noteBot);
}

MulticastChat::~MulticastChat() = default;

bool MulticastChat::isName(const QString &name, const QString &wire)
{
    const ChatWire *const its = wireNamed(wire);
    return its != nullptr && its->canCarryName(name.toStdString());
}

qsizetype MulticastChat::datagramSize(const QString &name, const QString &text, const QString &wire)
{
    const ChatWire *const its = wireNamed(wire);
    const auto datagram = its == nullptr ? std::nullopt : encoded(*its, name, text);
    return datagram ? static_cast<qsizetype>(datagram->size()) : 0;
}

void MulticastChat::start(const MulticastChatSettings &settings)
{
    if (m_plan) {
        refuse(refusal(tr("the chat has joined a group already. Leave it first.")));
        return;
    }
    const auto judged = ChatPlan::of(settings);
    if (const auto *const words = std::get_if<QString>(&judged)) {
        refuse(*words);
        return;
    }
    m_doctor->stop(); // what it looks at is no more
    m_plan = std::make_shared<const ChatPlan>(std::get<ChatPlan>(judged));
    m_bot.setSettings(settings.bot);
    m_heard = {};
    knowMachine(interfaces());
    if (openLines()) {
        m_interfaceCheck.start();
    } else {
        stop();
    }
}

bool MulticastChat::openLines()
{
    // Those from where it can speak come first: by the first line the endpoint itself is judged.
    QList<Interface> fit;
    QList<Interface> unfit;
    QList<SocketAddress> sources;
    for (const Interface &interface : m_plan->interfaces()) {
        const auto source = sourceOn(interface, *m_plan);
        (source ? fit : unfit).append(interface);
        if (source) {
            sources.append(source.value);
        }
    }
    m_senderPort = 0;
    if (m_plan->isOnAllInterfaces()) {
        const auto port = commonPort(sources);
        if (!port) {
            refuse(tr("EADDRINUSE: no port is free on all interfaces at the same time."));
            return false;
        }
        m_senderPort = *port;
    }
    bool joined = false;
    for (const Interface &interface : fit + unfit) {
        joined = joinOn(interface) || joined;
        if (m_lines.empty()) {
            return false; // no receiver will be opened
        }
    }
    if (!joined && m_plan->isOnAllInterfaces()) {
        refuse(tr("ENODEV: the group could be joined on none of the interfaces."));
    }
    return joined;
}

bool MulticastChat::joinOn(const Interface &interface)
{
    const ConnectionId receiver = m_lines.empty() ? 0 : takeConnection();
    m_lines.push_back(std::make_unique<ChatLine>(
        m_plan, Journal(log(), receiver), [this] { return Journal(log(), takeConnection()); },
        [this](const ChatLine &line, const native::Datagram &datagram, std::string_view sender) {
            return read(line, datagram, sender);
        }));
    const bool joined = m_lines.back()->join(interface, m_senderPort);
    if (!m_lines.back()->isOpen()) {
        closeLine(m_lines.size() - 1);
    }
    return joined;
}

void MulticastChat::closeLine(std::size_t index)
{
    m_lines[index]->close();
    m_lines.erase(m_lines.begin() + static_cast<std::ptrdiff_t>(index));
}

void MulticastChat::stop()
{
    m_doctor->stop();
    m_interfaceCheck.stop();
    m_bot.clear();
    for (const auto &line : m_lines) {
        if (line->isJoined()) {
            line->announce(ChatMessage::Kind::Leaves);
        }
    }
    while (!m_lines.empty()) {
        closeLine(m_lines.size() - 1); // the endpoint itself last
    }
    m_plan.reset();
}

void MulticastChat::resume()
{
    for (const auto &line : m_lines) {
        line->resume();
    }
    m_doctor->resume();
}

void MulticastChat::say(const QString &text)
{
    const auto notSent = [this, &text](const QString &why) {
        const std::string bytes = text.toStdString();
        Journal(log(), 0).discarded(std::as_bytes(std::span(bytes)), why);
    };
    if (!m_plan) {
        notSent(tr("not joined"));
        return;
    }
    const auto datagram = encoded(m_plan->wire(), m_plan->name(), text);
    if (!datagram) {
        notSent(tr("this cannot be said on the wire \"%1\"").arg(m_plan->wireName()));
        return;
    }
    const std::size_t longest = m_plan->wire().longestDatagram();
    if (datagram->size() > longest) {
        refuse(tr("EMSGSIZE: this message makes a datagram of %1 bytes, and the others read no "
                  "more than %2. Send it in parts.")
                   .arg(datagram->size())
                   .arg(longest));
    } else if (send(QByteArray::fromStdString(*datagram))) {
        return;
    }
    m_lines.front()->discard(QByteArray::fromStdString(*datagram), tr("not sent"));
}

bool MulticastChat::send(const QByteArray &datagram)
{
    const bool anyIsWell = std::any_of(m_lines.begin(), m_lines.end(),
                                       [](const auto &line) { return line->isWell(); });
    bool sent = false;
    for (const auto &line : m_lines) {
        // Of a line that is known to be of no use, the failure would say nothing new; where all
        // are, it is what a person has to know.
        if (line->isWell() || !anyIsWell) {
            sent = line->send(datagram) || sent;
        }
    }
    return sent;
}

void MulticastChat::setBot(const BotSettings &settings)
{
    m_bot.setSettings(settings);
}

void MulticastChat::noteBot(const QString &words)
{
    report(EventKind::Note, words);
}

QString MulticastChat::read(const ChatLine &line, const native::Datagram &datagram,
                            std::string_view sender)
{
    const ByteView bytes = datagram.into.first(datagram.size);
    const bool own = isOwn(datagram.sender);
    ++(own                                ? m_heard.own
       : isOfThisMachine(datagram.sender) ? m_heard.thisMachine
                                          : m_heard.otherHosts);
    const auto reading = readChatDatagram(bytes);
    if (const auto *const refusal = std::get_if<ChatRefusal>(&reading)) {
        return chatRefusalWords(*refusal);
    }
    if (m_bot.isOn() && !own) {
        m_bot.hear(std::get<ChatMessage>(reading),
                   {.sent = false, .connection = line.connection(), .sender = sender}, bytes,
                   log().elapsed());
    }
    return {};
}

bool MulticastChat::isOwn(const SocketAddress &sender) const
{
    return std::any_of(m_lines.begin(), m_lines.end(),
                       [&sender](const auto &line) { return line->speaksFrom(sender); });
}

bool MulticastChat::isOfThisMachine(const SocketAddress &sender) const
{
    return std::any_of(m_machine.begin(), m_machine.end(),
                       [&sender](const SocketAddress &its) { return its.hasSameHostAs(sender); });
}

void MulticastChat::checkInterfaces()
{
    const auto all = interfaces();
    knowMachine(all);
    for (const auto &line : m_lines) {
        line->look(all);
    }
    if (m_plan->isOnAllInterfaces()) {
        joinNewInterfaces(all);
    }
}

void MulticastChat::knowMachine(const QList<Interface> &all)
{
    m_machine.clear();
    for (const Interface &interface : all) {
        for (const QHostAddress &address : interface.addresses) {
            m_machine.append(SocketAddress(address, 0));
        }
    }
}

void MulticastChat::joinNewInterfaces(const QList<Interface> &all)
{
    // Should its interface come back, it is a new one; but the endpoint itself waits.
    for (std::size_t index = m_lines.size() - 1; index > 0; --index) {
        if (m_lines[index]->isGone()) {
            closeLine(index);
        }
    }
    for (const Interface &interface : all) {
        const bool isKnown =
            std::any_of(m_lines.begin(), m_lines.end(),
                        [&interface](const auto &line) { return line->isOn(interface); });
        // An address that came a moment ago may not be of use yet.
        if (!isKnown && m_plan->suits(interface) && sourceOn(interface, *m_plan)) {
            joinOn(interface);
        }
    }
}

void MulticastChat::examine(const MulticastChatSettings &settings)
{
    m_doctor->examine([this, settings] { return chatFacts(state(), settings, log()); });
}

ChatState MulticastChat::state() const
{
    ChatState state;
    state.heard = m_heard;
    if (!m_plan) {
        return state;
    }
    state.running = true;
    state.family = m_plan->family();
    state.wire = m_plan->wireName();
    state.hops = m_plan->hops();
    state.loopBack = m_plan->loopBack();
    state.allInterfaces = m_plan->isOnAllInterfaces();
    state.chosenBySystem = m_plan->interfaces().constFirst().index == 0;
    for (const auto &line : m_lines) {
        state.lines.append(line->state());
        state.sent += line->sentCount();
    }
    state.group = m_plan->group(state.lines.isEmpty() ? 0 : state.lines.front().interfaceIndex);
    return state;
}

} // namespace sockyard
