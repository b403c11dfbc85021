#include "widgets/views/rulesdialog.h"

#include "widgets/views/listbuttons.h"
#include "widgets/views/problemline.h"
#include "widgets/views/rowcolours.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QTableWidget>

namespace sockyard
{

namespace
{

enum Column { NameColumn, ExpressionColumn, ColourColumn, ColumnCount };

QIcon swatch(RowColour colour, const QPalette &palette)
{
    QPixmap pixmap(16, 16);
    pixmap.fill(rowColour(colour, palette));
    return QIcon(pixmap);
}

} // namespace

RulesDialog::RulesDialog(QWidget *parent)
    : QDialog(parent)
    , m_table(new QTableWidget(0, ColumnCount, this))
    , m_name(new QLineEdit(this))
    , m_expression(new QLineEdit(this))
    , m_colour(new QComboBox(this))
    , m_error(new ProblemLine(this))
    , m_buttons(new ListButtons(this))
{
    setWindowTitle(tr("Colour rules"));
    m_table->setObjectName(QStringLiteral("rulesTable"));
    m_table->setAccessibleName(tr("Rules"));
    m_table->setHorizontalHeaderLabels({tr("Name"), tr("Expression"), tr("Colour")});
    m_table->verticalHeader()->hide();
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->horizontalHeader()->setSectionResizeMode(ExpressionColumn, QHeaderView::Stretch);
    m_name->setObjectName(QStringLiteral("ruleNameEdit"));
    m_name->setMaxLength(100);
    m_expression->setObjectName(QStringLiteral("ruleExpressionEdit"));
    m_expression->setPlaceholderText(tr("size > 1 KiB and received"));
    m_expression->setMaxLength(static_cast<int>(Filter::longest));
    m_colour->setObjectName(QStringLiteral("ruleColourBox"));
    for (int index = 0; index < rowColourCount; ++index) {
        const auto colour = static_cast<RowColour>(index);
        m_colour->addItem(swatch(colour, palette()), rowColourName(colour));
    }
    m_error->setObjectName(QStringLiteral("ruleError"));
    const QPushButton *const resetButton =
        m_buttons->append("resetButton", tr("Reset to defaults"));

    auto *top = new QHBoxLayout;
    top->addWidget(m_table, 1);
    top->addWidget(m_buttons);
    auto *form = new QFormLayout;
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("E&xpression"), m_expression);
    form->addRow(QString(), m_error);
    form->addRow(tr("&Colour"), m_colour);
    auto *box = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(new QLabel(tr("The first rule that fits colours the row."), this));
    layout->addLayout(top, 1);
    layout->addLayout(form);
    layout->addWidget(box);
    resize(640, 420);

    connect(box, &QDialogButtonBox::rejected, this, &QDialog::close);
    connect(m_table, &QTableWidget::currentCellChanged, this, &RulesDialog::showCurrent);
    connect(m_table, &QTableWidget::itemChanged, this,
            [this](const QTableWidgetItem *item) { takeCheck(item->row()); });
    connect(m_name, &QLineEdit::textEdited, this, &RulesDialog::takeCurrent);
    connect(m_expression, &QLineEdit::textEdited, this, &RulesDialog::takeCurrent);
    connect(m_colour, &QComboBox::currentIndexChanged, this, &RulesDialog::takeCurrent);
    connect(m_buttons, &ListButtons::addClicked, this, &RulesDialog::add);
    connect(m_buttons, &ListButtons::removeClicked, this, &RulesDialog::remove);
    connect(m_buttons, &ListButtons::moveClicked, this, &RulesDialog::move);
    connect(resetButton, &QPushButton::clicked, this, &RulesDialog::reset);
    setRules(defaultRowRules());
}

int RulesDialog::current() const
{
    return m_table->currentRow();
}

void RulesDialog::setRules(const QList<RowRule> &rules)
{
    m_rules = rules.first(qMin(rules.size(), RowRules::most));
    fill(m_rules.isEmpty() ? -1 : 0);
}

void RulesDialog::fill(int current)
{
    {
        const QScopedValueRollback filling(m_filling, true);
        m_table->setRowCount(static_cast<int>(m_rules.size()));
        for (int row = 0; row < m_table->rowCount(); ++row) {
            fillRow(row);
        }
        m_table->setCurrentCell(current, NameColumn);
    }
    showCurrent();
}

