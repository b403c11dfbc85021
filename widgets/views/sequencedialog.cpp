#include "widgets/views/sequencedialog.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/messagestore.h"
#include "widgets/models/sequencemodel.h"
#include "widgets/views/listbuttons.h"
#include "widgets/views/problemline.h"
#include "widgets/views/savedmessageform.h"
#include "widgets/views/sequencedelegate.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QShortcut>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>

namespace sockyard
{

namespace
{
constexpr QLatin1StringView stepsKey("composer/sequence");
constexpr QLatin1StringView timesKey("composer/sequenceTimes");
constexpr QSize usualSize(880, 380);
constexpr int mostTimes = RepeatPlan::mostTimes;
} // namespace

SequenceDialog::SequenceDialog(std::shared_ptr<MessageStore> store, QWidget *parent)
    : QDialog(parent)
    , m_store(std::move(store))
    , m_model(new SequenceModel(this))
    , m_table(makeTable())
    , m_buttons(new ListButtons(this))
    , m_duplicate(m_buttons->append("duplicateButton", tr("Duplicate")))
    , m_saved(m_buttons->append("fromSavedButton", tr("From saved")))
    , m_savedMenu(new QMenu(this))
    , m_times(new QSpinBox(this))
    , m_start(new QPushButton(this))
    , m_line(new ProblemLine(this))
{
    setObjectName(QStringLiteral("sequenceDialog"));
    setWindowTitle(tr("Sequence of messages"));
    setSizeGripEnabled(true);
    m_savedMenu->setObjectName(QStringLiteral("savedMenu"));
    m_saved->setMenu(m_savedMenu);
    m_saved->setToolTip(tr("Adds a step with a saved message"));
    m_times->setObjectName(QStringLiteral("sequenceTimes"));
    m_times->setAccessibleName(tr("How many times"));
    m_times->setRange(0, mostTimes);
    m_times->setSpecialValueText(tr("until stopped"));
    m_times->setValue(1);
    m_start->setObjectName(QStringLiteral("sequenceStartButton"));
    m_start->setAutoDefault(false);
    m_line->setObjectName(QStringLiteral("sequenceProblem"));
    layOut();
    addShortcuts();
    readSettings();
    resize(usualSize);

    connect(m_model, &SequenceModel::edited, this, &SequenceDialog::keep);
    connect(m_model, &SequenceModel::edited, this, &SequenceDialog::showState);
    connect(m_times, &QSpinBox::valueChanged, this, &SequenceDialog::keep);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &SequenceDialog::showState);
    connect(m_buttons, &ListButtons::addClicked, this, &SequenceDialog::add);
    connect(m_buttons, &ListButtons::removeClicked, this, &SequenceDialog::remove);
    connect(m_buttons, &ListButtons::moveClicked, this, &SequenceDialog::move);
    connect(m_duplicate, &QPushButton::clicked, this, &SequenceDialog::duplicate);
    connect(m_savedMenu, &QMenu::aboutToShow, this, &SequenceDialog::fillSavedMenu);
    connect(m_start, &QPushButton::clicked, this, &SequenceDialog::click);
    showState();
}

SequenceDialog::~SequenceDialog()
{
    // A cell that is being edited while all this goes is still taken, and would be told.
    m_table->selectionModel()->disconnect(this);
    m_model->disconnect(this);
}

QTableView *SequenceDialog::makeTable()
{
    auto *table = new QTableView(this);
    table->setObjectName(QStringLiteral("sequenceTable"));
    table->setAccessibleName(tr("Steps"));
    table->setModel(m_model);
    table->setItemDelegate(new SequenceDelegate(table));
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
    for (const int column : {SequenceModel::AnswerColumn, SequenceModel::MessageColumn}) {
        table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::Stretch);
    }
    const int character = table->fontMetrics().averageCharWidth();
    for (const int column : {SequenceModel::WaitColumn, SequenceModel::AtMostColumn}) {
        table->setColumnWidth(column, 13 * character);
    }
    for (const int column : {SequenceModel::NotationColumn, SequenceModel::EndingColumn}) {
        table->setColumnWidth(column, 15 * character);
    }
    return table;
}

void SequenceDialog::layOut()
{
    auto *hint = new QLabel(tr("Each step waits, then waits for an answer where one is given, then "
                               "sends its message, on each connection for itself."),
                            this);
    hint->setWordWrap(true);
    auto *top = new QHBoxLayout;
    top->addWidget(m_table, 1);
    top->addWidget(m_buttons);
    auto *timesLabel = new QLabel(tr("&Times"), this);
    timesLabel->setBuddy(m_times);
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(timesLabel);
    bottom->addWidget(m_times);
    bottom->addStretch(1);
    bottom->addWidget(m_start);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(hint);
    layout->addLayout(top, 1);
    layout->addWidget(m_line);
    layout->addLayout(bottom);
}

void SequenceDialog::addShortcuts()
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
    addShortcut(Qt::Key_Insert, &SequenceDialog::add);
    addShortcut(Qt::Key_Delete, &SequenceDialog::remove);
    addShortcut(Qt::ALT | Qt::Key_Up, [this] { move(-1); });
    addShortcut(Qt::ALT | Qt::Key_Down, [this] { move(1); });
}

