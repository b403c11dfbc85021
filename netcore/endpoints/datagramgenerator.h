#pragma once

#include "netcore/endpoints/generatorplan.h"
#include "netcore/sockets/journal.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace sockyard
{

/// Sends numbered datagrams at an even rate, counted from its beginning and not from the datagram
/// before. Where this side cannot keep up, those that are due come late, and after a second of it
/// the rate begins anew: none is left out, and no burst follows. The first that is not taken ends
/// it. Its beginning and its end are notes with the marks of notemarks.h. Owned by its endpoint, on
/// whose thread it lives.
class DatagramGenerator : public QObject
{
    Q_OBJECT

public:
    /// Sends one; false where that failed, which is told.
    using Hand = std::function<bool(const QByteArray &)>;

    /// The plan is possible. \a journal has the peer.
    DatagramGenerator(const GeneratorPlan &plan, Journal journal, Hand hand,
                      QObject *parent = nullptr);

    void start();
    /// Tells how far it came; harmless when it has ended.
    void stop();
    bool isRunning() const { return m_timer.isActive(); }

private:
    using Clock = std::chrono::steady_clock;

    void sendDue();
    bool sendNext();
    bool isOver() const;

    const GeneratorPlan m_plan;
    const Journal m_journal;
    const Hand m_hand;
    const quint32 m_stream;
    QTimer m_timer;
    Clock::time_point m_begin; // of the rate
    quint64 m_next = 0;
    quint64 m_atBegin = 0; // the number that was next then
};

} // namespace sockyard
