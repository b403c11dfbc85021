#include "widgets/views/replyruleseditor.h"

#include "widgets/models/replyrulesmodel.h"
#include "widgets/views/filedialogs.h"
#include "widgets/views/listbuttons.h"
#include "widgets/views/problemline.h"
#include "widgets/views/replyrulesdelegate.h"

#include <QFileDialog>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSaveFile>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace sockyard
{

ReplyRulesEditor::ReplyRulesEditor(QWidget *parent)
    : QWidget(parent)
    , m_model(new ReplyRulesModel(this))
    , m_delegate(new ReplyRulesDelegate(this))
    , m_stack(new QStackedWidget(this))
    , m_table(makeTable())
    , m_buttons(new ListButtons(this))
    , m_line(new ProblemLine(this))
{
    auto *nothing = new QLabel(tr("There are no rules: no message is answered.\nAdd one, or import "
                                  "a file."),
                               this);
    nothing->setObjectName(QStringLiteral("noRulesLabel"));
    nothing->setAlignment(Qt::AlignCenter);
    nothing->setWordWrap(true);
    nothing->setFrameStyle(m_table->frameStyle());
    m_nothing = nothing;
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_nothing);
    const QPushButton *const importButton = m_buttons->append("importButton", tr("Import…"));
    const QPushButton *const exportButton = m_buttons->append("exportButton", tr("Export…"));
    m_line->setObjectName(QStringLiteral("replyRulesProblem"));

    auto *hint = new QLabel(tr("The first rule that fits a message answers it."), this);
    auto *top = new QHBoxLayout;
    top->addWidget(m_stack, 1);
    top->addWidget(m_buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(hint);
    layout->addLayout(top, 1);
    layout->addWidget(m_line);
    addShortcuts();

    connect(m_model, &ReplyRulesModel::edited, this, &ReplyRulesEditor::takeChange);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ReplyRulesEditor::showState);
    connect(m_buttons, &ListButtons::addClicked, this, &ReplyRulesEditor::add);
    connect(m_buttons, &ListButtons::removeClicked, this, &ReplyRulesEditor::remove);
    connect(m_buttons, &ListButtons::moveClicked, this, &ReplyRulesEditor::move);
    connect(importButton, &QPushButton::clicked, this, &ReplyRulesEditor::askImport);
    connect(exportButton, &QPushButton::clicked, this, &ReplyRulesEditor::askExport);
    showState();
}

QTableView *ReplyRulesEditor::makeTable()
{
    auto *table = new QTableView(this);
    table->setObjectName(QStringLiteral("replyRulesTable"));
    table->setAccessibleName(tr("Rules"));
    table->setModel(m_model);
    table->setItemDelegate(m_delegate);
    table->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                           QAbstractItemView::AnyKeyPressed);
    table->setTabKeyNavigation(false); // Tab leads out of it
    table->setWordWrap(false);
    table->horizontalHeader()->setFont(font());
    table->horizontalHeader()->setHighlightSections(false);
    table->verticalHeader()->setFont(font());
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    for (const int column : {ReplyRulesModel::PatternColumn, ReplyRulesModel::AnswerColumn}) {
        table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    }
    const int character = table->fontMetrics().averageCharWidth();
    table->setColumnWidth(ReplyRulesModel::WhenColumn, 18 * character);
    table->setColumnWidth(ReplyRulesModel::AfterColumn, 14 * character);
    table->setColumnWidth(ReplyRulesModel::ThenColumn, 12 * character);
    return table;
}

void ReplyRulesEditor::addShortcuts()
{
    const auto addShortcut = [this](const QKeySequence &keys, auto act) {
        // While a cell is edited, its editor has the focus and these keys.
        auto *shortcut = new QShortcut(keys, m_table);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, act);
    };
    const auto edit = [this] { m_table->edit(m_table->currentIndex()); };
    addShortcut(Qt::Key_Return, edit);
    addShortcut(Qt::Key_Enter, edit);
    addShortcut(Qt::Key_Insert, &ReplyRulesEditor::add);
    addShortcut(Qt::Key_Delete, &ReplyRulesEditor::remove);
    addShortcut(Qt::ALT | Qt::Key_Up, [this] { move(-1); });
    addShortcut(Qt::ALT | Qt::Key_Down, [this] { move(1); });
}

QString ReplyRulesEditor::rules() const
{
    return m_unreadProblem ? m_unread : replyRulesToJson(m_model->rules());
}

