#include "netcore/doctor/multicastdoctor.h"

#include "netcore/chat/groupscope.h"
#include "netcore/doctor/findings.h"
#include "netcore/doctor/groupear.h"
#include "netcore/doctor/multicastprobe.h"
#include "netcore/doctor/systemfacts.h"
#include "netcore/sockets/notemarks.h"

#include <QCoreApplication>
#include <QtConcurrent>

#include <algorithm>
#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr auto probeTime = 1s;
constexpr auto listenTime = 5s;
// Looking through all processes takes milliseconds, and may take much longer on a busy machine.
constexpr auto ownersTime = 8s;
// More than that are not told.
constexpr qsizetype mostVoices = 100;

bool isSame(const OtherVoice &a, const OtherVoice &b)
{
    return a.name == b.name && a.group == b.group;
}

bool canBeProbed(const LineFacts &line)
{
    return line.exists && line.interface.up &&
           line.route.value.family() != SocketAddress::Family::None;
}

} // namespace

MulticastDoctor::MulticastDoctor(EventLog &log, JournalSource journals, QObject *parent)
    : QObject(parent)
    , m_journal(log, 0)
    , m_journals(std::move(journals))
{
    const auto prepare = [this](QTimer &timer, std::chrono::milliseconds time,
                                void (MulticastDoctor::*over)()) {
        timer.setSingleShot(true);
        timer.setInterval(time);
        connect(&timer, &QTimer::timeout, this, over);
    };
    prepare(m_probeTime, probeTime, &MulticastDoctor::giveUpOnProbes);
    prepare(m_listenTime, listenTime, &MulticastDoctor::endListening);
    prepare(m_ownersTime, ownersTime, &MulticastDoctor::giveUpOnOwners);
    connect(&m_owners, &QFutureWatcherBase::finished, this, &MulticastDoctor::takeOwners);
}

MulticastDoctor::~MulticastDoctor() = default;

void MulticastDoctor::examine(FactsSource source)
{
    if (m_isBusy) {
        return;
    }
    m_isBusy = true;
    m_source = std::move(source);
    m_written.clear();
    write(examinationBegins);
    m_facts = m_source();
    if (!m_facts.problem.isEmpty()) {
        update();
        end();
        return;
    }
    m_ownReceivers = m_facts.joined ? m_facts.lines.size() : 0;
    m_facts = withSystemFacts(std::move(m_facts));
    askWhoIsOnThePort();
    sendProbes();
    listenOnOtherGroups();
    update();
}

void MulticastDoctor::askWhoIsOnThePort()
{
    const auto sockets = udpSocketsOn(m_facts.group.port());
    if (!sockets || sockets->isEmpty()) {
        m_facts.port = PortFacts{sockets.has_value(), {}};
        return;
    }
    m_socketsOnPort = *sockets;
    QList<quint64> inodes;
    for (const UdpSocket &socket : m_socketsOnPort) {
        inodes.append(socket.inode);
    }
    m_owners.setFuture(QtConcurrent::run(ownersOf, inodes));
    m_ownersTime.start();
}

void MulticastDoctor::takeOwners()
{
    if (!m_isBusy || m_facts.port) {
        return;
    }
    m_ownersTime.stop();
    m_facts.port = portFacts(m_socketsOnPort, m_owners.result(), QCoreApplication::applicationPid(),
                             m_ownReceivers);
    update();
}

void MulticastDoctor::giveUpOnOwners()
{
    m_facts.port = PortFacts{false, {}};
    update();
}

void MulticastDoctor::sendProbes()
{
    for (LineFacts &line : m_facts.lines) {
        if (!canBeProbed(line)) {
            continue;
        }
        m_probes.push_back(
            std::make_unique<MulticastProbe>(m_facts.group, line.interface, m_journals));
        const MulticastProbe &probe = *m_probes.back();
        connect(&probe, &MulticastProbe::cameBack, this, &MulticastDoctor::takeProbes);
        if (!m_probes.back()->send()) {
            line.probe = ProbeResult::NotSent;
        }
    }
    m_probeTime.start();
}

