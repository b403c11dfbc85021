#include "app/demo.h"

#include "app/mainwindow.h"
#include "netcore/codec/chatwires.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/interfaces.h"
#include "widgets/models/words.h"
#include "widgets/pages/multicastchatpage.h"
#include "widgets/pages/tcpclientpage.h"
#include "widgets/pages/tcpserverpage.h"

#include <algorithm>
#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr auto deadline = 15s;

QByteArray greeting()
{
    return QByteArrayLiteral("Hello, yard!");
}

QString speaker()
{
    return QStringLiteral("Demo");
}

QString remark()
{
    return QStringLiteral("Hello, everybody in the group!");
}

QByteArray bytesOf(const Event &event)
{
    const ByteView bytes = event.payload();
    return {reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size())};
}

QString loopbackInterface()
{
    const auto all = interfaces();
    const auto found = std::find_if(all.begin(), all.end(), [](const Interface &interface) {
        return interface.loopback && interface.up;
    });
    return found == all.end() ? QString() : found->name;
}

} // namespace

Demo::Demo(MainWindow &window, QObject *parent)
    : QObject(parent)
    , m_window(window)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        fail(tr("the demo did not come to its end within %1 seconds").arg(deadline.count()));
    });
    const auto follow = [this](Page *page, void (Demo::*tell)(const Event &)) {
        connect(page, &Page::shown, this, [this, page, tell](EventNumber from, EventNumber to) {
            for (EventNumber number = from; number < to && !m_ended; ++number) {
                if (const auto event = page->session().log().at(number)) {
                    if (event->kind() == EventKind::Failed) {
                        fail(fromUtf8(event->note()));
                    } else {
                        (this->*tell)(*event);
                    }
                }
            }
        });
    };
    follow(m_window.page<TcpServerPage>(), &Demo::serverEvent);
    follow(m_window.page<TcpClientPage>(), &Demo::clientEvent);
    follow(m_window.page<MulticastChatPage>(), &Demo::chatEvent);
}

void Demo::start()
{
    m_deadline.start(deadline);
    TcpServerSettings settings;
    settings.port = QStringLiteral("0");
    m_window.page<TcpServerPage>()->startWith(settings);
}

void Demo::serverEvent(const Event &event)
{
    if (event.kind() == EventKind::Listening) {
        const QString address = fromUtf8(event.local());
        Q_EMIT told(QStringLiteral("server listening %1").arg(address));
        TcpClientSettings settings;
        settings.port = splitHostAndPort(address).value_or(HostAndPort()).port;
        m_window.page<TcpClientPage>()->startWith(settings);
    } else if (event.kind() == EventKind::Received && !m_received) {
        m_received = event.number();
    }
}

void Demo::clientEvent(const Event &event)
{
    if (event.kind() == EventKind::Connected) {
        Q_EMIT told(QStringLiteral("client connected %1 -> %2")
                        .arg(fromUtf8(event.local()), fromUtf8(event.peer())));
        m_window.page<TcpClientPage>()->send({}, PreparedMessage::ofBytes(greeting()));
        Q_EMIT told(QStringLiteral("client sent \"%1\"").arg(QString::fromUtf8(greeting())));
    } else if (event.kind() == EventKind::Received) {
        m_echoed += bytesOf(event);
        if (m_echoed != greeting()) {
            return; // a stream has no boundaries: the rest comes
        }
        Q_EMIT told(QStringLiteral("server echoed \"%1\"").arg(QString::fromUtf8(m_echoed)));
        MulticastChatSettings settings;
        settings.name = speaker();
        settings.interface = loopbackInterface();
        m_window.page<MulticastChatPage>()->startWith(settings);
    }
}

void Demo::chatEvent(const Event &event)
{
    switch (event.kind()) {
    case EventKind::Connected:
        m_speaker = fromUtf8(event.local());
        break;
    case EventKind::Joined:
        Q_EMIT told(QStringLiteral("chat joined %1 %2")
                        .arg(fromUtf8(event.peer()), fromUtf8(event.note())));
        m_window.page<MulticastChatPage>()->say(remark());
        break;
    case EventKind::Received:
        if (fromUtf8(event.peer()) == m_speaker &&
            readChatDatagram(event.payload()) ==
                ChatReading(ChatMessage{ChatMessage::Kind::Says, speaker().toStdString(),
                                        remark().toStdString()})) {
            Q_EMIT told(QStringLiteral("chat heard \"%1: %2\"").arg(speaker(), remark()));
            succeed();
        }
        break;
    default:
        break;
    }
}

void Demo::succeed()
{
    m_ended = true;
    m_deadline.stop();
    auto *server = m_window.page<TcpServerPage>();
    m_window.showPage(server);
    if (m_received) {
        server->showEventNumber(*m_received);
    }
    Q_EMIT told(QStringLiteral("demo done"));
    Q_EMIT finished(true, {});
}

void Demo::fail(const QString &why)
{
    if (m_ended) {
        return;
    }
    m_ended = true;
    m_deadline.stop();
    Q_EMIT finished(false, tr("demo failed: %1").arg(why));
}

} // namespace sockyard
