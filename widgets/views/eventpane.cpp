#include "widgets/views/eventpane.h"

#include "netcore/codec/visibletext.h"
#include "netcore/explain/explainevent.h"
#include "netcore/projections/piecebytes.h"
#include "netcore/projections/streamjob.h"
#include "widgets/models/words.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/explanationview.h"
#include "widgets/views/hexview.h"
#include "widgets/views/textview.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

namespace sockyard
{

namespace
{

/// The rows of the content box; the others are StreamBytes::Which plus one.
constexpr int thisEvent = 0;

/// A call of the endpoint itself, such as listen(2), belongs to no stream.
bool isOfEndpoint(const Event &event)
{
    return event.connection() == 0 && event.payload().empty();
}

QToolButton *makeButton(QWidget *parent, const char *name, const QString &text, const QString &tip)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setText(text);
    button->setToolTip(tip);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

EventPane::EventPane(std::shared_ptr<const EventLog> log, QWidget *parent)
    : QWidget(parent)
    , m_log(std::move(log))
    , m_headline(new ElidedLabel(this, Tone::Plain))
    , m_note(new QLabel(this))
    , m_views(new QStackedWidget(this))
    , m_bytes(new HexView(this))
    , m_text(new TextView(this))
    , m_explanation(new ExplanationView(this))
{
    m_bytes->setObjectName(QStringLiteral("bytesView"));
    m_text->setObjectName(QStringLiteral("textView"));
    m_headline->setObjectName(QStringLiteral("eventHeadline"));
    m_note->setObjectName(QStringLiteral("eventNote"));
    m_note->setTextFormat(Qt::PlainText); // notes hold names that anybody may have chosen
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_note->setWordWrap(true);
    m_note->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_views->addWidget(m_bytes);
    m_views->addWidget(m_text);
    m_explanation->setObjectName(QStringLiteral("explanationView"));
    m_views->addWidget(m_explanation);

    // What is selected in the one view is selected in the other.
    connect(m_bytes, &HexView::selectionChanged, this, [this] {
        if (!m_links) {
            const QScopedValueRollback guard(m_links, true);
            m_text->setSelection(m_bytes->selectedRange().from, m_bytes->selectedRange().length);
        }
    });
    connect(m_text, &TextView::selectionChanged, this, [this] {
        if (!m_links) {
            const QScopedValueRollback guard(m_links, true);
            m_bytes->setSelection(m_text->selectedRange().from, m_text->selectedRange().length);
        }
    });

    auto *top = new QHBoxLayout;
    top->addWidget(m_headline, 1);
    top->addWidget(makeTools());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_note);
    layout->addWidget(m_views, 1);
    showContent();
}

EventPane::~EventPane() = default;

QWidget *EventPane::makeTools()
{
    auto *tools = new QWidget(this);
    m_content = new QComboBox(tools);
    m_content->setObjectName(QStringLiteral("contentBox"));
    m_content->setAccessibleName(tr("Shown bytes"));
    m_content->setToolTip(tr("The bytes of the selected event, or all of its connection"));
    m_content->addItem(tr("This event"));
    // In the order of StreamBytes::Which.
    m_content->addItem(tr("Received"));
    m_content->addItem(tr("Sent"));
    m_content->addItem(tr("Both"));
    connect(m_content, &QComboBox::currentIndexChanged, this, &EventPane::showContent);

    m_hexButton = makeButton(tools, "hexButton", tr("Hex"), tr("Shows the bytes as hex digits"));
    m_textButton =
        makeButton(tools, "textButton", tr("Text"), tr("Shows the bytes as lines of text"));
    auto *modes = new QButtonGroup(tools);
    for (QToolButton *button : {m_hexButton, m_textButton}) {
        button->setCheckable(true);
        modes->addButton(button);
    }
    m_hexButton->setChecked(true);
    connect(m_hexButton, &QToolButton::toggled, this, &EventPane::showWanted);
    m_explainButton = makeButton(tools, "explainButton", tr("Explain"),
                                 tr("Shows what the event means, in place of its bytes"));
    m_explainButton->setCheckable(true);
    connect(m_explainButton, &QToolButton::toggled, this, &EventPane::showWanted);

    m_encoding = new QComboBox(tools);
    m_encoding->setObjectName(QStringLiteral("encodingBox"));
    m_encoding->setAccessibleName(tr("Text encoding"));
    m_encoding->setToolTip(tr("How bytes are read as text"));
    for (const TextEncoding encoding : availableEncodings()) {
        m_encoding->addItem(encodingName(encoding), static_cast<int>(encoding));
    }
    connect(m_encoding, &QComboBox::currentIndexChanged, this, [this] {
        const auto encoding = static_cast<TextEncoding>(m_encoding->currentData().toInt());
        m_text->setEncoding(encoding);
        m_bytes->setDecoder(TextDecoder(encoding));
    });

    m_copyButton =
        makeButton(tools, "copyAsButton", tr("Copy as") + QStringLiteral("  "), /* for the arrow */
                   tr("Copies the selected bytes, or all, to the clipboard"));
    auto *menu = new QMenu(m_copyButton);
    for (const CopyForm form : copyForms) {
        menu->addAction(copyFormName(form), this, [this, form] {
            if (m_views->currentWidget() == m_text) {
                m_text->copy(form);
            } else {
                m_bytes->copy(form);
            }
        });
    }
    m_copyButton->setMenu(menu);
    m_copyButton->setPopupMode(QToolButton::InstantPopup);

    auto *layout = new QHBoxLayout(tools);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_explainButton);
    layout->addWidget(m_content);
    layout->addWidget(m_hexButton);
    layout->addWidget(m_textButton);
    layout->addWidget(m_encoding);
    layout->addWidget(m_copyButton);
    return tools;
}