void RulesDialog::fillRow(int row)
{
    const QScopedValueRollback filling(m_filling, true);
    const RowRule &rule = m_rules.at(row);
    for (int column = 0; column < ColumnCount; ++column) {
        if (m_table->item(row, column) == nullptr) {
            m_table->setItem(row, column, new QTableWidgetItem);
        }
    }
    m_table->item(row, NameColumn)->setText(rule.name);
    m_table->item(row, NameColumn)->setCheckState(rule.enabled ? Qt::Checked : Qt::Unchecked);
    QueryError error;
    const bool isGood = Filter::parse(rule.expression, &error).has_value();
    QTableWidgetItem *expression = m_table->item(row, ExpressionColumn);
    expression->setText(isGood ? rule.expression : QStringLiteral("✗ ") + rule.expression);
    expression->setToolTip(error.words.toHtmlEscaped());
    m_table->item(row, ColourColumn)->setText(rowColourName(rule.colour));
    m_table->item(row, ColourColumn)->setBackground(rowColour(rule.colour, palette()));
}

void RulesDialog::showCurrent()
{
    const int row = current();
    const bool there = row >= 0 && row < m_rules.size();
    for (QWidget *field : {static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_expression),
                           static_cast<QWidget *>(m_colour)}) {
        field->setEnabled(there);
    }
    m_buttons->setPlace(row, static_cast<int>(m_rules.size()), m_rules.size() < RowRules::most);
    if (m_filling) {
        return;
    }
    const QScopedValueRollback filling(m_filling, true);
    const RowRule rule = there ? m_rules.at(row) : RowRule();
    if (m_name->text() != rule.name) { // the cursor stays where one types
        m_name->setText(rule.name);
    }
    if (m_expression->text() != rule.expression) {
        m_expression->setText(rule.expression);
    }
    m_colour->setCurrentIndex(static_cast<int>(rule.colour));
    QueryError error;
    const bool isGood = Filter::parse(rule.expression, &error).has_value();
    QString words;
    if (!isGood) {
        words = error.words;
        if (error.position < rule.expression.size()) {
            words += tr(" (at character %1)").arg(error.position + 1);
        }
    } else if (there && rule.expression.trimmed().isEmpty()) {
        words = tr("An empty expression colours nothing.");
    }
    if (isGood) {
        m_error->showWord(words);
    } else {
        m_error->showProblem(words);
    }
    m_expression->setAccessibleDescription(words);
}

void RulesDialog::takeCurrent()
{
    const int row = current();
    if (m_filling || row < 0) {
        return;
    }
    RowRule &rule = m_rules[row];
    rule.name = m_name->text();
    rule.expression = m_expression->text();
    rule.colour = static_cast<RowColour>(m_colour->currentIndex());
    fillRow(row);
    showCurrent();
    Q_EMIT rulesChanged(m_rules);
}

void RulesDialog::takeCheck(int row)
{
    const bool enabled = m_table->item(row, NameColumn) != nullptr &&
                         m_table->item(row, NameColumn)->checkState() == Qt::Checked;
    if (m_filling || m_rules.at(row).enabled == enabled) {
        return;
    }
    m_rules[row].enabled = enabled;
    Q_EMIT rulesChanged(m_rules);
}

void RulesDialog::add()
{
    const int row = current() + 1;
    m_rules.insert(row, {.name = tr("New rule"), .colour = RowColour::Yellow});
    fill(row);
    m_expression->setFocus();
    Q_EMIT rulesChanged(m_rules);
}

void RulesDialog::remove()
{
    const int row = current();
    if (row < 0) {
        return;
    }
    m_rules.removeAt(row);
    fill(qMin(row, static_cast<int>(m_rules.size()) - 1));
    Q_EMIT rulesChanged(m_rules);
}

void RulesDialog::move(int by)
{
    const int row = current();
    if (row < 0 || row + by < 0 || row + by >= m_rules.size()) {
        return;
    }
    m_rules.swapItemsAt(row, row + by);
    fill(row + by);
    Q_EMIT rulesChanged(m_rules);
}

void RulesDialog::reset()
{
    setRules(defaultRowRules());
    Q_EMIT rulesChanged(m_rules);
}

} // namespace sockyard
