#include "widgets/pages/page.h"

#include "netcore/explain/explainevent.h"
#include "netcore/log/eventcursor.h"
#include "netcore/messages/rewrite.h"
#include "netcore/storagewords.h"
#include "widgets/models/logsums.h"
#include "widgets/models/words.h"
#include "widgets/views/codepane.h"
#include "widgets/views/composer.h"
#include "widgets/views/lifecyclestrip.h"
#include "widgets/views/logsaver.h"
#include "widgets/views/logview.h"
#include "widgets/views/messageedit.h"
#include "widgets/views/noticebar.h"
#include "widgets/views/taskbar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{
// Of the middle storey, before a person moves the splitter.
constexpr int usualWidth = 1100;
// Where many events come, nobody reads faster, and a text that can be selected is laid out at some
// cost.
constexpr std::chrono::milliseconds statusInterval(100);
constexpr EventNumber manyEvents = 16; // of one frame

/// Everything in \a widget, in the order in which one reads. A splitter's children come in the
/// order in which it stacks them.
void appendInOrder(QWidgetList &order, QWidget *widget)
{
    order.append(widget);
    if (const auto *splitter = qobject_cast<QSplitter *>(widget)) {
        for (int index = 0; index < splitter->count(); ++index) {
            appendInOrder(order, splitter->widget(index));
        }
        return;
    }
    const auto children = widget->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly);
    for (QWidget *child : children) {
        appendInOrder(order, child);
    }
}

} // namespace

Page::Page(std::unique_ptr<SessionBase> session, Lifecycle lifecycle, QWidget *parent)
    : QWidget(parent)
    , m_session(std::move(session))
    , m_lifecycle(std::move(lifecycle))
    , m_form(new QWidget(this))
    , m_button(new QPushButton(this))
    , m_underForm(new QVBoxLayout)
    , m_strip(new LifecycleStrip(this))
    , m_notice(new NoticeBar(NoticeBar::Closable::Yes, this))
    , m_task(new TaskBar(this))
    , m_saver(new LogSaver(m_session->sharedLog(), m_task, this))
    , m_middle(new QSplitter(Qt::Horizontal, this))
    , m_view(new LogView(m_session->sharedLog(), this))
    , m_code(new CodePane(this))
    , m_composer(new Composer(this))
    , m_status(new QLabel(this))
{
    auto *formLayout = new QHBoxLayout(m_form);
    formLayout->setContentsMargins(0, 0, 0, 0);
    m_button->setObjectName(QStringLiteral("startButton"));
    m_button->setAutoDefault(false);
    connect(m_button, &QPushButton::clicked, this, &Page::toggle);

    m_notice->setObjectName(QStringLiteral("noticeBar"));
    connect(m_notice, &NoticeBar::actionRequested, this, &Page::explainNotice);
    connect(m_view, &LogView::clearRequested, this, &Page::clearLog);
    connect(m_view, &LogView::saveRequested, m_saver, &LogSaver::saveAs);
    m_middle->addWidget(m_view);
    m_middle->setChildrenCollapsible(false);

    m_status->setObjectName(QStringLiteral("statusLabel"));
    m_status->setTextFormat(Qt::PlainText);
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_status->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_statusPause.setSingleShot(true);
    m_statusPause.setInterval(statusInterval);
    connect(&m_statusPause, &QTimer::timeout, this, &Page::showStatus);

    m_strip->setVisible(!m_lifecycle.steps().empty());
    connect(m_strip, &LifecycleStrip::eventRequested, this, &Page::showEventNumber);
    connectComposer();
    connectCode();

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_form);
    layout->addLayout(m_underForm);
    layout->addWidget(m_strip);
    layout->addWidget(m_notice);
    layout->addWidget(m_task);
    layout->addWidget(m_middle, 1);
    layout->addWidget(m_composer);
    layout->addWidget(m_status);

    connect(m_session.get(), &SessionBase::eventsArrived, this, &Page::fold);
    m_task->setObjectName(QStringLiteral("taskBar"));
    connect(m_saver, &LogSaver::told, this, &Page::tell);
    connect(m_saver, &LogSaver::failed, this, &Page::tellTrouble);
    connect(m_saver, &LogSaver::saved, this, &Page::saved);
}

