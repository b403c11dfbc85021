#include "widgets/views/doctorpane.h"

#include "widgets/models/doctormodel.h"
#include "widgets/models/doctorwords.h"
#include "widgets/views/doctorrow.h"
#include "widgets/views/tones.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPaintEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr int margin = 6;
constexpr int linesAtLeast = 3;
// Of the window's height, in hundredths.
constexpr int mostOfWindow = 40;

QPushButton *makeButton(QWidget *parent, const char *name, const QString &text, const QString &tip)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(tip);
    button->setAutoDefault(false);
    return button;
}

} // namespace

DoctorPane::DoctorPane(DoctorModel *model, QWidget *parent)
    : QFrame(parent)
    , m_model(model)
    , m_scroll(new QScrollArea(this))
    , m_top(makeTop())
{
    setObjectName(QStringLiteral("doctorPane"));
    setAccessibleName(tr("Why do I hear nothing?"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);

    auto *content = new QWidget(m_scroll);
    // As high as its rows need at their width, and not at the narrowest that they could have.
    content->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    m_list = new QVBoxLayout(content);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(3);
    m_list->addStretch(1);
    m_scroll->setObjectName(QStringLiteral("doctorScroll"));
    m_scroll->setAccessibleName(tr("What was found"));
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(content);
    m_scroll->viewport()->setAutoFillBackground(false); // setWidget() has both filled
    content->setAutoFillBackground(false);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(margin);
    layout->addWidget(m_top);
    layout->addWidget(m_scroll, 1);
    connectModel();
    hide();
    showReport();
}

QWidget *DoctorPane::makeTop()
{
    auto *top = new QWidget(this);
    auto *heading = new QLabel(tr("Why do I hear nothing?"), top);
    heading->setObjectName(QStringLiteral("doctorHeading"));
    heading->setTextFormat(Qt::PlainText);
    heading->setWordWrap(true);
    QFont strong = heading->font();
    strong.setBold(true);
    heading->setFont(strong);
    m_summary = new QLabel(top);
    m_summary->setObjectName(QStringLiteral("doctorSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_again = makeButton(top, "doctorAgain", tr("Ask &again"), tr("Looks at everything once more"));
    m_copy = makeButton(top, "doctorCopy", tr("Copy &report"),
                        tr("Copies all of this as plain text, to be sent to somebody"));
    m_close = new QToolButton(top);
    m_close->setObjectName(QStringLiteral("doctorClose"));
    m_close->setText(QStringLiteral("✕"));
    m_close->setToolTip(tr("Put away"));
    m_close->setAccessibleName(tr("Put away"));
    m_close->setAutoRaise(true);
    m_close->setFocusPolicy(Qt::StrongFocus);
    connect(m_again, &QPushButton::clicked, this, &DoctorPane::askedAgain);
    connect(m_copy, &QPushButton::clicked, this, &DoctorPane::copy);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT putAway();
    });
    auto *layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(heading);
    words->addWidget(m_summary);
    layout->addLayout(words, 1);
    for (QWidget *button : {static_cast<QWidget *>(m_again), static_cast<QWidget *>(m_copy),
                            static_cast<QWidget *>(m_close)}) {
        layout->addWidget(button, 0, Qt::AlignTop);
    }
    return top;
}

void DoctorPane::connectModel()
{
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &DoctorPane::insertRows);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &DoctorPane::changeRows);
    connect(m_model, &QAbstractItemModel::modelReset, this, &DoctorPane::removeAllRows);
    connect(m_model, &DoctorModel::examinationBegan, this, &QWidget::show);
    connect(m_model, &DoctorModel::reportChanged, this, &DoctorPane::showReport);
    if (m_model->rowCount() > 0) {
        insertRows({}, 0, m_model->rowCount() - 1);
    }
}

