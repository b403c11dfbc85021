#include "netcore/endpoints/chatline.h"

#include "netcore/sockets/bytes.h"
#include "netcore/sockets/grouproute.h"

#include <algorithm>

namespace sockyard
{

namespace
{

// What failed though all looked well is not tried at each look: an attempt is several events.
constexpr int looksBetweenAttempts = 10;

bool hasAddress(const Interface &interface, const SocketAddress &address)
{
    return std::any_of(interface.addresses.begin(), interface.addresses.end(),
                       [&address](const QHostAddress &its) {
                           return SocketAddress(its, 0).hasSameHostAs(address);
                       });
}

} // namespace

ChatLine::ChatLine(std::shared_ptr<const ChatPlan> plan, const Journal &receiver,
                   JournalSource journals, Reader reader)
    : m_plan(std::move(plan))
    , m_journal(receiver)
    , m_journals(std::move(journals))
    , m_reader([this, read = std::move(reader)](const native::Datagram &datagram,
                                                std::string_view sender) {
        return read(*this, datagram, sender);
    })
{
}

ChatLine::~ChatLine() = default;

bool ChatLine::join(const Interface &interface, quint16 port)
{
    m_isSystemsChoice = interface.index == 0;
    m_port = port;
    if (m_isSystemsChoice) {
        watchSystemsChoice(interfaces());
    } else {
        m_watch.emplace(interface, m_plan->family());
    }
    return takePlace();
}

bool ChatLine::takePlace()
{
    // The join comes last: who sees it can speak at once.
    if ((!receiverIsOfUse() && !openReceiver()) || (!m_sender && !openSender()) || !joinGroup()) {
        closeSender();
        m_pause = canSpeak() ? looksBetweenAttempts : 0;
        return false;
    }
    m_worst = Condition::Fine;
    m_trouble.clear();
    return true;
}

unsigned ChatLine::interfaceIndex() const
{
    return m_watch ? m_watch->interface().index : 0;
}

QHostAddress ChatLine::address() const
{
    return m_watch ? InterfaceWatch::addressOf(m_watch->interface(), m_plan->family())
                   : QHostAddress();
}

bool ChatLine::openReceiver()
{
    auto receiver = std::make_unique<DatagramSocket>(m_journal);
    receiver->setReader(m_reader);
    const bool opened = receiver->open(m_plan->family()) &&
                        receiver->bindShared(m_plan->anyAddress(), interfaceIndex());
    if (m_receiver && !opened) {
        return false; // the connection goes on with the old one
    }
    if (m_receiver) {
        m_receiver->handOver();
    }
    m_receiver = std::move(receiver);
    m_receiverIndex = interfaceIndex();
    return opened;
}

bool ChatLine::receiverIsOfUse() const
{
    return m_receiver && m_receiver->local().family() != SocketAddress::Family::None &&
           m_receiverIndex == interfaceIndex();
}

bool ChatLine::openSender()
{
    const SocketAddress group = m_plan->group(interfaceIndex());
    m_sender = std::make_unique<DatagramSocket>(m_journals());
    if (!m_sender->open(m_plan->family())) {
        return false;
    }
    if (m_port != 0) {
        const auto source = sourceToward(group, interfaceIndex(), address());
        // Where there is no way, the connect that follows tells it.
        if (source && !m_sender->bind(SocketAddress(source.value.host(), m_port))) {
            return false;
        }
    }
    return m_sender->connectToGroup(group, interfaceIndex(), address(), m_plan->hops(),
                                    m_plan->loopBack());
}

void ChatLine::closeSender()
{
    if (m_sender) {
        m_formerSender = m_sender->local();
        m_sender->close();
        m_sender.release()->deleteLater(); // it may be the one that is calling us
    }
}

bool ChatLine::joinGroup()
{
    QString name = m_watch ? m_watch->interface().name : QString();
    QString where = name;
    if (m_isSystemsChoice) {
        where = m_watch ? tr("%1, the system's choice of interface").arg(name)
                        : tr("the system's choice of interface");
    }
    if (!m_receiver->join(m_plan->group(interfaceIndex()), interfaceIndex(), where)) {
        return false;
    }
    const bool isNew = m_joinedIndex == 0 || m_joinedIndex != interfaceIndex() || isGone();
    m_joinedIndex = interfaceIndex();
    m_joinedName = std::move(name);
    if (isNew) {
        announce(ChatMessage::Kind::Joins);
    }
    return true;
}

void ChatLine::watchSystemsChoice(const QList<Interface> &all)
{
    const SocketAddress source = sourceToward(m_plan->group(0), 0, {}).value;
    const auto its = std::find_if(all.begin(), all.end(), [&source](const Interface &interface) {
        return hasAddress(interface, source);
    });
    if (its != all.end()) {
        m_watch.emplace(*its, m_plan->family());
        m_watch->look(all);
    }
}

void ChatLine::look(const QList<Interface> &all)
{
    if (!m_watch) {
        return;
    }
    m_watch->look(all);
    if (m_watch->condition() > m_worst) {
        m_worst = m_watch->condition();
        fail(m_watch->trouble());
    }
    if (m_isSystemsChoice && m_watch->condition() != Condition::Fine) {
        watchSystemsChoice(all); // there may be a better one now
    }
    if (m_watch->condition() != Condition::Fine || isInPlace()) {
        return;
    }
    if (m_pause > 0) {
        --m_pause;
    } else if (canSpeak()) { // an address may take a moment until it can be used
        renew();
    }
}

bool ChatLine::isInPlace() const
{
    return isWell() && receiverIsOfUse() && senderIsOfUse();
}

bool ChatLine::senderIsOfUse() const
{
    return m_sender && m_watch->interface().index == m_joinedIndex && !isGone() &&
           hasAddress(m_watch->interface(), m_sender->local());
}

bool ChatLine::canSpeak() const
{
    return static_cast<bool>(
        sourceToward(m_plan->group(interfaceIndex()), interfaceIndex(), address()));
}

void ChatLine::renew()
{
    const Interface &interface = m_watch->interface();
    const bool isBack = m_joinedIndex != 0 && interface.index != m_joinedIndex;
    if (!m_joinedName.isEmpty() && interface.name != m_joinedName) {
        m_journal.write(
            EventKind::Note,
            m_isSystemsChoice
                ? tr("the system's choice of interface is %1 now").arg(interface.name)
                : tr("the interface %1 is called %2 now").arg(m_joinedName, interface.name));
    } else if (m_joinedIndex != 0) {
        m_journal.write(EventKind::Note, m_watch->recovery(isBack ? Condition::Gone : m_worst));
    }
    if (!senderIsOfUse()) {
        closeSender();
    }
    takePlace();
}

bool ChatLine::send(const QByteArray &datagram)
{
    const bool sent = m_sender && m_sender->send(datagram);
    m_sent += sent ? 1 : 0;
    return sent;
}

void ChatLine::discard(const QByteArray &datagram, const QString &why)
{
    if (m_sender) {
        m_sender->discard(datagram, why);
    } else {
        m_journal.discarded(viewOf(datagram), why);
    }
}

void ChatLine::announce(ChatMessage::Kind kind)
{
    if (const auto datagram = m_plan->wire().encode({kind, m_plan->name().toStdString(), {}})) {
        send(QByteArray::fromStdString(*datagram));
    }
}

void ChatLine::resume()
{
    if (m_receiver) {
        m_receiver->resume();
    }
}

void ChatLine::close()
{
    closeSender();
    if (m_receiver) {
        m_receiver->close();
        m_receiver.release()->deleteLater();
    }
}

void ChatLine::fail(const QString &words)
{
    m_trouble = words;
    m_journal.write(EventKind::Failed, words);
}

bool ChatLine::isJoined() const
{
    return m_receiver && m_receiver->isJoined() && m_worst < Condition::Down;
}

bool ChatLine::isWell() const
{
    return isJoined() && m_worst == Condition::Fine;
}

bool ChatLine::isOn(const Interface &interface) const
{
    return m_watch && (m_watch->interface().index == interface.index ||
                       m_watch->interface().name == interface.name);
}

bool ChatLine::speaksFrom(const SocketAddress &address) const
{
    const auto is = [&address](const SocketAddress &its) {
        return its.port() == address.port() && its.hasSameHostAs(address);
    };
    return (m_sender && is(m_sender->local())) || is(m_formerSender);
}

ChatLineState ChatLine::state() const
{
    ChatLineState state;
    if (m_watch) {
        state.interfaceIndex = m_watch->interface().index;
        state.interfaceName = m_watch->interface().name;
    }
    state.joined = isJoined();
    state.receiver = m_receiver ? m_receiver->local() : SocketAddress();
    state.sender = m_sender ? m_sender->local() : SocketAddress();
    state.lastFailure = m_trouble;
    for (const auto *socket : {&m_sender, &m_receiver}) {
        if (state.lastFailure.isEmpty() && *socket) {
            state.lastFailure = (*socket)->lastFailure();
        }
    }
    return state;
}

} // namespace sockyard