Page::~Page() = default;

void Page::connectComposer()
{
    connect(m_composer, &Composer::refused, this, &Page::tellError);
    connect(m_composer, &Composer::told, this, &Page::tell);
    connect(m_view, &LogView::sendAgainRequested, this,
            [this](const Event &event) { m_composer->sendNow(messageOf(event.payload())); });
    connect(m_view, &LogView::saveAsMessageRequested, this,
            [this](const Event &event) { m_composer->save(messageOf(event.payload())); });
}

void Page::connectCode()
{
    connect(m_code, &CodePane::requestWanted, this, [this] { m_code->setRequest(codeRequest()); });
    connect(m_code, &CodePane::told, this, &Page::tell);
    connect(m_code, &CodePane::failed, this, &Page::tellError);
    m_view->offerCode(m_code);
}

QList<Message> Page::typedMessages() const
{
    return m_composer->text().isEmpty() ? QList<Message>() : QList{m_composer->message()};
}

QString Page::moreText(bool isOpen, int changed)
{
    const QString sign = isOpen ? QStringLiteral("▴") : QStringLiteral("▾");
    return changed == 0 ? tr("More %1").arg(sign)
                        : tr("More (%1 changed) %2").arg(changed).arg(sign);
}

QWidget *Page::addToForm(const QString &label, QWidget *field, const QString &tip)
{
    auto *words = new QLabel(label, m_form);
    words->setBuddy(field);
    field->setToolTip(tip);
    QString name = label;
    field->setAccessibleName(name.remove(u'&'));
    m_form->layout()->addWidget(words);
    m_form->layout()->addWidget(field);
    return words;
}

void Page::addToForm(QWidget *field)
{
    m_form->layout()->addWidget(field);
}

void Page::finishForm()
{
    auto *layout = static_cast<QHBoxLayout *>(m_form->layout());
    layout->addStretch(1);
    layout->addWidget(m_button);
    orderTabs();
    showAll();
}

void Page::orderTabs()
{
    QWidgetList order; // by itself it would be that of construction
    for (int index = 0; index < m_form->layout()->count(); ++index) {
        if (QWidget *field = m_form->layout()->itemAt(index)->widget()) {
            order.append(field);
        }
    }
    for (int index = 0; index < m_underForm->count(); ++index) {
        if (QWidget *widget = m_underForm->itemAt(index)->widget()) {
            appendInOrder(order, widget);
        }
    }
    order.append(m_strip);
    for (QWidget *storey : {m_middle->widget(0), static_cast<QWidget *>(m_view),
                            static_cast<QWidget *>(m_composer)}) {
        appendInOrder(order, storey);
    }
    QWidget *before = nullptr;
    for (QWidget *widget : std::as_const(order)) {
        // The field in an editable box comes along with it; the list of a box is a window of its
        // own.
        const bool inField = qobject_cast<QComboBox *>(widget->parentWidget()) != nullptr;
        if ((widget->focusPolicy() & Qt::TabFocus) == 0 || inField ||
            widget->window() != window()) {
            continue;
        }
        if (before != nullptr) {
            setTabOrder(before, widget);
        }
        before = widget;
    }
}

void Page::addUnderForm(QWidget *widget)
{
    m_underForm->addWidget(widget);
}

void Page::setSide(QWidget *side, int width)
{
    m_middle->insertWidget(0, side);
    m_middle->setStretchFactor(0, 0);
    m_middle->setStretchFactor(1, 1);
    m_middle->setSizes({width, usualWidth - width});
}

void Page::hideComposer()
{
    m_composer->hide();
}

void Page::toggle()
{
    if (m_lifecycle.phase() == Lifecycle::Phase::Idle) {
        start();
    } else {
        stop();
    }
}

