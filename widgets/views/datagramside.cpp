#include "widgets/views/datagramside.h"

#include "widgets/models/peersmodel.h"
#include "widgets/models/words.h"
#include "widgets/views/peersview.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>

namespace sockyard
{

namespace
{
// Who sends may say any time; words for more nanoseconds than that there are none.
constexpr double longestJitter = 1e18;
} // namespace

DatagramSide::DatagramSide(QWidget *parent)
    : QWidget(parent)
    , m_peers(new PeersModel(this))
    , m_list(new PeersView(m_peers, this))
    , m_flow(new QLabel(this))
{
    connect(m_list, &PeersView::chosen, this, &DatagramSide::chosen);
    m_flow->setObjectName(QStringLiteral("flowLabel"));
    m_flow->setTextFormat(Qt::PlainText);
    m_flow->setWordWrap(true);
    m_flow->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_flow);
}

void DatagramSide::setPlaceholder(const QString &text)
{
    m_list->setPlaceholder(text);
}

void DatagramSide::apply(const Event &event)
{
    m_peers->apply(event);
    m_flows.apply(event);
}

void DatagramSide::publish()
{
    m_peers->publish();
    showFlow();
}

QString DatagramSide::peersText() const
{
    const auto peers = m_peers->table().entries().size();
    return peers == 1 ? tr("1 peer")
                      : tr("%1 peers").arg(QLocale().toString(static_cast<qulonglong>(peers)));
}

void DatagramSide::showFlow()
{
    if (m_flows.entries().empty()) {
        return;
    }
    const DatagramFlows::Entry &last = m_flows.entries().front();
    const auto number = [](std::uint64_t count) {
        return QLocale().toString(static_cast<qulonglong>(count));
    };
    m_flow->setText(
        tr("Numbered datagrams from %1: %2 received, %3 lost, %4 out of order, %5 there "
           "twice, jitter %6 (RFC 3550)")
            .arg(fromUtf8(last.peer), number(last.flow.received()), number(last.flow.lost()),
                 number(last.flow.outOfOrder()), number(last.flow.duplicated()),
                 durationText(
                     static_cast<std::int64_t>(std::min(last.flow.jitter(), longestJitter)))));
    m_flow->show();
}

} // namespace sockyard