std::optional<StreamBytes::Which> EventPane::which() const
{
    const int row = m_content->currentIndex();
    return row == thisEvent ? std::nullopt
                            : std::optional(static_cast<StreamBytes::Which>(row - 1));
}

void EventPane::setEvent(const std::optional<Event> &event)
{
    m_event = event;
    if (event && !isOfEndpoint(*event)) {
        m_connection = event->connection();
    }
    showContent();
}

void EventPane::showContent()
{
    const std::optional<StreamBytes::Which> wanted = which();
    if (!wanted || !m_connection) {
        showEventAlone();
        return;
    }
    m_wanted.reset();
    if (m_event && !m_event->payload().empty()) {
        m_wanted = {m_event->number(), 0, static_cast<qint64>(m_event->payload().size())};
    }
    openStream(*m_connection, *wanted);
}

void EventPane::explain()
{
    {
        const QSignalBlocker contentBlocker(m_content);
        const QSignalBlocker explainBlocker(m_explainButton);
        m_content->setCurrentIndex(thisEvent);
        m_explainButton->setChecked(true);
    }
    showContent();
}

void EventPane::showWanted()
{
    const bool hasBytes = m_job || !m_event || !m_event->payload().empty();
    const bool explains = m_isExplained && (!hasBytes || m_explainButton->isChecked());
    QWidget *bytes = m_hexButton->isChecked() ? static_cast<QWidget *>(m_bytes) : m_text;
    m_views->setCurrentWidget(explains ? m_explanation : bytes);
    m_explainButton->setVisible(m_isExplained && hasBytes);
    m_note->setVisible(!explains && !m_note->text().isEmpty());
    for (QWidget *tool :
         {static_cast<QWidget *>(m_hexButton), static_cast<QWidget *>(m_textButton),
          static_cast<QWidget *>(m_encoding), static_cast<QWidget *>(m_copyButton)}) {
        tool->setEnabled(!explains); // they are for bytes
    }
}

void EventPane::follow(ConnectionId connection)
{
    constexpr int both = static_cast<int>(StreamBytes::Which::Both) + 1;
    {
        const QSignalBlocker blocker(m_content);
        m_content->setCurrentIndex(both);
    }
    m_wanted.reset();
    m_connection = connection;
    openStream(connection, StreamBytes::Which::Both);
    m_bytes->scrollToEnd();
    m_text->scrollToEnd();
}

void EventPane::showUpTo(EventNumber end)
{
    m_end = end;
    if (m_job) {
        m_job->showUpTo(end);
    }
}

void EventPane::showMatch(qint64 offset, qint64 length)
{
    if (m_job && m_event) {
        m_wanted = {m_event->number(), offset, length};
        selectWanted();
    } else {
        select(offset, length);
    }
}

