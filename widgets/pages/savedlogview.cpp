#include "widgets/pages/savedlogview.h"

#include "netcore/log/eventcursor.h"
#include "netcore/messages/rewrite.h"
#include "netcore/projections/endpointkind.h"
#include "widgets/models/connectionmodel.h"
#include "widgets/models/logsums.h"
#include "widgets/models/messagestore.h"
#include "widgets/views/connectionview.h"
#include "widgets/views/datagramside.h"
#include "widgets/views/lifecyclestrip.h"
#include "widgets/views/logview.h"
#include "widgets/views/savedmessagesdialog.h"

#include <QLabel>
#include <QLocale>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sockyard
{

namespace
{

constexpr int sideWidth = 360;
constexpr int usualWidth = 1100; // before a person moves the splitter

// Of connections in the list. An endpoint opens no more than there are descriptors, and numbers its
// connections in their order; a file may hold anything.
constexpr std::size_t mostConnections = 100000;
constexpr std::size_t mostInAnyOrder = 5000;

Lifecycle lifecycleOf(EndpointKind kind)
{
    switch (kind) {
    case EndpointKind::TcpClient:
        return Lifecycle::ofTcpClient();
    case EndpointKind::MulticastChat:
        return Lifecycle::ofMulticastChat();
    case EndpointKind::Udp:
        return Lifecycle::ofUdp();
    case EndpointKind::Forwarder:
        return Lifecycle::ofForwarder();
    case EndpointKind::InterfaceMonitor:
        return Lifecycle::ofInterfaceMonitor();
    case EndpointKind::TcpServer:
        break;
    }
    return Lifecycle::ofTcpServer();
}

} // namespace

SavedLogView::SavedLogView(const std::shared_ptr<EventLog> &log, QWidget *parent)
    : QWidget(parent)
    , m_log(log)
    , m_follower(log)
    , m_connections(new ConnectionModel(10000, this))
    , m_strip(new LifecycleStrip(this))
    , m_side(new QStackedWidget(this))
    , m_list(new ConnectionView(m_connections, tr("Connections"), this))
    , m_datagrams(new DatagramSide(this))
    , m_view(new LogView(log, this))
    , m_status(new QLabel(this))
{
    m_strip->setObjectName(QStringLiteral("lifecycleStrip"));
    m_list->setReadOnly();
    m_list->setPlaceholder(tr("No connection is told of in this log."));
    m_view->setReadOnly();
    m_status->setObjectName(QStringLiteral("statusLabel"));
    m_status->setTextFormat(Qt::PlainText);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *middle = new QSplitter(Qt::Horizontal, this);
    m_side->addWidget(m_list);
    m_side->addWidget(m_datagrams);
    middle->addWidget(m_side);
    middle->addWidget(m_view);
    middle->setStretchFactor(0, 0);
    middle->setStretchFactor(1, 1);
    middle->setSizes({sideWidth, usualWidth - sideWidth});
    middle->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_strip);
    layout->addWidget(middle, 1);
    layout->addWidget(m_status);

    connect(m_strip, &LifecycleStrip::eventRequested, this, &SavedLogView::showEventNumber);
    connect(m_datagrams, &DatagramSide::chosen, this,
            [this](const QString & /*peer*/, EventNumber number) { showEventNumber(number); });
    connect(m_list, &ConnectionView::followRequested, m_view, &LogView::follow);
    connect(m_list, &ConnectionView::eventsRequested, m_view, &LogView::filterBy);
    connect(m_view, &LogView::saveAsMessageRequested, this, &SavedLogView::saveAsMessage);
    connect(&m_follower, &LogFollower::eventsArrived, this, &SavedLogView::fold);
    showAll();
}

void SavedLogView::fold(EventNumber from, EventNumber to)
{
    if (!m_lifecycle) {
        const EndpointKind kind = endpointKindOf(*m_log, from, to);
        m_lifecycle = lifecycleOf(kind);
        if (kind == EndpointKind::Udp) {
            m_side->setCurrentWidget(m_datagrams);
        }
    }
    EventCursor cursor(*m_log);
    for (EventNumber number = from; number < to; ++number) {
        if (const Event *const event = cursor.at(number)) {
            m_lifecycle->apply(*event);
            m_counters.apply(*event);
            if (isOfDatagrams()) {
                m_datagrams->apply(*event);
            } else if (isListed(*event)) {
                m_connections->apply(*event);
            } else {
                ++m_unlisted;
            }
        }
    }
    m_view->showUpTo(to);
    showAll();
    Q_EMIT shown(from, to);
}

void SavedLogView::showEventNumber(EventNumber number)
{
    const QString why = m_view->showEventNumber(number);
    m_status->setText(why.isEmpty() ? statusText() : why);
}

void SavedLogView::saveAsMessage(const Event &event)
{
    if (!m_savedMessages) {
        m_savedMessages = new SavedMessagesDialog(MessageStore::shared(), this);
    }
    m_savedMessages->save(messageOf(event.payload()));
}

bool SavedLogView::isOfDatagrams() const
{
    return m_side->currentWidget() == m_datagrams;
}

bool SavedLogView::isListed(const Event &event) const
{
    const auto &rows = m_connections->table().rows();
    return rows.size() < mostInAnyOrder ||
           (rows.size() < mostConnections && event.connection() > rows.back().id) ||
           m_connections->table().find(event.connection()) != nullptr;
}

void SavedLogView::showAll()
{
    if (m_lifecycle) {
        m_strip->setLifecycle(*m_lifecycle);
        m_strip->setVisible(!m_lifecycle->steps().empty());
    }
    m_datagrams->publish();
    m_connections->publish();
    m_list->updateActions();
    m_status->setText(statusText());
}

QString SavedLogView::statusText() const
{
    const QLocale locale;
    const auto number = [&locale](std::uint64_t count) {
        return locale.toString(static_cast<qulonglong>(count));
    };
    const auto connections =
        m_connections->table().rows().size() + m_connections->table().removedCount();
    QStringList parts;
    parts.append(isOfDatagrams()    ? m_datagrams->peersText()
                 : connections == 1 ? tr("1 connection")
                                    : tr("%1 connections").arg(number(connections)));
    parts += logSums(m_counters, m_view->shownEvents());
    if (m_unlisted > 0) {
        parts.append(tr("%1 of connections beyond those listed").arg(number(m_unlisted)));
    }
    parts.append(droppedText(*m_log));
    parts.removeAll(QString());
    return parts.join(QStringLiteral("  ·  "));
}

} // namespace sockyard
