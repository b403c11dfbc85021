#include "widgets/views/kernelpane.h"

#include "netcore/sockets/kernelwords.h"
#include "widgets/views/tones.h"

#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace sockyard
{

namespace
{

// More remarks than that are never made at once.
constexpr std::size_t mostRemarks = 4;

Tone toneOf(KernelRow::Mark mark)
{
    switch (mark) {
    case KernelRow::Mark::None:
        break;
    case KernelRow::Mark::Look:
        return Tone::Marked;
    case KernelRow::Mark::Bad:
        return Tone::Bad;
    }
    return Tone::Plain;
}

QLabel *makeLabel(QWidget *parent, const char *name)
{
    auto *label = new QLabel(parent);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

// A value that can be selected and copied. What is too long for its place ends in an ellipsis, and
// never makes the pane wider.
class ValueEdit : public QLineEdit
{
public:
    explicit ValueEdit(QWidget *parent)
        : QLineEdit(parent)
    {
        setObjectName(QStringLiteral("kernelValue"));
        setReadOnly(true);
        setFrame(false);
        setFocusPolicy(Qt::ClickFocus); // the button takes all of them for who has no mouse
        setMinimumWidth(1);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        constexpr int margin = 2; // of QLineEdit
        const QRect place = rect().adjusted(margin, 0, -margin, 0);
        if (hasFocus() || fontMetrics().horizontalAdvance(text()) <= place.width()) {
            QLineEdit::paintEvent(event);
            return;
        }
        QPainter painter(this);
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         fontMetrics().elidedText(text(), Qt::ElideRight, place.width()));
    }
};

// A palette is set only where it differs: a new one makes the whole widget be drawn again. It says
// nothing but what is its own, so that the rest follows the application's.
void setTextColor(QWidget *widget, const QColor &color)
{
    const QPalette &now = widget->palette();
    if (now.color(QPalette::Text) != color || now.color(QPalette::WindowText) != color ||
        now.color(QPalette::Base) != QColor(Qt::transparent)) {
        QPalette own;
        own.setColor(QPalette::Base, Qt::transparent);
        own.setColor(QPalette::Text, color);
        own.setColor(QPalette::WindowText, color);
        widget->setPalette(own);
    }
}

// What is selected stays so while the number changes.
void setValue(QLineEdit *edit, const QString &text)
{
    if (edit->text() == text) {
        return;
    }
    const int start = edit->selectionStart();
    const auto length = edit->selectionLength();
    edit->setText(text);
    edit->setCursorPosition(0); // where it is too long, its beginning shows
    if (start >= 0) {
        edit->setSelection(start, length);
    }
}

} // namespace

KernelPane::KernelPane(QWidget *parent)
    : QWidget(parent)
    , m_subject(makeLabel(this, "kernelSubject"))
    , m_state(makeLabel(this, "kernelState"))
    , m_copy(new QToolButton(this))
    , m_scroll(new QScrollArea(this))
{
    m_state->setAccessibleName(tr("TCP state"));
    m_state->setToolTip(
        tr("The state of the connection, by RFC 9293, section 3.3.2 (tcpi_state)."));
    QFont strong = m_state->font();
    strong.setBold(true);
    m_state->setFont(strong);
    for (QLabel *label : {m_subject, m_state}) {
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    }
    m_copy->setObjectName(QStringLiteral("copyKernelView"));
    m_copy->setText(tr("Copy"));
    m_copy->setToolTip(tr("Copy all of this as plain text"));
    m_copy->setAutoRaise(true);
    m_copy->setFocusPolicy(Qt::TabFocus);
    connect(m_copy, &QToolButton::clicked, this, &KernelPane::copy);

    m_scroll->setWidgetResizable(true);
    m_scroll->setAccessibleName(tr("What the kernel says"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(makeContent());

    auto *top = new QHBoxLayout;
    top->addWidget(m_state, 1);
    top->addWidget(m_copy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_subject);
    layout->addLayout(top);
    layout->addWidget(m_scroll, 1);
    // Below, where nothing that scrolls hides them and nothing moves when they come.
    for (std::size_t number = 0; number < mostRemarks; ++number) {
        QLabel *const remark = makeLabel(this, "kernelRemark");
        remark->setWordWrap(true);
        remark->hide();
        layout->addWidget(remark);
        m_remarks.push_back(remark);
    }
    setSubject({});
    setNothing(Nothing::NoneSelected);
}

QWidget *KernelPane::makeContent()
{
    auto *content = new QWidget(m_scroll);
    m_meaning = makeLabel(content, "kernelMeaning");
    m_meaning->setWordWrap(true);
    m_meaning->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_grid = new QGridLayout;
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(1);
    m_grid->setColumnStretch(1, 1);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_meaning);
    layout->addLayout(m_grid);
    layout->addStretch(1);
    return content;
}

void KernelPane::addLine()
{
    const int row = static_cast<int>(m_lines.size());
    QLabel *const name = makeLabel(m_scroll->widget(), "kernelName");
    auto *value = new ValueEdit(m_scroll->widget());
    name->setBuddy(value);
    m_grid->addWidget(name, row, 0);
    m_grid->addWidget(value, row, 1);
    m_lines.push_back({name, value});
}

void KernelPane::setSubject(const QString &subject)
{
    m_subject->setText(subject);
    m_subject->setToolTip(subject);
    m_subject->setVisible(!subject.isEmpty());
}

void KernelPane::setView(const KernelView &view)
{
    m_view = view;
    m_copy->setEnabled(true);
    if (view.state) {
        showState(tcpStateName(*view.state), tcpStateMeaning(*view.state));
    } else {
        showState({}, {});
    }
    showRows(kernelRows(view));
    showRemarks(kernelRemarks(view));
    paintTones();
}

void KernelPane::setNothing(Nothing why)
{
    if (why == Nothing::Gone) {
        KernelView closed;
        closed.state = TcpState::Closed;
        setView(closed);
        return;
    }
    m_view.reset();
    m_copy->setEnabled(false);
    switch (why) {
    case Nothing::NoneSelected:
        showState({}, tr("Select a connection to see what the system's kernel knows about it."));
        break;
    case Nothing::NotAvailable:
        showState({}, tr("The kernel's view of a connection is not available on this system."));
        break;
    case Nothing::NotTcp:
        showState({},
                  tr("A local socket has no states, windows or round trips: what is sent lies in "
                     "the other side's buffer at once."));
        break;
    case Nothing::NotTold:
        showState({}, tr("The system told nothing about this connection just now."));
        break;
    case Nothing::Gone:
        break;
    }
    showRows({});
    showRemarks({});
    paintTones();
}

QString KernelPane::text() const
{
    if (!m_view) {
        return {};
    }
    const QString subject = m_subject->text();
    return (subject.isEmpty() ? QString() : subject + u'\n') + kernelText(*m_view);
}

void KernelPane::showState(const QString &name, const QString &meaning)
{
    if (m_state->text() != name) {
        m_state->setText(name);
    }
    if (m_meaning->text() != meaning) {
        m_meaning->setText(meaning);
    }
}

void KernelPane::showRows(const std::vector<KernelRow> &rows)
{
    while (m_lines.size() < rows.size()) {
        addLine();
    }
    for (std::size_t index = 0; index < m_lines.size(); ++index) {
        const Line &line = m_lines[index];
        const bool shown = index < rows.size();
        line.name->setVisible(shown);
        line.value->setVisible(shown);
        if (!shown) {
            continue;
        }
        const KernelRow &row = rows[index];
        if (line.name->text() != row.name) {
            line.name->setText(row.name);
            line.name->setToolTip(row.explanation);
            line.value->setToolTip(row.explanation);
            line.value->setAccessibleName(row.name);
        }
        const QString sign = kernelSign(row.mark);
        setValue(line.value, sign.isEmpty() ? row.value : sign + u' ' + row.value);
    }
    m_rows = rows;
}

void KernelPane::showRemarks(const std::vector<KernelRemark> &remarks)
{
    Q_ASSERT(remarks.size() <= m_remarks.size());
    for (std::size_t index = 0; index < m_remarks.size(); ++index) {
        QLabel *const label = m_remarks[index];
        const bool shown = index < remarks.size();
        if (shown) {
            const KernelRemark &remark = remarks[index];
            const QString text = kernelSign(remark.mark) + u' ' + remark.text;
            if (label->text() != text) {
                label->setText(text);
            }
        }
        label->setVisible(shown);
    }
    m_remarkTexts = remarks;
}

void KernelPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        paintTones();
    }
}

void KernelPane::paintTones()
{
    const QPalette &colors = palette();
    const QColor quiet = toneColor(Tone::Quiet, colors);
    setTextColor(m_subject, quiet);
    setTextColor(m_meaning, m_view ? toneColor(Tone::Plain, colors) : quiet);
    for (std::size_t index = 0; index < m_rows.size(); ++index) {
        setTextColor(m_lines[index].name, quiet);
        setTextColor(m_lines[index].value, toneColor(toneOf(m_rows[index].mark), colors));
    }
    for (std::size_t index = 0; index < m_remarkTexts.size(); ++index) {
        setTextColor(m_remarks[index], toneColor(toneOf(m_remarkTexts[index].mark), colors));
    }
}

void KernelPane::copy() const
{
    QGuiApplication::clipboard()->setText(text());
}

} // namespace sockyard