void EventPane::showEventAlone()
{
    m_job.reset();
    m_wanted.reset();
    if (!m_event) {
        m_headline->setText({});
        m_note->clear();
        setPlaceholder(tr("Select an event to see its bytes"));
        setSource(std::make_shared<PieceBytes>(nullptr, ByteView()));
        m_isExplained = false;
        showWanted();
        return;
    }
    const Event &event = *m_event;
    QStringList parts{eventText(event.kind())};
    if (event.connection() != 0) {
        parts.append(tr("connection %1").arg(event.connection()));
    }
    if (!event.local().empty() && !event.peer().empty()) {
        const bool inward =
            event.kind() == EventKind::Received || event.kind() == EventKind::PeerFinished;
        parts.append(fromUtf8(inward ? event.peer() : event.local()) + QStringLiteral(" → ") +
                     fromUtf8(inward ? event.local() : event.peer()));
    }
    if (event.bytes() > 0) {
        parts.append(byteCountText(event.bytes()));
    }
    m_headline->setText(parts.join(QStringLiteral(" · ")));
    m_note->setText(fromUtf8(visibleText(event.note(), 16384)));
    setPlaceholder(tr("This event carries no bytes"));
    setSource(std::make_shared<PieceBytes>(event));
    const auto explanation = explainEvent(*m_log, event);
    m_isExplained = explanation.has_value();
    if (explanation) {
        m_explanation->setExplanation(*explanation, m_note->text());
    }
    showWanted();
}

void EventPane::openStream(ConnectionId connection, StreamBytes::Which which)
{
    m_note->clear();
    m_isExplained = false;
    if (m_job && m_job->bytes()->connection() == connection && m_job->bytes()->which() == which) {
        selectWanted();
        showWanted();
        return;
    }
    m_job = std::make_unique<StreamJob>(m_log, connection, which);
    setPlaceholder(tr("No bytes so far"));
    m_job->showUpTo(m_end);
    setSource(m_job->bytes());
    connect(m_job.get(), &StreamJob::changed, this, &EventPane::showStream);
    showWanted();
    showStream();
}

void EventPane::showStream()
{
    // The views hear of each other's selection by signals only, and both must know the same bytes.
    {
        const QScopedValueRollback guard(m_links, true);
        m_text->updateSource();
        m_bytes->updateSource();
    }
    selectWanted();
    describeStream();
}

void EventPane::describeStream()
{
    const StreamBytes &bytes = *m_job->bytes();
    QStringList parts;
    parts.append(bytes.connection() == 0 ? tr("the endpoint itself")
                                         : tr("connection %1").arg(bytes.connection()));
    switch (bytes.which()) {
    case StreamBytes::Which::Received:
        parts.append(tr("↓ received"));
        break;
    case StreamBytes::Which::Sent:
        parts.append(tr("↑ sent"));
        break;
    case StreamBytes::Which::Both:
        parts.append(tr("↓ received and ↑ sent"));
        break;
    }
    parts.append(byteCountText(bytes.size()));
    if (bytes.first() > 0) {
        parts.append(tr("the first %1 are gone").arg(byteCountText(bytes.first())));
    }
    if (bytes.beginning() > 0) {
        parts.append(tr("older events were gone before"));
    }
    if (m_job->isBehind()) {
        parts.append(tr("reading…"));
    }
    m_headline->setText(parts.join(QStringLiteral(" · ")));
}

void EventPane::selectWanted()
{
    if (!m_wanted || !m_job) {
        return;
    }
    const StreamBytes &bytes = *m_job->bytes();
    if (const auto offset = bytes.offsetOf(m_wanted->event)) {
        select(static_cast<qint64>(*offset) + m_wanted->offset, m_wanted->length);
        m_wanted.reset();
    } else if (bytes.scanned() > m_wanted->event) {
        m_wanted.reset(); // of the other direction, or gone
    }
}

void EventPane::setSource(const std::shared_ptr<const ByteSource> &source)
{
    const QScopedValueRollback guard(m_links, true);
    m_text->setSource(source);
    m_bytes->setSource(source);
}

void EventPane::select(qint64 from, qint64 length)
{
    const QScopedValueRollback guard(m_links, true);
    m_bytes->setSelection(from, length);
    m_text->setSelection(from, length);
}

void EventPane::setPlaceholder(const QString &text)
{
    m_bytes->setPlaceholderText(text);
    m_text->setPlaceholderText(text);
}

} // namespace sockyard
