#include "widgets/pages/servingform.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

namespace sockyard
{

ServingForm::ServingForm(QWidget *parent)
    : QWidget(parent)
    , m_modeLabel(new QLabel(tr("&Mode"), this))
    , m_mode(new QLineEdit(TcpServerSettings().fileMode, this))
    , m_replacesStale(new QCheckBox(tr("Replace stale &file"), this))
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
    addFileFields(layout);
    layout->addStretch(1);
}

void ServingForm::addFileFields(QHBoxLayout *layout)
{
    m_mode->setObjectName(QStringLiteral("fileModeEdit"));
    m_mode->setAccessibleName(tr("Mode"));
    m_mode->setMaximumWidth(m_mode->fontMetrics().horizontalAdvance(QStringLiteral("0000000")));
    m_mode->setToolTip(
        tr("The permissions of the socket's file in octal digits, as chmod has them: "
           "whoever may write to it can connect. 600 is this user alone, 660 its "
           "group too, 666 every user of this machine."));
    m_modeLabel->setBuddy(m_mode);
    m_replacesStale->setObjectName(QStringLiteral("replaceStaleBox"));
    m_replacesStale->setChecked(TcpServerSettings().replacesStaleFile);
    m_replacesStale->setToolTip(
        tr("A program that ends without removing its socket's file leaves it "
           "behind, and then nobody can listen there. Such a file is "
           "removed if it is a socket's, belongs to this user, and no "
           "program has it open; the log tells it."));
    connect(m_mode, &QLineEdit::textChanged, this, &ServingForm::changed);
    connect(m_replacesStale, &QCheckBox::toggled, this, &ServingForm::changed);
    layout->addWidget(m_modeLabel);
    layout->addWidget(m_mode);
    layout->addWidget(m_replacesStale);
    setForLocal(false);
}

void ServingForm::setForLocal(bool on)
{
    m_modeLabel->setVisible(on);
    m_mode->setVisible(on);
    m_replacesStale->setVisible(on);
    Q_EMIT changed();
}

QString ServingForm::fileMode() const
{
    return m_mode->text();
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
    m_mode->setText(settings.fileMode);
    m_replacesStale->setChecked(settings.replacesStaleFile);
}

void ServingForm::fill(TcpServerSettings &settings) const
{
    settings.backlog = m_backlog->value();
    settings.mostClients = m_mostClients->value();
    settings.idleLimit = m_idleLimit->value();
    settings.readSize = m_readSize->value();
    settings.answerDelay = m_answerDelay->value();
    settings.fileMode = m_mode->text();
    settings.replacesStaleFile = m_replacesStale->isChecked();
}

int ServingForm::changedCount() const
{
    using Settings = TcpServerSettings;
    const Settings usual;
    const bool isModeChanged = !m_mode->isHidden() && m_mode->text() != usual.fileMode;
    const bool isStaleChanged =
        !m_replacesStale->isHidden() && m_replacesStale->isChecked() != usual.replacesStaleFile;
    return (isModeChanged ? 1 : 0) + (isStaleChanged ? 1 : 0) +
           (m_backlog->value() != Settings::backlogRange.usual ? 1 : 0) +
           (m_mostClients->value() != Settings::clientsRange.usual ? 1 : 0) +
           (m_idleLimit->value() != Settings::idleRange.usual ? 1 : 0) +
           (m_readSize->value() != Settings::readSizeRange.usual ? 1 : 0) +
           (m_answerDelay->value() != Settings::answerDelayRange.usual ? 1 : 0);
}

} // namespace sockyard