void Page::start()
{
    if (m_awaitsStart) {
        return; // a double click asks once
    }
    m_awaitsStart = true;
    m_shownNotice.reset();
    m_lifecycle.dismissNotice();
    m_notice->putAway();
    startEndpoint();
    showAll();
}

void Page::stop()
{
    m_session->stop();
}

void Page::clearLog()
{
    m_session->clearLog();
}

void Page::fold(EventNumber from, EventNumber to)
{
    EventCursor cursor(m_session->log());
    for (EventNumber number = from; number < to; ++number) {
        if (const Event *event = cursor.at(number)) {
            m_lifecycle.apply(*event);
            m_counters.apply(*event);
            foldEvent(*event);
        }
    }
    m_awaitsStart = false;
    if (to - from < manyEvents) {
        m_statusPause.stop(); // what a person does is told at once
    }
    m_view->showUpTo(to);
    showAll();
    Q_EMIT shown(from, to);
}

void Page::showAll()
{
    const auto phase = m_lifecycle.phase();
    m_button->setText(buttonText(phase));
    setFormEnabled(phase == Lifecycle::Phase::Idle && !m_awaitsStart);
    m_strip->setLifecycle(m_lifecycle);
    showProjections();
    showNotice();
    showStatus();
}

void Page::showStatus()
{
    if (m_statusPause.isActive()) {
        return; // which comes back here at its end
    }
    const QString status = statusText();
    if (status != m_status->text()) {
        m_status->setText(status);
        m_statusPause.start();
    }
}

void Page::showNotice()
{
    const auto &notice = m_lifecycle.notice();
    const auto number = notice ? std::optional(notice->event) : std::nullopt;
    if (number == m_shownNotice) {
        return; // shown, and perhaps put away since
    }
    m_shownNotice = number;
    if (notice) {
        m_noticeIsOfLog = true;
        const auto event = m_session->log().at(notice->event);
        const bool explained = event && explainEvent(m_session->log(), *event);
        m_notice->tell(notice->severity == Notice::Severity::Error ? NoticeBar::Kind::Error
                                                                   : NoticeBar::Kind::Information,
                       fromUtf8(notice->text), explained ? tr("Explain") : QString());
    } else if (m_noticeIsOfLog) {
        m_notice->putAway(); // it does not matter any more
    }
}

void Page::explainNotice()
{
    if (!m_shownNotice) {
        return;
    }
    const QString why = m_view->explainEvent(*m_shownNotice);
    if (!why.isEmpty()) {
        tell(why);
    }
}

void Page::tellError(const QString &text)
{
    m_noticeIsOfLog = false;
    m_notice->tell(NoticeBar::Kind::Error, text);
}

void Page::tell(const QString &text)
{
    m_noticeIsOfLog = false;
    m_notice->tell(NoticeBar::Kind::Information, text);
}

void Page::tellTrouble(const QString &text)
{
    tellError(text);
    // A note, not a failure: the endpoint goes on as before.
    m_session->report(EventKind::Note, text);
}

void Page::tellNews(const QString &text)
{
    tell(text);
    m_session->report(EventKind::Note, text);
}

QString Page::statusText() const
{
    const EventLog &log = m_session->log();
    QStringList parts{summary()};
    parts += logSums(m_counters, m_view->shownEvents());
    parts.append(droppedText(log));
    if (const auto trouble = log.store().trouble()) {
        parts.append(tr("⚠ %1").arg(storageWords(*trouble)));
    }
    parts.removeAll(QString());
    return parts.join(QStringLiteral("  ·  "));
}

void Page::showEventNumber(EventNumber number)
{
    const QString why = m_view->showEventNumber(number);
    if (!why.isEmpty()) {
        tell(why);
    }
}

void Page::saveLogAs()
{
    m_saver->saveAs({});
}

void Page::saveLog(const QString &fileName)
{
    m_saver->save(fileName);
}

} // namespace sockyard
