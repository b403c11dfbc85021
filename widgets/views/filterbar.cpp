#include "widgets/views/filterbar.h"

#include "widgets/views/tones.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QStandardItemModel>
#include <QTextCharFormat>
#include <QToolButton>
#include <QToolTip>

#include <utility>

namespace sockyard
{

namespace
{

constexpr int pause = 200; // milliseconds after the last key
constexpr int longestHistory = 20;
constexpr int insertRole = Qt::UserRole + 1; // what a proposal puts into the field

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_words(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_help(new QToolButton(this))
    , m_proposals(new QStandardItemModel(this))
    , m_completer(new QCompleter(m_proposals, this))
{
    m_edit->setObjectName(QStringLiteral("filterEdit"));
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setPlaceholderText(tr("Filter: received and size > 100"));
    m_edit->setClearButtonEnabled(true);
    m_edit->setMaxLength(static_cast<int>(Filter::longest));
    m_edit->installEventFilter(this);

    m_words->setObjectName(QStringLiteral("filterWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_words->installEventFilter(this);

    m_progress->setObjectName(QStringLiteral("filterProgress"));
    m_progress->setAccessibleName(tr("Progress of the filter"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(80);
    m_progress->hide();

    m_help->setObjectName(QStringLiteral("filterHelpButton"));
    m_help->setText(QStringLiteral("?"));
    m_help->setAutoRaise(true);
    m_help->setAccessibleName(tr("What can be typed into the filter"));
    m_help->setFocusPolicy(Qt::TabFocus);
    m_help->setToolTip(
        tr("<p><b>Fields</b>: connection, number, size, elapsed, time, kind, direction, text, hex, "
           "note, peer, local</p>"
           "<p><tt>connection == 3 and received</tt><br>"
           "<tt>size &gt; 1 KiB</tt>, <tt>elapsed &gt; 1.5s</tt>, <tt>time &gt;= 14:30</tt><br>"
           "<tt>reset or failed</tt>, <tt>kind != sent</tt>, <tt>has data</tt><br>"
           "<tt>\"hello\"</tt> (in bytes and notes), <tt>text contains hello</tt><br>"
           "<tt>hex contains 0d 0a</tt>, <tt>text matches /GET .*HTTP/i</tt><br>"
           "<tt>not (peer contains 192.168)</tt></p>"
           "<p>Text is found in either case, with a capital letter in it only as it is written. "
           "Ctrl+Space tells what may come next, the down key what was used before.</p>"));

    m_completer->setWidget(m_edit);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->popup()->setObjectName(QStringLiteral("filterProposals"));
    m_completer->setMaxVisibleItems(12);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit, 3);
    layout->addWidget(m_words, 2);
    layout->addWidget(m_progress);
    layout->addWidget(m_help);
    setFocusProxy(m_edit);

    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    connect(&m_pause, &QTimer::timeout, this, &FilterBar::apply);
    connect(m_edit, &QLineEdit::textChanged, this, &FilterBar::follow);
    connect(m_edit, &QLineEdit::textEdited, this, [this] { propose(false); });
    connect(m_edit, &QLineEdit::returnPressed, this, [this] {
        apply();
        remember();
        if (m_error) { // where the cursor is wanted next
            m_edit->setSelection(static_cast<int>(m_error->position),
                                 static_cast<int>(m_error->length));
        }
    });
    connect(m_edit, &QLineEdit::editingFinished, this, &FilterBar::remember);
    connect(m_completer, qOverload<const QModelIndex &>(&QCompleter::activated), this,
            &FilterBar::insertProposal);
    connect(m_help, &QToolButton::clicked, this, &FilterBar::showHelp);
}

FilterBar::~FilterBar()
{
    m_edit->disconnect(this); // a field that goes loses the keyboard, and says so
}

QString FilterBar::text() const
{
    return m_edit->text();
}

void FilterBar::setText(const QString &expression)
{
    m_edit->setText(expression);
    apply();
    remember();
}

void FilterBar::edit()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

// While one types, an error is marked where it is at once; the words wait for a pause.
void FilterBar::follow()
{
    QueryError error;
    m_error.reset();
    if (!Filter::parse(m_edit->text(), &error)) {
        m_error = error;
    }
    markError();
    m_pause.start();
}

void FilterBar::apply()
{
    m_pause.stop();
    showWords();
    const auto filter = Filter::parse(m_edit->text());
    if (!filter || filter->expression().trimmed() == m_filter.expression().trimmed()) {
        return;
    }
    m_filter = *filter;
    m_gaveUp = 0;
    m_shown = 0;
    clearProgress();
    showWords();
    Q_EMIT filterChanged(m_filter);
}

void FilterBar::remember()
{
    const QString expression = m_filter.expression().trimmed();
    if (expression.isEmpty() || expression != m_edit->text().trimmed() ||
        m_history.value(0) == expression) {
        return;
    }
    m_history.removeAll(expression);
    m_history.prepend(expression);
    m_history = m_history.mid(0, longestHistory);
    Q_EMIT historyChanged();
}

void FilterBar::setHistory(const QStringList &history)
{
    m_history = history.mid(0, longestHistory);
}

void FilterBar::setCounts(std::uint64_t shown, std::uint64_t all)
{
    m_shown = shown;
    m_all = all;
    showWords();
}

void FilterBar::setProgress(double fraction)
{
    m_progress->setValue(static_cast<int>(fraction * 1000));
    m_progress->show();
}

void FilterBar::clearProgress()
{
    m_progress->hide();
}

void FilterBar::setGaveUp(std::uint64_t events)
{
    m_gaveUp = events;
    showWords();
}

void FilterBar::propose(bool asked)
{
    const auto there = filterCompletions(m_edit->text(), m_edit->cursorPosition());
    // Between words a list would only be in the way of what one reads.
    if (there.proposals.isEmpty() || (there.length == 0 && !asked)) {
        m_completer->popup()->hide();
        return;
    }
    m_proposalPosition = there.position;
    m_proposalLength = there.length;
    m_proposals->clear();
    for (const auto &proposal : there.proposals) {
        auto *item =
            new QStandardItem(QStringLiteral("%1   %2").arg(proposal.text, proposal.description));
        item->setData(proposal.text, insertRole);
        m_proposals->appendRow(item);
    }
    showPopup();
}

void FilterBar::offerHistory()
{
    if (m_history.isEmpty()) {
        return;
    }
    m_proposalPosition = 0;
    m_proposalLength = -1; // all
    m_proposals->clear();
    for (const QString &expression : std::as_const(m_history)) {
        auto *item = new QStandardItem(expression);
        item->setData(expression, insertRole);
        m_proposals->appendRow(item);
    }
    showPopup();
}

void FilterBar::showPopup()
{
    QRect place = m_edit->rect();
    place.setWidth(qMin(place.width(), m_completer->popup()->sizeHintForColumn(0) + 40));
    m_completer->complete(place);
    m_completer->popup()->setCurrentIndex({}); // nothing is chosen before a person chooses
}

void FilterBar::insertProposal(const QModelIndex &index)
{
    const QString text = index.data(insertRole).toString();
    if (m_proposalLength < 0) {
        m_edit->setText(text);
        apply();
        return;
    }
    const QString before = m_edit->text();
    const qsizetype end = m_proposalPosition + m_proposalLength;
    const bool spaced = before.mid(end).startsWith(u' ');
    m_edit->setSelection(static_cast<int>(m_proposalPosition), static_cast<int>(m_proposalLength));
    m_edit->insert(spaced ? text : text + u' ');
    if (spaced) {
        m_edit->setCursorPosition(m_edit->cursorPosition() + 1);
    }
}

// A line edit has no formats of its own; input methods may bring some, and so do we.
void FilterBar::markError()
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (m_error) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(toneColor(Tone::Bad, palette()));
        const auto length = static_cast<int>(qMax<qsizetype>(m_error->length, 1));
        // At the end there is nothing to underline but what stands before.
        const int position = m_error->position < m_edit->text().size()
                                 ? static_cast<int>(m_error->position)
                                 : static_cast<int>(qMax<qsizetype>(m_error->position - 1, 0));
        attributes.append(QInputMethodEvent::Attribute(
            QInputMethodEvent::TextFormat, position - m_edit->cursorPosition(), length, format));
    }
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(m_edit, &event);
}

void FilterBar::showWords()
{
    QString words;
    QPalette colors = palette();
    if (m_error && !m_pause.isActive()) {
        words = QStringLiteral("✗ ") + m_error->words;
        if (m_error->position < m_edit->text().size()) {
            words += tr(" (at character %1)").arg(m_error->position + 1);
        }
        colors.setColor(QPalette::WindowText, toneColor(Tone::Bad, colors));
    } else if (!m_filter.letsAllThrough()) {
        const QLocale locale;
        words = tr("%1 of %2")
                    .arg(locale.toString(static_cast<qulonglong>(m_shown)),
                         locale.toString(static_cast<qulonglong>(m_all)));
        if (m_gaveUp > 0) {
            words += tr(" · %1 not decided: the regular expression takes too many steps")
                         .arg(locale.toString(static_cast<qulonglong>(m_gaveUp)));
        }
    }
    m_words->setPalette(colors);
    m_words->setToolTip(words.toHtmlEscaped());
    m_words->setAccessibleName(words);
    m_edit->setAccessibleDescription(words);
    m_words->setText(m_words->fontMetrics().elidedText(words, Qt::ElideRight, m_words->width()));
}

void FilterBar::showHelp()
{
    QToolTip::showText(m_help->mapToGlobal(m_help->rect().bottomLeft()), m_help->toolTip(), m_help);
}

bool FilterBar::handlesKey(int key, Qt::KeyboardModifiers modifiers)
{
    if (key == Qt::Key_Escape) {
        if (m_edit->text().isEmpty()) {
            Q_EMIT dismissed();
        }
        m_edit->clear();
        apply();
        return true;
    }
    if (key == Qt::Key_Space && modifiers == Qt::ControlModifier) {
        propose(true);
        return true;
    }
    if (key == Qt::Key_Down && modifiers == Qt::NoModifier) {
        offerHistory();
        return true;
    }
    return false;
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_words && event->type() == QEvent::Resize) {
        showWords();
    }
    // Escape belongs to the field before it belongs to any action of the window.
    if (watched == m_edit && event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto *const press = static_cast<QKeyEvent *>(event);
        if (handlesKey(press->key(), press->modifiers() & ~Qt::KeypadModifier)) {
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        markError();
        showWords();
    }
}

} // namespace sockyard
