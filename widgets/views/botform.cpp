#include "widgets/views/botform.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

#include <chrono>

namespace sockyard
{

namespace
{

// Who types is not interrupted at every letter.
constexpr std::chrono::milliseconds typingPause(500);

enum Column { LabelColumn, FieldColumn, AnswersLabelColumn, AnswersColumn };
enum Row { SwitchRow, GreetingRow, FarewellRow, KeywordRow, RowCount };

} // namespace

BotForm::BotForm(QWidget *parent)
    : QWidget(parent)
    , m_on(new QCheckBox(tr("B&ot"), this))
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    m_on->setObjectName(QStringLiteral("botBox"));
    m_on->setToolTip(tr("Answers by itself, under your name: greets who joins, says good-bye to "
                        "who leaves, and answers a word. It never answers itself, and not without "
                        "end. It can be switched while the chat runs."));
    grid->addWidget(m_on, SwitchRow, LabelColumn, 1, 2);
    const QString hint = tr("$name stands for the name of the one who is answered. Empty: nothing "
                            "is said.");
    m_greeting = addLine(grid, GreetingRow, "botGreetingEdit", tr("Gree&ting"),
                         tr("Said to who joins. %1").arg(hint));
    m_farewell = addLine(grid, FarewellRow, "botFarewellEdit", tr("Farewe&ll"),
                         tr("Said to who leaves. %1").arg(hint));
    m_keyword = addLine(grid, KeywordRow, "botKeywordEdit", tr("&Keyword"),
                        tr("A message with this in it is answered. Empty: none is."));
    m_answers = new QPlainTextEdit(this);
    m_answers->setObjectName(QStringLiteral("botAnswersEdit"));
    m_answers->setAccessibleName(tr("Answers"));
    m_answers->setToolTip(
        tr("One a line; which one is said is left to chance. $name stands for the "
           "name of the one who is answered."));
    m_answers->setTabChangesFocus(true);
    m_answers->setLineWrapMode(QPlainTextEdit::NoWrap);
    // As high as the lines beside it, and no higher.
    m_answers->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    auto *label = new QLabel(tr("&Answers"), this);
    label->setBuddy(m_answers);
    grid->addWidget(label, GreetingRow, AnswersLabelColumn, Qt::AlignTop);
    grid->addWidget(m_answers, GreetingRow, AnswersColumn, RowCount - GreetingRow, 1);
    grid->setColumnStretch(FieldColumn, 1);
    grid->setColumnStretch(AnswersColumn, 1);

    setSettings(BotSettings::usual());
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, &BotForm::edited);
    connect(m_on, &QCheckBox::toggled, this, [this] {
        m_pause.stop();
        Q_EMIT edited();
    });
    const auto typed = [this] { m_pause.start(); };
    for (QLineEdit *line : {m_greeting, m_farewell, m_keyword}) {
        connect(line, &QLineEdit::textEdited, this, typed);
    }
    connect(m_answers, &QPlainTextEdit::textChanged, this, typed);
}

QLineEdit *BotForm::addLine(QGridLayout *grid, int row, const char *name, const QString &label,
                            const QString &tip)
{
    auto *line = new QLineEdit(this);
    line->setObjectName(QString::fromLatin1(name));
    line->setToolTip(tip);
    QString words = label;
    line->setAccessibleName(words.remove(u'&'));
    auto *buddy = new QLabel(label, this);
    buddy->setBuddy(line);
    grid->addWidget(buddy, row, LabelColumn);
    grid->addWidget(line, row, FieldColumn);
    return line;
}

BotSettings BotForm::settings() const
{
    BotSettings settings;
    settings.on = m_on->isChecked();
    settings.greeting = m_greeting->text();
    settings.farewell = m_farewell->text();
    settings.keyword = m_keyword->text();
    settings.answers = m_answers->toPlainText().split(u'\n', Qt::SkipEmptyParts);
    return settings;
}

void BotForm::setSettings(const BotSettings &settings)
{
    const QSignalBlocker quietSwitch(m_on);
    const QSignalBlocker quietAnswers(m_answers);
    m_on->setChecked(settings.on);
    m_greeting->setText(settings.greeting);
    m_farewell->setText(settings.farewell);
    m_keyword->setText(settings.keyword);
    m_answers->setPlainText(settings.answers.join(u'\n'));
    m_pause.stop();
}

int BotForm::changedCount() const
{
    const BotSettings now = settings();
    const BotSettings usual = BotSettings::usual();
    return (now.on != usual.on ? 1 : 0) + (now.greeting != usual.greeting ? 1 : 0) +
           (now.farewell != usual.farewell ? 1 : 0) + (now.keyword != usual.keyword ? 1 : 0) +
           (now.answers != usual.answers ? 1 : 0);
}

} // namespace sockyard