void MulticastDoctor::takeProbes()
{
    for (LineFacts &line : m_facts.lines) {
        for (const auto &probe : m_probes) {
            if (probe->interfaceIndex() == line.interface.index && probe->hasComeBack()) {
                line.probe = ProbeResult::CameBack;
            }
        }
    }
    update();
}

void MulticastDoctor::giveUpOnProbes()
{
    for (LineFacts &line : m_facts.lines) {
        if (canBeProbed(line) && !line.probe) {
            line.probe = ProbeResult::Lost;
        }
    }
    for (const auto &probe : m_probes) {
        probe->close();
    }
    update();
}

void MulticastDoctor::listenOnOtherGroups()
{
    m_otherGroups = {};
    const QHostAddress own = groupOn(m_facts.group, 0).host();
    for (const CourseGroup &its : courseGroups()) {
        const SocketAddress group(QHostAddress(QString(its.group)), m_facts.group.port());
        if (group.host() == own) {
            continue;
        }
        for (const LineFacts &line : std::as_const(m_facts.lines)) {
            if (!line.exists || !line.interface.up) {
                continue;
            }
            m_ears.push_back(
                std::make_unique<GroupEar>(group, line.interface, m_journals(),
                                           [this](const OtherVoice &voice) { hear(voice); }));
            if (m_ears.back()->listen() && !m_otherGroups.heard.contains(group)) {
                m_otherGroups.heard.append(group);
            }
        }
    }
    m_listenTime.start();
}

void MulticastDoctor::hear(const OtherVoice &voice)
{
    auto &voices = m_otherGroups.voices;
    const bool isKnown = std::any_of(voices.begin(), voices.end(), [&voice](const OtherVoice &its) {
        return isSame(its, voice);
    });
    if (!isKnown && voices.size() < mostVoices) {
        voices.append(voice);
    }
}

void MulticastDoctor::endListening()
{
    m_facts.otherGroups = m_otherGroups;
    for (const auto &ear : m_ears) {
        ear->close();
    }
    update();
}

void MulticastDoctor::refreshCounts()
{
    const MulticastFacts now = m_source();
    m_facts.sent = now.sent;
    m_facts.heardBack = now.heardBack;
    m_facts.heardOfThisMachine = now.heardOfThisMachine;
    m_facts.heardOfOtherHosts = now.heardOfOtherHosts;
}

void MulticastDoctor::update()
{
    refreshCounts();
    const auto now = findings(m_facts);
    for (const Finding &finding : now) {
        if (!m_written.contains(finding)) {
            m_journal.write(EventKind::Note, markedNote(doctorMark, finding.text()));
        }
    }
    m_written = now;
    if (m_isBusy && m_facts.port && m_facts.otherGroups && !m_probeTime.isActive()) {
        end();
    }
}

void MulticastDoctor::stop()
{
    if (m_isBusy) {
        end();
    }
}

void MulticastDoctor::resume()
{
    for (const auto &probe : m_probes) {
        probe->resume();
    }
    for (const auto &ear : m_ears) {
        ear->resume();
    }
}

void MulticastDoctor::write(std::string_view words) const
{
    m_journal.write(EventKind::Note,
                    markedNote(doctorMark, QString::fromLatin1(words.data(), static_cast<qsizetype>(
                                                                                 words.size()))));
}

void MulticastDoctor::end()
{
    m_isBusy = false;
    for (QTimer *timer : {&m_probeTime, &m_listenTime, &m_ownersTime}) {
        timer->stop();
    }
    for (const auto &probe : m_probes) {
        probe->close();
    }
    for (const auto &ear : m_ears) {
        ear->close();
    }
    for (auto &probe : m_probes) {
        probe.release()->deleteLater(); // it may be the one that is calling us
    }
    m_probes.clear();
    m_ears.clear();
    write(examinationEnds);
}

} // namespace sockyard
