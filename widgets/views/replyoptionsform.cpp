#include "widgets/views/replyoptionsform.h"

#include "netcore/codec/escapes.h"
#include "netcore/messages/escapewords.h"
#include "netcore/responders/replyrules.h"
#include "widgets/views/folderfield.h"
#include "widgets/views/replyrulesdialog.h"
#include "widgets/views/tones.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

constexpr int fieldCharacters = 26;

QString nameOf(const ReplyOption &option)
{
    return QStringLiteral("option-") + QString::fromLatin1(option.key);
}

/// Says of a field with escapes whether they are right.
void judge(QLineEdit *edit, const QString &tip)
{
    const auto error = unescape(edit->text().toStdString()).error;
    edit->setToolTip(error ? escapeWords(*error, edit->text()) : tip);
    QPalette palette = edit->parentWidget()->palette();
    if (error) {
        palette.setColor(QPalette::Text, toneColor(Tone::Bad, palette));
    }
    edit->setPalette(palette);
}

} // namespace

ReplyOptionsForm::ReplyOptionsForm(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
{
    setObjectName(QStringLiteral("replyOptions"));
    m_layout->setContentsMargins(0, 0, 0, 0);
}

ReplyOptionsForm::~ReplyOptionsForm()
{
    disconnect(this, nullptr, nullptr, nullptr); // fields that go may speak once more
}

void ReplyOptionsForm::setOptions(std::span<const ReplyOption> options, const ReplyOptions &chosen)
{
    for (QWidget *widget : std::exchange(m_widgets, {})) {
        m_layout->removeWidget(widget);
        widget->disconnect(this);
        widget->hide();
        widget->deleteLater(); // one of them may be calling
    }
    m_fields.clear();
    const bool hasRules =
        std::any_of(options.begin(), options.end(), [](const ReplyOption &option) {
            return option.kind == ReplyOption::Kind::Rules;
        });
    if (m_rules != nullptr && !hasRules) {
        m_rules->hide(); // nobody could apply them
    }
    for (const ReplyOption &option : options) {
        const QString value =
            chosen.value(QString::fromLatin1(option.key), QString::fromUtf8(option.usual));
        auto *label = new QLabel(option.titleText(), this);
        label->setTextFormat(Qt::PlainText);
        QWidget *const field = makeField(option, value);
        label->setBuddy(field);
        m_layout->addWidget(label);
        m_layout->addWidget(field);
        m_widgets.append({label, field});
    }
    setVisible(!options.empty());
}

ReplyOptions ReplyOptionsForm::chosen() const
{
    ReplyOptions result;
    for (const Field &field : m_fields) {
        result.insert(field.key, field.value());
    }
    return result;
}

QWidget *ReplyOptionsForm::makeField(const ReplyOption &option, const QString &value)
{
    QWidget *field = nullptr;
    switch (option.kind) {
    case ReplyOption::Kind::Bytes:
        field = makeBytes(option, value);
        break;
    case ReplyOption::Kind::Number:
        field = makeNumber(option, value);
        break;
    case ReplyOption::Kind::Choice:
        field = makeChoice(option, value);
        break;
    case ReplyOption::Kind::Folder:
        field = makeFolder(option, value);
        break;
    case ReplyOption::Kind::Rules:
        field = makeRules(option, value);
        break;
    }
    if (field->objectName().isEmpty()) {
        field->setObjectName(nameOf(option));
    }
    field->setAccessibleName(option.titleText());
    field->setAccessibleDescription(option.descriptionText());
    if (field->toolTip().isEmpty()) {
        field->setToolTip(option.descriptionText());
    }
    return field;
}

void ReplyOptionsForm::add(const ReplyOption &option, std::function<QString()> value)
{
    m_fields.push_back({QString::fromLatin1(option.key), std::move(value)});
}

QWidget *ReplyOptionsForm::makeBytes(const ReplyOption &option, const QString &value)
{
    auto *edit = new QLineEdit(this);
    edit->setMaxLength(ReplyOption::longestText);
    edit->setText(value);
    const QString tip = option.descriptionText() + u' ' +
                        tr("\\n, \\r, \\t, \\0, \\x41 and \\u{3042} stand for bytes, \\\\ for a "
                           "backslash.");
    connect(edit, &QLineEdit::textChanged, this, [this, edit, tip] {
        judge(edit, tip);
        Q_EMIT changed();
    });
    judge(edit, tip);
    edit->setMinimumWidth(edit->fontMetrics().averageCharWidth() * fieldCharacters);
    add(option, [edit] { return edit->text(); });
    return edit;
}

QWidget *ReplyOptionsForm::makeNumber(const ReplyOption &option, const QString &value)
{
    auto *box = new QSpinBox(this);
    box->setRange(option.least, option.most);
    bool ok = false;
    const int number = value.toInt(&ok);
    const bool fits = ok && number >= option.least && number <= option.most;
    box->setValue(fits ? number : QString::fromLatin1(option.usual).toInt());
    connect(box, &QSpinBox::valueChanged, this, &ReplyOptionsForm::changed);
    add(option, [box] { return QString::number(box->value()); });
    return box;
}

QWidget *ReplyOptionsForm::makeChoice(const ReplyOption &option, const QString &value)
{
    auto *box = new QComboBox(this);
    for (const ReplyOption::Choice &choice : option.choices) {
        box->addItem(ReplyOption::titleTextOf(choice), QString::fromLatin1(choice.name));
    }
    const int chosen = box->findData(value);
    const int usual = box->findData(QString::fromLatin1(option.usual));
    box->setCurrentIndex(chosen >= 0 ? chosen : usual);
    connect(box, &QComboBox::currentIndexChanged, this, &ReplyOptionsForm::changed);
    add(option, [box] { return box->currentData().toString(); });
    return box;
}

QWidget *ReplyOptionsForm::makeFolder(const ReplyOption &option, const QString &value)
{
    auto *field = new FolderField(nameOf(option), option.titleText(), this);
    field->setObjectName(nameOf(option) + QStringLiteral("-field"));
    field->setFolder(value);
    field->edit()->setMinimumWidth(field->fontMetrics().averageCharWidth() * fieldCharacters);
    field->edit()->setPlaceholderText(tr("no folder yet"));
    connect(field, &FolderField::textChanged, this, &ReplyOptionsForm::changed);
    add(option, [field] { return field->folder(); });
    return field;
}

QWidget *ReplyOptionsForm::makeRules(const ReplyOption &option, const QString &value)
{
    auto *button = new QPushButton(tr("Edit rules…"), this);
    button->setAutoDefault(false);
    if (m_rules == nullptr) {
        m_rules = new ReplyRulesDialog(this);
        connect(m_rules, &ReplyRulesDialog::applied, this, &ReplyOptionsForm::changed);
    }
    QString error;
    const auto read =
        value.startsWith(u'@') ? readReplyRulesFile(value.mid(1), &error) : std::optional(value);
    m_rules->setApplied(read.value_or(value)); // a file that cannot be read is told at the start
    connect(button, &QPushButton::clicked, m_rules, [dialog = m_rules] {
        dialog->show();
        dialog->raise();
        dialog->activateWindow();
    });
    add(option, [dialog = m_rules] { return dialog->rules(); });
    return button;
}

} // namespace sockyard
