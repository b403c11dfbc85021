#include "netcore/sending/courier.h"

#include "netcore/sending/discardedmessage.h"
#include "netcore/sending/outbox.h"
#include "netcore/sending/repeat.h"
#include "netcore/sending/sequence.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

Courier::Courier(EventLog &log, Words words, QObject *parent)
    : QObject(parent)
    , m_log(log)
    , m_words(std::move(words))
    , m_reading(std::make_shared<FileReading>())
{
}

Courier::~Courier() = default;

void Courier::connectionOpened(StreamSocket &socket)
{
    const ConnectionId id = socket.connection();
    auto outbox = std::make_unique<Outbox>(socket, m_macros, m_reading);
    connect(outbox.get(), &Outbox::done, this, [this, id] { Q_EMIT allDone(id); });
    connect(&socket, &StreamSocket::received, outbox.get(), [this, id](ByteView bytes) {
        const auto sequence = m_sequences.find(id);
        if (sequence != m_sequences.end()) {
            sequence->second->received(bytes);
        }
    });
    connect(&socket, &StreamSocket::closed, outbox.get(), [this, id] { connectionClosed(id); });
    m_outboxes[id] = std::move(outbox);
}

void Courier::connectionClosed(ConnectionId connection)
{
    const auto outbox = m_outboxes.find(connection);
    if (outbox == m_outboxes.end()) {
        return;
    }
    const auto sequence = m_sequences.find(connection);
    if (sequence != m_sequences.end()) {
        sequence->second->stop(tr("the connection is gone"));
    }
    outbox->second->end();
    outbox->second.release()->deleteLater(); // it may be sending at this moment
    m_outboxes.erase(outbox);
    const auto isThere = [this](ConnectionId id) { return m_outboxes.contains(id); };
    if (m_repeat && m_repeatsTo &&
        std::none_of(m_repeatsTo->begin(), m_repeatsTo->end(), isThere)) {
        m_repeat->stop(m_words.gone);
        endRepeat();
    }
}

QList<ConnectionId> Courier::present(const Addressees &to) const
{
    QList<ConnectionId> ids;
    if (to) {
        for (const ConnectionId id : *to) {
            const auto outbox = m_outboxes.find(id);
            if (outbox != m_outboxes.end() && outbox->second->canSend()) {
                ids.push_back(id);
            }
        }
        return ids;
    }
    for (const auto &[id, outbox] : m_outboxes) {
        if (outbox->canSend()) {
            ids.push_back(id);
        }
    }
    return ids;
}

void Courier::forEach(const QList<ConnectionId> &connections,
                      const std::function<void(Outbox &)> &action)
{
    for (const ConnectionId id : connections) { // one may go while another is acted on
        const auto outbox = m_outboxes.find(id);
        if (outbox != m_outboxes.end()) {
            action(*outbox->second);
        }
    }
}

void Courier::send(const Addressees &to, const PreparedMessage &message)
{
    if (!to) {
        const auto everybody = present(to);
        forEach(everybody, [&message](Outbox &outbox) { outbox.send(message); });
        if (everybody.isEmpty()) {
            discardMessage(Journal(m_log, 0), message, m_macros, m_words.nobody);
        }
        return;
    }
    for (const ConnectionId id : *to) {
        const auto outbox = m_outboxes.find(id);
        if (outbox != m_outboxes.end()) {
            outbox->second->send(message);
        } else {
            discardMessage(Journal(m_log, id), message, m_macros, m_words.gone);
        }
    }
}

void Courier::finish(const QList<ConnectionId> &connections)
{
    forEach(connections, [](Outbox &outbox) { outbox.finish(); });
}

void Courier::discardWaiting(const QList<ConnectionId> &connections)
{
    for (const ConnectionId id : connections) {
        const auto sequence = m_sequences.find(id);
        if (sequence != m_sequences.end()) {
            sequence->second->stop(tr("this side closes the connection"));
        }
    }
    forEach(connections,
            [](Outbox &outbox) { outbox.discardWaiting(tr("this side closes the connection")); });
}

void Courier::refuse(const QString &words)
{
    Journal(m_log, 0).write(EventKind::Failed, refusal(words));
}

