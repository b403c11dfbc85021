#include "widgets/views/doctorrow.h"

#include "netcore/chat/finding.h"
#include "widgets/models/doctormodel.h"
#include "widgets/models/doctorwords.h"
#include "widgets/views/tones.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

namespace sockyard
{

namespace
{

Tone toneOf(FindingSign sign)
{
    switch (sign) {
    case FindingSign::Ok:
        return Tone::Good;
    case FindingSign::Fault:
        return Tone::Bad;
    case FindingSign::Warning:
        return Tone::Marked;
    case FindingSign::Busy:
    case FindingSign::Unknown:
        break;
    }
    return Tone::Quiet;
}

QLabel *makeLabel(QWidget *parent, const char *name)
{
    auto *label = new QLabel(parent);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

DoctorRow::DoctorRow(QWidget *parent)
    : QWidget(parent)
    , m_mark(makeLabel(this, "doctorMark"))
    , m_title(makeLabel(this, "doctorTitle"))
    , m_sentence(makeLabel(this, "doctorSentence"))
{
    setObjectName(QStringLiteral("doctorRow"));
    QFont strong = m_mark->font();
    strong.setBold(true);
    m_mark->setFont(strong);
    m_mark->setAlignment(Qt::AlignTop | Qt::AlignHCenter);
    m_mark->setFixedWidth(2 * m_mark->fontMetrics().averageCharWidth());
    m_sentence->setWordWrap(true);
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_mark);
    layout->addWidget(m_title);
    layout->addWidget(m_sentence, 1);
}

void DoctorRow::showFinding(const QModelIndex &index)
{
    m_sign = index.data(DoctorModel::SignRole).toInt();
    const auto sign = static_cast<FindingSign>(m_sign);
    m_mark->setText(findingMark(sign));
    m_mark->setToolTip(findingWord(sign));
    m_mark->setAccessibleName(findingWord(sign));
    m_title->setText(index.data(DoctorModel::TitleRole).toString());
    m_sentence->setText(index.data(DoctorModel::SentenceRole).toString());
    setAccessibleName(index.data(Qt::AccessibleTextRole).toString());
    paintTone();
}

bool DoctorRow::isFault() const
{
    return static_cast<FindingSign>(m_sign) == FindingSign::Fault;
}

int DoctorRow::titleWidth() const
{
    return m_title->sizeHint().width();
}

void DoctorRow::setTitleWidth(int width)
{
    m_title->setFixedWidth(width);
}

void DoctorRow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        paintTone();
    }
}

void DoctorRow::paintTone()
{
    const QColor color = toneColor(toneOf(static_cast<FindingSign>(m_sign)), palette());
    if (m_mark->palette().color(QPalette::WindowText) != color) {
        QPalette own; // nothing but what is its own: the rest follows the application's
        own.setColor(QPalette::WindowText, color);
        m_mark->setPalette(own);
        m_title->setPalette(own);
    }
}

} // namespace sockyard
