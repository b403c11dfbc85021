#include "widgets/pages/streampage.h"

#include "widgets/models/connectionmodel.h"
#include "widgets/pages/connectionside.h"
#include "widgets/views/composer.h"
#include "widgets/views/connectionview.h"
#include "widgets/views/logview.h"
#include "widgets/views/messageedit.h"

#include <QLocale>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace sockyard
{

namespace
{

// What is no event is asked for so often.
constexpr std::chrono::milliseconds lookInterval(500);

} // namespace

StreamPage::StreamPage(std::unique_ptr<SessionBase> session, Lifecycle lifecycle, Words words,
                       int closedRows, int sideWidth, QWidget *parent)
    : Page(std::move(session), std::move(lifecycle), parent)
    , m_words(std::move(words))
    , m_connections(new ConnectionModel(closedRows, this))
    , m_side(new ConnectionSide(m_connections, m_words.kernelKey, m_words.kernelTip, this))
{
    setSide(m_side, sideWidth);
    connect(list(), &ConnectionView::selectionChanged, this, &StreamPage::targetSelected);
    connect(list(), &ConnectionView::selectionChanged, this, &StreamPage::look);
    connect(m_side, &ConnectionSide::kernelViewToggled, this, &StreamPage::look);
    list()->offer(ConnectionView::SendTo | ConnectionView::Pause | ConnectionView::Finish |
                  ConnectionView::Disconnect | ConnectionView::Abort);
    connect(list(), &ConnectionView::sendToRequested, this, [this] {
        targetSelected();
        composer()->edit()->setFocus();
    });
    obey(&ConnectionView::pauseRequested, &StreamEndpoint::pause);
    obey(&ConnectionView::resumeRequested, &StreamEndpoint::unpause);
    obey(&ConnectionView::finishRequested, &StreamEndpoint::finish);
    obey(&ConnectionView::disconnectRequested, &StreamEndpoint::disconnectFrom);
    obey(&ConnectionView::abortRequested, &StreamEndpoint::abort);
    connect(list(), &ConnectionView::followRequested, logView(), &LogView::follow);
    connect(list(), &ConnectionView::eventsRequested, logView(), &LogView::filterBy);
    list()->setUnsentKnown(true);
    connectComposer();
    m_look.setInterval(lookInterval);
    connect(&m_look, &QTimer::timeout, this, &StreamPage::look);
    m_look.start();
}

StreamPage::~StreamPage() = default;

ConnectionView *StreamPage::list() const
{
    return m_side->list();
}

void StreamPage::obey(Request request, Verb verb)
{
    connect(list(), request, this, [this, verb](const QList<ConnectionId> &ids) {
        command([verb, ids](StreamEndpoint &endpoint) { (endpoint.*verb)(ids); });
    });
}

void StreamPage::connectComposer()
{
    composer()->setPlansOffered(true);
    logView()->setSendAgainOffered(true);
    connect(composer(), &Composer::sendRequested, this, &StreamPage::send);
    connect(composer(), &Composer::repeatRequested, this, [this](const RepeatPlan &plan) {
        Addressees to;
        if (findAddressees(to)) {
            command([to, plan](StreamEndpoint &endpoint) { endpoint.repeat(to, plan); });
            look();
        }
    });
    connect(composer(), &Composer::sequenceRequested, this, [this](const SequencePlan &plan) {
        Addressees to;
        if (findAddressees(to)) {
            command([to, plan](StreamEndpoint &endpoint) { endpoint.play(to, plan); });
            look();
        }
    });
    connect(composer(), &Composer::stopRequested, this, [this](const SendingProgress &job) {
        command([job](StreamEndpoint &endpoint) { endpoint.stopSending(job); });
        look();
    });
}

void StreamPage::send()
{
    const auto message = composer()->prepared();
    Addressees to;
    if (!message || !findAddressees(to)) {
        return;
    }
    command([to, message](StreamEndpoint &endpoint) { endpoint.send(to, *message); });
    composer()->accept();
    look(); // a file shows its progress from the beginning
}

bool StreamPage::findAddressees(Addressees &to)
{
    to.reset();
    if (composer()->target() != 1) {
        return true;
    }
    QList<ConnectionId> open;
    std::copy_if(m_addressees.begin(), m_addressees.end(), std::back_inserter(open),
                 [this](ConnectionId id) { return isOpen(id); });
    if (open.isEmpty()) {
        tellError(addresseesText(m_words.goneOne, m_words.goneAll));
        return false;
    }
    to = open;
    return true;
}

void StreamPage::foldEvent(const Event &event)
{
    m_connections->apply(event);
}

void StreamPage::publishConnections()
{
    m_connections->publish(session().log().elapsed());
}

void StreamPage::showProjections()
{
    publishConnections();
    list()->updateActions();
    updateTargets();
}

void StreamPage::updateTargets()
{
    if (!offersTargets()) {
        composer()->setTargets({});
        return;
    }
    // Who is being written to stays, gone or not: the message is for nobody else.
    if (composer()->target() != 1) {
        m_addressees = list()->selected();
    }
    QStringList targets{m_words.all};
    const bool anyOpen = std::any_of(m_addressees.begin(), m_addressees.end(),
                                     [this](ConnectionId id) { return isOpen(id); });
    if (anyOpen || (composer()->target() == 1 && !m_addressees.isEmpty())) {
        targets.append(addresseesText(m_words.one, m_words.several));
    }
    composer()->setTargets(targets);
}

QString StreamPage::addresseesText(const QString &one, const QString &several) const
{
    return m_addressees.size() == 1 ? one.arg(m_addressees.constFirst())
                                    : several.arg(QLocale().toString(m_addressees.size()));
}

bool StreamPage::isOpen(ConnectionId id) const
{
    const ConnectionRow *row = m_connections->table().find(id);
    return row != nullptr && row->open;
}

void StreamPage::targetSelected()
{
    if (list()->selected().isEmpty()) {
        return; // who wants to write to all says so
    }
    composer()->setTarget(0);
    updateTargets();
    composer()->setTarget(1); // who selects a connection wants to talk to it
}

void StreamPage::look()
{
    if (m_looks || !isVisible()) {
        return;
    }
    m_looks = true;
    const auto socket = watched();
    ask(socket, [this, socket](const EndpointSnapshot &snapshot) {
        m_looks = false;
        showSnapshot(snapshot);
        if (socket) {
            m_side->showKernel(socket, snapshot.kernel);
        }
    });
    if (!socket && m_side->wantsKernelView()) {
        m_side->showKernel({}, {});
    }
}

std::optional<WatchedSocket> StreamPage::watched() const
{
    if (!m_side->wantsKernelView()) {
        return std::nullopt;
    }
    const QList<ConnectionId> &selected = list()->selected();
    const ConnectionRow *row =
        selected.isEmpty() ? nullptr : m_connections->table().find(selected.constFirst());
    return row != nullptr ? std::optional(WatchedSocket{row->id, row->local, row->peer})
                          : watchedByDefault();
}

void StreamPage::showSnapshot(const EndpointSnapshot &snapshot)
{
    std::vector<UnsentBytes> unsent;
    unsent.reserve(snapshot.connections.size());
    for (const EndpointSnapshot::Connection &connection : snapshot.connections) {
        unsent.push_back({connection.id, connection.unsent, connection.held, connection.wire});
    }
    m_connections->setUnsent(unsent);
    composer()->showProgress(snapshot.sending);
    publishConnections(); // rates fall while nothing happens
}

} // namespace sockyard