void SequenceDialog::open()
{
    show(); // it stops nobody
    raise();
    activateWindow();
    m_table->setFocus();
}

void SequenceDialog::setReady(bool ready, const QString &why)
{
    m_isReady = ready;
    m_why = why;
    showState();
}

void SequenceDialog::setRunning(bool running)
{
    if (running != m_isRunning) {
        m_isRunning = running;
        showState();
    }
}

int SequenceDialog::currentRow() const
{
    return m_table->currentIndex().row();
}

void SequenceDialog::choose(int row, int column)
{
    m_table->setCurrentIndex(m_model->index(row, column));
}

void SequenceDialog::add()
{
    if (!m_model->hasRoom()) {
        return;
    }
    const int row = currentRow() + 1;
    m_model->insert(row, {});
    choose(row, SequenceModel::MessageColumn);
    m_table->setFocus();
    m_table->edit(m_table->currentIndex());
}

void SequenceDialog::addSaved(const Message &message)
{
    if (m_model->hasRoom()) {
        const int row = currentRow() + 1;
        m_model->insert(row, {.message = message});
        choose(row, SequenceModel::MessageColumn);
    }
}

void SequenceDialog::duplicate()
{
    const int row = currentRow();
    if (row >= 0 && m_model->hasRoom()) {
        const WrittenStep step = m_model->steps().at(row);
        m_model->insert(row + 1, step);
        choose(row + 1, m_table->currentIndex().column());
    }
}

void SequenceDialog::remove()
{
    const int row = currentRow();
    const int column = m_table->currentIndex().column();
    if (row >= 0) {
        m_model->remove(row);
        choose(qMin(row, m_model->rowCount() - 1), column);
    }
}

void SequenceDialog::move(int by)
{
    const int row = currentRow();
    if (row < 0 || row + by < 0 || row + by >= m_model->rowCount()) {
        return;
    }
    m_model->swapWithNext(qMin(row, row + by)); // the current index goes with its step
    m_table->scrollTo(m_table->currentIndex());
    showState();
}

void SequenceDialog::fillSavedMenu()
{
    constexpr qsizetype mostShown = 40; // a menu is no list; the rest is found by its folder
    const auto addTo = [this](QMenu *menu, const FolderPath &folder) {
        qsizetype shown = 0;
        for (const qsizetype place : m_store->book().messagesIn(folder)) {
            if (++shown > mostShown) {
                break;
            }
            const SavedMessage saved = m_store->book().messages().at(place);
            QString name = QString::fromStdString(visibleText(saved.name.toStdString()));
            QAction *const action = menu->addAction(name.replace(u'&', QStringLiteral("&&")));
            connect(action, &QAction::triggered, this,
                    [this, message = saved.message] { addSaved(message); });
        }
    };
    m_savedMenu->clear();
    for (const FolderPath &folder : m_store->book().folders()) {
        if (m_store->book().messagesIn(folder).isEmpty()) {
            continue;
        }
        QString title =
            QString::fromStdString(visibleText(SavedMessageForm::folderText(folder).toStdString()));
        addTo(m_savedMenu->addMenu(title.replace(u'&', QStringLiteral("&&"))), folder);
    }
    addTo(m_savedMenu, {});
    if (m_savedMenu->isEmpty()) {
        m_savedMenu->addAction(tr("No message is saved yet"))->setEnabled(false);
    }
}

void SequenceDialog::click()
{
    if (m_isRunning) {
        Q_EMIT stopRequested();
        return;
    }
    SequencePlan plan;
    for (const WrittenStep &step : m_model->steps()) {
        if (auto prepared = step.prepared()) {
            plan.steps.push_back(std::move(*prepared));
        }
    }
    if (static_cast<qsizetype>(plan.steps.size()) != m_model->steps().size()) {
        showState(); // a file has gone since it was looked at
        return;
    }
    plan.times = m_times->value();
    Q_EMIT startRequested(plan);
}

void SequenceDialog::showState()
{
    const int count = m_model->rowCount();
    m_buttons->setPlace(currentRow(), count, m_model->hasRoom());
    m_duplicate->setEnabled(currentRow() >= 0 && m_model->hasRoom());
    m_saved->setEnabled(m_model->hasRoom());
    const QString problem = m_model->firstProblem();
    m_line->showProblem(problem);
    m_table->setAccessibleDescription(problem);
    const QString why = !m_isReady           ? m_why
                        : count == 0         ? tr("Add a step first.")
                        : !problem.isEmpty() ? problem
                                             : QString();
    m_start->setText(m_isRunning ? tr("■ Stop") : tr("▶ Start"));
    m_start->setEnabled(m_isRunning || why.isEmpty());
    m_start->setToolTip(why.isEmpty() || m_isRunning ? QString() : why.toHtmlEscaped());
}

void SequenceDialog::readSettings()
{
    const QSettings settings;
    m_model->setSteps(
        stepsFromJson(settings.value(stepsKey).toByteArray()).value_or(QList<WrittenStep>()));
    m_times->setValue(settings.value(timesKey, 1).toInt());
    choose(0, SequenceModel::MessageColumn);
}

void SequenceDialog::keep() const
{
    QSettings settings;
    settings.setValue(stepsKey, stepsToJson(m_model->steps()));
    settings.setValue(timesKey, m_times->value());
}

} // namespace sockyard
