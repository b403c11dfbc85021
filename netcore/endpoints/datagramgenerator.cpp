#include "netcore/endpoints/datagramgenerator.h"

#include "netcore/sockets/notemarks.h"

#include <QLocale>
#include <QRandomGenerator>

#include <algorithm>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// Other sockets of the thread have their turn then.
constexpr int mostPerTurn = 256;
constexpr int millisecondsInSecond = 1000;

QString number(quint64 value)
{
    return QLocale().toString(value);
}

} // namespace

DatagramGenerator::DatagramGenerator(const GeneratorPlan &plan, Journal journal, Hand hand,
                                     QObject *parent)
    : QObject(parent)
    , m_plan(plan)
    , m_journal(std::move(journal))
    , m_hand(std::move(hand))
    , m_stream(QRandomGenerator::global()->generate())
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(std::max(1, millisecondsInSecond / plan.rate));
    connect(&m_timer, &QTimer::timeout, this, &DatagramGenerator::sendDue);
}

void DatagramGenerator::start()
{
    const auto rate = static_cast<quint64>(m_plan.rate);
    const auto size = static_cast<quint64>(m_plan.size);
    m_journal.write(EventKind::Note,
                    markedNote(generatorBeginsMark,
                               m_plan.count == 0
                                   ? tr("%1 datagrams a second of %2 bytes, until it is stopped")
                                         .arg(number(rate), number(size))
                                   : tr("%1 datagrams, %2 a second, of %3 bytes")
                                         .arg(number(static_cast<quint64>(m_plan.count)),
                                              number(rate), number(size))));
    m_begin = Clock::now();
    m_timer.start();
    sendDue();
}

bool DatagramGenerator::isOver() const
{
    return m_plan.count > 0 && m_next >= static_cast<quint64>(m_plan.count);
}

void DatagramGenerator::sendDue()
{
    if (!m_journal.log().hasRoom()) {
        return; // until the log's writer has caught up
    }
    const auto now = Clock::now();
    const double elapsed = std::chrono::duration<double>(now - m_begin).count();
    const quint64 due = m_atBegin + 1 + static_cast<quint64>(elapsed * m_plan.rate);
    for (int turn = 0; turn < mostPerTurn && m_next < due && !isOver(); ++turn) {
        if (!sendNext()) {
            stop();
            return;
        }
    }
    if (isOver()) {
        stop();
    } else if (due > m_next + static_cast<quint64>(m_plan.rate)) {
        m_begin = now;
        m_atBegin = m_next;
    }
}

bool DatagramGenerator::sendNext()
{
    const NumberedDatagram datagram{
        .stream = m_stream, .number = m_next, .sentAt = m_journal.log().elapsed()};
    if (!m_hand(QByteArray::fromStdString(datagram.bytes(static_cast<std::size_t>(m_plan.size))))) {
        return false;
    }
    ++m_next;
    return true;
}

void DatagramGenerator::stop()
{
    if (isRunning()) {
        m_timer.stop();
        m_journal.write(
            EventKind::Note,
            markedNote(generatorEndsMark,
                       tr("%1 datagrams were handed to the system").arg(number(m_next))));
    }
}

} // namespace sockyard
