#include "widgets/pages/servingform.h"

#include "widgets/views/socketfileform.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>

namespace sockyard
{

ServingForm::ServingForm(QWidget *parent)
    : QWidget(parent)
    , m_file(new SocketFileForm(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    using Settings = TcpServerSettings;
    m_backlog = add("backlogBox", tr("&Backlog"), Settings::backlogRange,
                    tr("How many clients may wait to be accepted, the number given to listen(). "
                       "The system may allow fewer."));
    m_mostClients = add("mostClientsBox", tr("&Clients"), Settings::clientsRange,
                        tr("How many may be connected at once. Further ones are refused: they get "
                           "a reset."));
    m_idleLimit = add("idleLimitBox", tr("&Idle"), Settings::idleRange,
                      tr("Seconds after which a client that sends nothing and takes nothing is "
                         "closed. 0 is never."));
    m_readSize = add("readSizeBox", tr("Rea&d"), Settings::readSizeRange,
                     tr("How many bytes one receive takes at most. Small ones show that one send "
                        "may arrive as several receives."));
    m_answerDelay = add("answerDelayBox", tr("Dela&y"), Settings::answerDelayRange,
                        tr("Milliseconds before each answer. The client's next message is received "
                           "after it."));
    m_idleLimit->setSpecialValueText(tr("never"));
    m_idleLimit->setSuffix(tr(" s"));
    m_readSize->setSuffix(tr(" B"));
    m_answerDelay->setSuffix(tr(" ms"));
    layout->addWidget(m_file);
    connect(m_file, &SocketFileForm::changed, this, &ServingForm::changed);
    setForLocal(false);
    layout->addStretch(1);
}

void ServingForm::setForLocal(bool on)
{
    m_file->setVisible(on);
    Q_EMIT changed();
}

QSpinBox *ServingForm::add(const char *name, const QString &label,
                           const TcpServerSettings::Range &range, const QString &tip)
{
    auto *box = new QSpinBox(this);
    box->setObjectName(QString::fromLatin1(name));
    box->setRange(range.least, range.most);
    box->setValue(range.usual);
    box->setToolTip(tip);
    QString words = label;
    box->setAccessibleName(words.remove(u'&'));
    connect(box, &QSpinBox::valueChanged, this, &ServingForm::changed);
    auto *buddy = new QLabel(label, this);
    buddy->setBuddy(box);
    layout()->addWidget(buddy);
    layout()->addWidget(box);
    return box;
}

void ServingForm::setNumbers(const TcpServerSettings &settings)
{
    m_backlog->setValue(settings.backlog);
    m_mostClients->setValue(settings.mostClients);
    m_idleLimit->setValue(settings.idleLimit);
    m_readSize->setValue(settings.readSize);
    m_answerDelay->setValue(settings.answerDelay);
    m_file->set(settings.fileMode, settings.replacesStaleFile);
}

void ServingForm::fill(TcpServerSettings &settings) const
{
    settings.backlog = m_backlog->value();
    settings.mostClients = m_mostClients->value();
    settings.idleLimit = m_idleLimit->value();
    settings.readSize = m_readSize->value();
    settings.answerDelay = m_answerDelay->value();
    settings.fileMode = m_file->mode();
    settings.replacesStaleFile = m_file->replacesStale();
}

int ServingForm::changedCount() const
{
    using Settings = TcpServerSettings;
    return m_file->changedCount() + (m_backlog->value() != Settings::backlogRange.usual ? 1 : 0) +
           (m_mostClients->value() != Settings::clientsRange.usual ? 1 : 0) +
           (m_idleLimit->value() != Settings::idleRange.usual ? 1 : 0) +
           (m_readSize->value() != Settings::readSizeRange.usual ? 1 : 0) +
           (m_answerDelay->value() != Settings::answerDelayRange.usual ? 1 : 0);
}

} // namespace sockyard