void DoctorPane::insertRows(const QModelIndex & /*parent*/, int first, int last)
{
    for (int number = first; number <= last; ++number) {
        auto *row = new DoctorRow(m_scroll->widget());
        row->showFinding(m_model->index(number));
        m_list->insertWidget(number, row);
        row->show(); // at once, so that its height counts
        m_rows.insert(m_rows.begin() + number, row);
    }
    alignTitles();
}

void DoctorPane::changeRows(const QModelIndex &first, const QModelIndex &last)
{
    for (int number = first.row(); number <= last.row(); ++number) {
        m_rows[static_cast<std::size_t>(number)]->showFinding(m_model->index(number));
    }
}

void DoctorPane::removeAllRows()
{
    for (DoctorRow *row : m_rows) {
        delete row;
    }
    m_rows.clear();
}

void DoctorPane::alignTitles()
{
    int widest = 0;
    for (const DoctorRow *row : m_rows) {
        widest = std::max(widest, row->titleWidth());
    }
    for (DoctorRow *row : m_rows) {
        row->setTitleWidth(widest);
    }
}

void DoctorPane::showReport()
{
    const DoctorReport &report = m_model->report();
    m_summary->setText(reportSummary(report));
    m_again->setEnabled(!report.isRunning());
    m_copy->setEnabled(!report.findings().isEmpty());
    fitHeight();
    if (m_wasRunning && !report.isRunning()) {
        // When what has just come has its place.
        QMetaObject::invokeMethod(this, &DoctorPane::showFirstFault, Qt::QueuedConnection);
    }
    m_wasRunning = report.isRunning();
}

void DoctorPane::showFirstFault()
{
    const auto fault = std::find_if(m_rows.begin(), m_rows.end(),
                                    [](const DoctorRow *its) { return its->isFault(); });
    if (fault != m_rows.end()) {
        m_scroll->ensureWidgetVisible(*fault, 0, 0);
    }
}

int DoctorPane::heightOfRows(int width) const
{
    const int rows = m_list->heightForWidth(width);
    return rows > 0 ? rows : m_list->sizeHint().height();
}

QSize DoctorPane::sizeHint() const
{
    const int inner = std::max(1, width() - 2 * margin);
    const int bar = m_scroll->verticalScrollBar()->sizeHint().width();
    const int around = 3 * margin + m_top->heightForWidth(inner);
    return {QFrame::sizeHint().width(), around + heightOfRows(std::max(1, inner - bar))};
}

QSize DoctorPane::minimumSizeHint() const
{
    const int wanted =
        3 * margin + m_top->minimumSizeHint().height() + linesAtLeast * fontMetrics().lineSpacing();
    return {0, std::min(wanted, maximumHeight())};
}

void DoctorPane::fitHeight()
{
    if (m_window != nullptr) {
        const int most = m_window->height() * mostOfWindow / 100;
        if (maximumHeight() != most) {
            setMaximumHeight(most);
        }
    }
    updateGeometry();
}

void DoctorPane::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        fitHeight();
    }
}

void DoctorPane::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fitHeight(); // another width breaks lines elsewhere
}

void DoctorPane::showEvent(QShowEvent *event)
{
    m_window = window();
    m_window->installEventFilter(this);
    fitHeight();
    QFrame::showEvent(event);
}

void DoctorPane::hideEvent(QHideEvent *event)
{
    if (m_window != nullptr) {
        m_window->removeEventFilter(this);
        m_window = nullptr;
    }
    QFrame::hideEvent(event);
}

bool DoctorPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_window && event->type() == QEvent::Resize) {
        fitHeight();
    }
    return QFrame::eventFilter(watched, event);
}

void DoctorPane::paintEvent(QPaintEvent *event)
{
    QPainter(this).fillRect(event->rect(), toneBackground(Tone::Quiet, palette()));
}

void DoctorPane::copy() const
{
    QGuiApplication::clipboard()->setText(reportText(m_model->report()));
}

} // namespace sockyard
