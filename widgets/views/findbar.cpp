#include "widgets/views/findbar.h"

#include "widgets/views/tones.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QToolButton>

namespace sockyard
{

FindBar::FindBar(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_kind(new QComboBox(this))
    , m_matchCase(new QCheckBox(tr("Match case"), this))
    , m_words(new QLabel(this))
    , m_progress(new QProgressBar(this))
    , m_cancel(new QToolButton(this))
    , m_next(new QAction(tr("Find next"), this))
    , m_previous(new QAction(tr("Find previous"), this))
{
    m_edit->setObjectName(QStringLiteral("findEdit"));
    m_edit->setAccessibleName(tr("Find"));
    m_edit->setPlaceholderText(tr("Find in bytes and notes"));
    m_edit->setClearButtonEnabled(true);
    m_edit->setMaxLength(static_cast<int>(Needle::longest));
    m_edit->installEventFilter(this);

    m_kind->setObjectName(QStringLiteral("findKindBox"));
    m_kind->setAccessibleName(tr("What is typed"));
    m_kind->addItem(tr("Text"), static_cast<int>(Needle::Kind::Text));
    m_kind->addItem(tr("Hex"), static_cast<int>(Needle::Kind::Hex));
    m_kind->addItem(tr("Regular expression"), static_cast<int>(Needle::Kind::Pattern));
    m_matchCase->setObjectName(QStringLiteral("findCaseBox"));

    m_words->setObjectName(QStringLiteral("findWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_words->installEventFilter(this);

    m_progress->setObjectName(QStringLiteral("findProgress"));
    m_progress->setAccessibleName(tr("Progress of the search"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(80);
    m_progress->hide();

    const auto addButton = [this](const char *name, const QString &sign, const QString &tip) {
        auto *button = new QToolButton(this);
        button->setObjectName(QString::fromLatin1(name));
        button->setText(sign);
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
        return button;
    };
    m_next->setShortcut(Qt::Key_F3);
    m_previous->setShortcut(Qt::SHIFT | Qt::Key_F3);
    auto *previous =
        addButton("findPreviousButton", QStringLiteral("▲"), tr("Previous (Shift+F3)"));
    auto *next = addButton("findNextButton", QStringLiteral("▼"), tr("Next (F3)"));
    auto *closing = addButton("findCloseButton", QStringLiteral("✕"), tr("Close (Esc)"));
    m_cancel->setObjectName(QStringLiteral("findCancelButton"));
    m_cancel->setText(tr("Cancel"));
    m_cancel->setToolTip(tr("Ends the search"));
    m_cancel->setFocusPolicy(Qt::TabFocus);
    m_cancel->hide();

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_edit, 3);
    layout->addWidget(m_kind);
    layout->addWidget(m_matchCase);
    layout->addWidget(previous);
    layout->addWidget(next);
    layout->addWidget(m_words, 2);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addWidget(closing);
    setFocusProxy(m_edit);

    connect(m_next, &QAction::triggered, this, [this] { find(FindRequest::Direction::Forwards); });
    connect(m_previous, &QAction::triggered, this,
            [this] { find(FindRequest::Direction::Backwards); });
    connect(next, &QToolButton::clicked, m_next, &QAction::trigger);
    connect(previous, &QToolButton::clicked, m_previous, &QAction::trigger);
    connect(closing, &QToolButton::clicked, this, &FindBar::close);
    connect(m_cancel, &QToolButton::clicked, this, &FindBar::cancelRequested);
    connect(m_edit, &QLineEdit::textChanged, this, &FindBar::check);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &FindBar::check);
    connect(m_matchCase, &QCheckBox::toggled, this, &FindBar::check);
    check();
}

void FindBar::open()
{
    show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

QString FindBar::text() const
{
    return m_edit->text();
}

void FindBar::setText(const QString &text)
{
    m_edit->setText(text);
}

QString FindBar::words() const
{
    return m_said;
}

std::optional<Needle> FindBar::needle(QueryError *error) const
{
    return Needle::parse(static_cast<Needle::Kind>(m_kind->currentData().toInt()), m_edit->text(),
                         m_matchCase->isChecked(), error);
}

void FindBar::check()
{
    const bool isHex = m_kind->currentData().toInt() == static_cast<int>(Needle::Kind::Hex);
    m_matchCase->setEnabled(!isHex);
    if (m_edit->text().isEmpty()) {
        say(QString());
        return;
    }
    QueryError error;
    if (needle(&error)) {
        say(QString());
    } else if (error.position < m_edit->text().size()) {
        say(tr("%1 (at character %2)").arg(error.words).arg(error.position + 1), Mood::Bad);
    } else {
        say(error.words, Mood::Bad);
    }
}

void FindBar::find(FindRequest::Direction direction)
{
    if (m_edit->text().isEmpty()) { // nothing to look for yet: say what
        open();
        return;
    }
    const auto wanted = needle();
    if (!wanted) {
        check();
        return;
    }
    m_direction = direction;
    say(QString());
    Q_EMIT findRequested(*wanted, direction);
}

void FindBar::showProgress(double fraction)
{
    m_progress->setValue(static_cast<int>(fraction * 1000));
    m_progress->show();
    m_cancel->show();
    say(tr("searching"));
}

void FindBar::endSearch()
{
    m_progress->hide();
    m_cancel->hide();
}

void FindBar::showFound(const FindHit &hit)
{
    endSearch();
    if (!hit.wrapped) {
        say(QString());
    } else if (m_direction == FindRequest::Direction::Forwards) {
        say(tr("went on from the beginning"));
    } else {
        say(tr("went on from the end"));
    }
}

void FindBar::showNotFound(std::uint64_t gaveUp)
{
    endSearch();
    if (gaveUp == 0) {
        say(tr("not found"), Mood::Bad);
    } else {
        say(tr("not found; in %1 events the regular expression takes too many steps")
                .arg(QLocale().toString(static_cast<qulonglong>(gaveUp))),
            Mood::Bad);
    }
}

void FindBar::showCancelled()
{
    endSearch();
    say(tr("cancelled"));
}

void FindBar::say(const QString &words, Mood mood)
{
    m_said = words;
    QPalette colors = palette();
    if (mood == Mood::Bad) {
        colors.setColor(QPalette::WindowText, toneColor(Tone::Bad, colors));
    }
    m_words->setPalette(colors);
    m_words->setToolTip(words.toHtmlEscaped());
    m_words->setAccessibleName(words);
    m_edit->setAccessibleDescription(words);
    m_words->setText(m_words->fontMetrics().elidedText(words, Qt::ElideRight, m_words->width()));
}

void FindBar::close()
{
    if (!m_progress->isHidden()) {
        Q_EMIT cancelRequested();
    }
    hide();
    Q_EMIT closed();
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_words && event->type() == QEvent::Resize) {
        m_words->setText(
            m_words->fontMetrics().elidedText(m_said, Qt::ElideRight, m_words->width()));
    }
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto *const press = static_cast<QKeyEvent *>(event);
        if (press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter) {
            find((press->modifiers() & Qt::ShiftModifier) != 0 ? FindRequest::Direction::Backwards
                                                               : FindRequest::Direction::Forwards);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace sockyard
