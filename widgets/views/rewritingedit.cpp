#include "widgets/views/rewritingedit.h"

#include "netcore/forwarding/rewriterule.h"
#include "widgets/views/problemline.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace sockyard
{

namespace
{

constexpr int shownLines = 2;

} // namespace

RewritingEdit::RewritingEdit(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QPlainTextEdit(this))
    , m_problem(new ProblemLine(this))
{
    auto *words = new QLabel(tr("Re&write"), this);
    words->setBuddy(m_edit);
    words->setAlignment(Qt::AlignTop);
    m_edit->setObjectName(QStringLiteral("rewritingEdit"));
    m_edit->setAccessibleName(tr("Rewrite"));
    m_edit->setPlaceholderText(tr("to-target:hello=HELLO"));
    m_edit->setToolTip(
        tr("What is found and replaced, one rule on each line: to-target:PATTERN=REPLACEMENT or "
           "to-client:PATTERN=REPLACEMENT. Bytes are written as \\n, \\x00; an equals sign in a "
           "pattern as \\x3d. A regular expression is to-client:matches:([0-9]+)=<$1>."));
    m_edit->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_edit->setTabChangesFocus(true);
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setFixedHeight(m_edit->fontMetrics().lineSpacing() * (shownLines + 1));
    m_problem->setObjectName(QStringLiteral("rewritingProblem"));
    auto *line = new QHBoxLayout;
    line->addWidget(words);
    line->addWidget(m_edit, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(line);
    layout->addWidget(m_problem);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        judge();
        Q_EMIT changed();
    });
    judge();
}

QString RewritingEdit::rules() const
{
    return m_edit->toPlainText();
}

void RewritingEdit::setRules(const QString &rules)
{
    m_edit->setPlainText(rules);
}

void RewritingEdit::judge()
{
    const auto read = rewriteRulesIn(rules());
    const auto *const problem = std::get_if<QString>(&read);
    m_count = problem != nullptr ? 0 : static_cast<int>(std::get<RewriteRules>(read).size());
    m_problem->showProblem(problem != nullptr ? *problem : QString());
    m_problem->setVisible(problem != nullptr); // the page has little room
}

} // namespace sockyard
