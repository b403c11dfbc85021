#include "widgets/views/replyrulesdialog.h"

#include "widgets/views/replyruleseditor.h"

#include <QDialogButtonBox>
#include <QPushButton>
#include <QVBoxLayout>

namespace sockyard
{

ReplyRulesDialog::ReplyRulesDialog(QWidget *parent)
    : QDialog(parent)
    , m_editor(new ReplyRulesEditor(this))
    , m_rules(m_editor->rules())
{
    setWindowTitle(tr("Rules of the table[*]"));
    setSizeGripEnabled(true);
    auto *box = new QDialogButtonBox(QDialogButtonBox::Apply | QDialogButtonBox::Close, this);
    m_apply = box->button(QDialogButtonBox::Apply);
    m_apply->setObjectName(QStringLiteral("applyRulesButton"));
    for (QAbstractButton *const button : box->buttons()) {
        qobject_cast<QPushButton *>(button)->setAutoDefault(false); // Enter edits a cell
    }
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_editor, 1);
    layout->addWidget(box);
    resize(820, 420);

    connect(m_editor, &ReplyRulesEditor::rulesChanged, this, [this] {
        m_isChanged = true;
        showState();
    });
    connect(m_apply, &QPushButton::clicked, this, &ReplyRulesDialog::apply);
    connect(box, &QDialogButtonBox::rejected, this, &QDialog::close);
    showState();
}

void ReplyRulesDialog::setRules(const QString &rules)
{
    m_rules = rules;
    m_isChanged = false;
    m_editor->setRules(rules);
    showState();
}

void ReplyRulesDialog::setApplied(const QString &rules)
{
    if (m_isChanged) {
        m_rules = rules;
    } else if (m_rules != rules) {
        setRules(rules);
    }
}

void ReplyRulesDialog::apply()
{
    m_rules = m_editor->rules();
    m_isChanged = false;
    showState();
    Q_EMIT applied(m_rules);
}

void ReplyRulesDialog::showState()
{
    m_apply->setEnabled(m_isChanged && m_editor->isValid());
    setWindowModified(m_isChanged);
}

} // namespace sockyard
