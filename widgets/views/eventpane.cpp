#include "widgets/views/eventpane.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/words.h"
#include "widgets/views/hexview.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace sockyard
{

EventPane::EventPane(QWidget *parent)
    : QWidget(parent)
    , m_headline(new QLabel(this))
    , m_note(new QLabel(this))
    , m_bytes(new HexView(this))
{
    m_bytes->setObjectName(QStringLiteral("bytesView"));
    m_headline->setObjectName(QStringLiteral("eventHeadline"));
    m_note->setObjectName(QStringLiteral("eventNote"));
    for (QLabel *label : {m_headline, m_note}) {
        label->setTextFormat(Qt::PlainText); // notes hold names that anybody may have chosen
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_headline->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignTop | Qt::AlignLeft);

    auto *copyHex = new QToolButton(this);
    copyHex->setObjectName(QStringLiteral("copyHexButton"));
    copyHex->setText(tr("Copy hex"));
    copyHex->setToolTip(tr("Copies the selected bytes, or all, as hex"));
    auto *copyText = new QToolButton(this);
    copyText->setObjectName(QStringLiteral("copyTextButton"));
    copyText->setText(tr("Copy text"));
    copyText->setToolTip(tr("Copies the selected bytes, or all, as text"));
    for (QToolButton *button : {copyHex, copyText}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
    }
    connect(copyHex, &QToolButton::clicked, m_bytes, &HexView::copyHex);
    connect(copyText, &QToolButton::clicked, m_bytes, &HexView::copyText);

    auto *top = new QHBoxLayout;
    top->addWidget(m_headline, 1);
    top->addWidget(copyHex);
    top->addWidget(copyText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_note);
    layout->addWidget(m_bytes, 1);
    setEvent(std::nullopt);
}

void EventPane::setEvent(const std::optional<Event> &event)
{
    if (!event) {
        m_headline->clear();
        m_note->clear();
        m_note->hide();
        m_bytes->setPlaceholderText(tr("Select an event to see its bytes"));
        m_bytes->clear();
        return;
    }
    QStringList parts{eventText(event->kind())};
    if (event->connection() != 0) {
        parts.append(tr("connection %1").arg(event->connection()));
    }
    if (!event->local().empty() && !event->peer().empty()) {
        const bool inward =
            event->kind() == EventKind::Received || event->kind() == EventKind::PeerFinished;
        parts.append(fromUtf8(inward ? event->peer() : event->local()) + QStringLiteral(" → ") +
                     fromUtf8(inward ? event->local() : event->peer()));
    }
    if (event->bytes() > 0) {
        parts.append(byteCountText(event->bytes()));
    }
    m_headline->setText(parts.join(QStringLiteral(" · ")));
    m_note->setText(fromUtf8(visibleText(event->note(), 16384)));
    m_note->setVisible(!event->note().empty());
    m_bytes->setPlaceholderText(tr("This event carries no bytes"));
    const ByteView payload = event->payload();
    m_bytes->setBytes(std::make_shared<Event>(*event), payload);
}

} // namespace sockyard
