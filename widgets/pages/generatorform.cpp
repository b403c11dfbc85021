#include "widgets/pages/generatorform.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

namespace sockyard
{

GeneratorForm::GeneratorForm(QWidget *parent)
    : QWidget(parent)
    , m_button(new QPushButton(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new QLabel(tr("Numbered datagrams:"), this));
    m_count = add("countBox", tr("&Number"), GeneratorPlan::countRange,
                  tr("How many are sent; 0 is until it is stopped."));
    m_count->setSpecialValueText(tr("without end"));
    m_rate = add("rateBox", tr("R&ate"), GeneratorPlan::rateRange, tr("How many a second."));
    m_rate->setSuffix(tr(" /s"));
    m_size = add("sizeBox", tr("Si&ze"), GeneratorPlan::sizeRange,
                 tr("How many bytes each of them has: a mark, the number and the time, and dots up "
                    "to here."));
    m_size->setSuffix(tr(" B"));
    m_button->setObjectName(QStringLiteral("generateButton"));
    m_button->setAutoDefault(false);
    m_button->setToolTip(tr("Sends them to whom the message below goes. Another Sockyard that "
                            "receives them tells which are lost, late or there twice."));
    connect(m_button, &QPushButton::clicked, this, &GeneratorForm::toggle);
    layout->addWidget(m_button);
    layout->addStretch(1);
    showState();
}

QSpinBox *GeneratorForm::add(const char *name, const QString &label, const NumberRange &range,
                             const QString &tip)
{
    auto *box = new QSpinBox(this);
    box->setObjectName(QString::fromLatin1(name));
    box->setRange(range.least, range.most);
    box->setValue(range.usual);
    box->setToolTip(tip);
    QString words = label;
    box->setAccessibleName(words.remove(u'&'));
    auto *buddy = new QLabel(label, this);
    buddy->setBuddy(box);
    layout()->addWidget(buddy);
    layout()->addWidget(box);
    return box;
}

GeneratorPlan GeneratorForm::plan() const
{
    return {.rate = m_rate->value(), .count = m_count->value(), .size = m_size->value()};
}

void GeneratorForm::setReady(bool ready)
{
    m_ready = ready;
    showState();
}

void GeneratorForm::setRunning(bool running)
{
    m_running = running;
    showState();
}

void GeneratorForm::toggle()
{
    if (m_running) {
        Q_EMIT stopRequested();
    } else {
        Q_EMIT startRequested(plan());
    }
}

void GeneratorForm::showState()
{
    m_button->setText(m_running ? tr("■ Stop sending") : tr("▶ Send them"));
    m_button->setEnabled(m_ready);
    for (QWidget *field : {m_count, m_rate, m_size}) {
        field->setEnabled(!m_running);
    }
}

} // namespace sockyard