void Courier::repeat(const Addressees &to, const RepeatPlan &plan)
{
    if (m_repeat) {
        refuse(tr("a message is being repeated already. Stop that first."));
        return;
    }
    if (to && present(to).isEmpty()) {
        refuse(tr("nothing is repeated: %1.").arg(m_words.gone));
        return;
    }
    m_repeatsTo = to;
    m_repeat =
        std::make_unique<Repeat>(plan, Journal(m_log, 0), [this](const PreparedMessage &message) {
            return handOn(m_repeatsTo, message);
        });
    connect(m_repeat.get(), &Repeat::ended, this, &Courier::endRepeat);
    m_repeat->start();
}

bool Courier::handOn(const Addressees &to, const PreparedMessage &message)
{
    const auto there = present(to);
    auto taken = there.size();
    forEach(there, [&message, &taken](Outbox &outbox) {
        if (!outbox.offer(message)) {
            --taken;
        }
    });
    return taken > 0 && taken == (to ? to->size() : there.size());
}

void Courier::endRepeat()
{
    m_repeat.release()->deleteLater(); // it is calling us
}

void Courier::play(const Addressees &to, const SequencePlan &plan)
{
    if (!m_sequences.empty()) {
        refuse(tr("a sequence is being sent already. Stop that first."));
        return;
    }
    const auto there = present(to);
    if (there.isEmpty() || plan.steps.empty()) {
        refuse(
            plan.steps.empty()
                ? tr("the sequence has no steps.")
                : tr("the sequence does not begin: %1.").arg(to ? m_words.gone : m_words.nobody));
        return;
    }
    const auto shared = std::make_shared<const SequencePlan>(plan);
    forEach(there, [this, &shared](Outbox &outbox) {
        const ConnectionId id = outbox.journal().connection();
        auto &sequence = m_sequences[id];
        sequence = std::make_unique<Sequence>(shared, outbox);
        connect(sequence.get(), &Sequence::ended, this, [this, id] { forget(id); });
        sequence->start();
    });
}

void Courier::forget(ConnectionId sequence)
{
    const auto found = m_sequences.find(sequence);
    if (found != m_sequences.end()) {
        found->second.release()->deleteLater(); // it is calling us
        m_sequences.erase(found);
    }
}

void Courier::stopSending(const Addressees &to)
{
    const auto isMeant = [&to](ConnectionId id) { return !to || to->contains(id); };
    if (m_repeat &&
        (!to || (m_repeatsTo && std::all_of(m_repeatsTo->begin(), m_repeatsTo->end(), isMeant)))) {
        m_repeat->stop(tr("stopped"));
        endRepeat();
    }
    QList<ConnectionId> ids;
    for (const auto &[id, outbox] : m_outboxes) {
        if (isMeant(id)) {
            ids.push_back(id);
        }
    }
    for (const ConnectionId id : std::as_const(ids)) {
        const auto sequence = m_sequences.find(id);
        if (sequence != m_sequences.end()) {
            sequence->second->stop(tr("stopped"));
        }
    }
    forEach(ids, [](Outbox &outbox) { outbox.cancelFiles(); });
}

void Courier::stop(const SendingProgress &job)
{
    switch (job.kind) {
    case SendingProgress::Kind::File:
        forEach({job.connection}, [](Outbox &outbox) { outbox.cancelFiles(); });
        break;
    case SendingProgress::Kind::Repeat:
        if (m_repeat) {
            m_repeat->stop(tr("stopped"));
            endRepeat();
        }
        break;
    case SendingProgress::Kind::Sequence: {
        const auto sequence = m_sequences.find(job.connection);
        if (sequence != m_sequences.end()) {
            sequence->second->stop(tr("stopped"));
        }
        break;
    }
    }
}

void Courier::resume()
{
    for (const auto &[id, outbox] : m_outboxes) {
        outbox->resume();
    }
    for (const auto &[id, sequence] : m_sequences) {
        sequence->resume();
    }
}

SendingProgressList Courier::progress() const
{
    SendingProgressList list;
    if (m_repeat) {
        list.push_back(m_repeat->progress());
    }
    for (const auto &[id, sequence] : m_sequences) {
        list.push_back(sequence->progress());
    }
    for (const auto &[id, outbox] : m_outboxes) {
        if (const auto file = outbox->progress()) {
            list.push_back(*file);
        }
    }
    return list;
}

} // namespace sockyard