void ReplyRulesEditor::setRules(const QString &rules)
{
    const ReadReplyRules read = replyRulesFromJson(rules);
    m_unreadProblem = read.problem;
    m_unread = read.problem ? rules : QString();
    m_model->setRules(read.rules);
    choose(0, ReplyRulesModel::PatternColumn);
    showState();
}

bool ReplyRulesEditor::isValid() const
{
    return !m_unreadProblem && !m_model->firstProblem();
}

int ReplyRulesEditor::currentRow() const
{
    return m_table->currentIndex().row();
}

void ReplyRulesEditor::choose(int row, int column)
{
    m_table->setCurrentIndex(m_model->index(row, column));
}

void ReplyRulesEditor::add()
{
    if (!m_model->hasRoomFor(1)) {
        return;
    }
    const int row = currentRow() + 1;
    m_model->insert(row, {ReplyRule()});
    choose(row, ReplyRulesModel::PatternColumn);
    m_table->setFocus();
    m_table->edit(m_table->currentIndex());
}

void ReplyRulesEditor::remove()
{
    const int row = currentRow();
    const int column = m_table->currentIndex().column();
    if (row < 0) {
        return;
    }
    m_model->remove(row);
    choose(qMin(row, m_model->rowCount() - 1), column);
}

void ReplyRulesEditor::move(int by)
{
    const int row = currentRow();
    if (row < 0 || row + by < 0 || row + by >= m_model->rowCount()) {
        return;
    }
    m_model->swapWithNext(qMin(row, row + by)); // the current index goes with its rule
    m_table->scrollTo(m_table->currentIndex());
    showState();
}

void ReplyRulesEditor::askImport()
{
    auto *dialog = makeOpenDialog("importRulesDialog", tr("Import rules"), fileFilters(), this);
    connect(dialog, &QFileDialog::fileSelected, this, &ReplyRulesEditor::importFrom);
    dialog->show();
}

void ReplyRulesEditor::askExport()
{
    auto *dialog = makeSaveDialog("exportRulesDialog", tr("Export rules"), fileFilters(),
                                  QStringLiteral("rules.json"), this);
    connect(dialog, &QFileDialog::fileSelected, this, &ReplyRulesEditor::exportTo);
    dialog->show();
}

QStringList ReplyRulesEditor::fileFilters()
{
    return {tr("Rules (*.json)"), tr("All files (*)")};
}

void ReplyRulesEditor::importFrom(const QString &fileName)
{
    QString error;
    const auto text = readReplyRulesFile(fileName, &error);
    if (!text) {
        m_line->showProblem(error);
        return;
    }
    const ReadReplyRules read = replyRulesFromJson(*text);
    if (read.problem) {
        m_line->showProblem(tr("Nothing was imported. %1").arg(read.problem->text()));
        return;
    }
    if (!m_model->hasRoomFor(read.rules.size())) {
        m_line->showProblem(
            tr("Nothing was imported: there would be more than %1 rules.").arg(mostReplyRules));
        return;
    }
    const int row = m_model->rowCount();
    m_model->insert(row, read.rules);
    if (!read.rules.isEmpty()) {
        choose(row, ReplyRulesModel::PatternColumn);
    }
    if (isValid()) {
        m_line->showWord(tr("Rules that were added: %1").arg(read.rules.size()));
    }
}

void ReplyRulesEditor::exportTo(const QString &fileName)
{
    QSaveFile file(fileName);
    const QByteArray text = rules().toUtf8() + '\n';
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()) {
        m_line->showProblem(
            tr("The rules could not be written to %1: %2").arg(fileName, file.errorString()));
        return;
    }
    m_line->showWord(tr("written to %1").arg(fileName));
}

void ReplyRulesEditor::takeChange()
{
    m_unreadProblem.reset();
    m_unread.clear();
    showState();
    Q_EMIT rulesChanged();
}

void ReplyRulesEditor::showState()
{
    const int count = m_model->rowCount();
    m_stack->setCurrentWidget(count > 0 ? m_table : m_nothing);
    m_buttons->setPlace(currentRow(), count, m_model->hasRoomFor(1));
    showProblem();
}

void ReplyRulesEditor::showProblem()
{
    QString words;
    if (m_unreadProblem) {
        words = tr("The rules that are set cannot be read. They are kept until you make others. %1")
                    .arg(m_unreadProblem->text());
    } else if (const auto problem = m_model->firstProblem()) {
        words = problem->text();
    }
    m_line->showProblem(words);
    m_table->setAccessibleDescription(words);
}

} // namespace sockyard
