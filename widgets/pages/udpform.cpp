#include "widgets/pages/udpform.h"

#include "widgets/views/socketfileform.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>

namespace sockyard
{

UdpForm::UdpForm(QWidget *parent)
    : QWidget(parent)
    , m_readSize(new QSpinBox(this))
    , m_file(new SocketFileForm(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_connected =
        addSwitch("connectBox", tr("&Connect"),
                  tr("Connects the socket to the peer in \"Send to\". Nothing is sent for it: the "
                     "system lets through what comes from there and nothing else, and tells when "
                     "the port there is closed."));
    m_shared = addSwitch("sharedBox", tr("S&hare the port"),
                         tr("Other programs on this machine can receive on the same port. Each "
                            "datagram goes to one of them, as the system likes."));
    m_broadcast =
        addSwitch("broadcastBox", tr("&Broadcast"),
                  tr("Lets datagrams out to a broadcast address, such as 255.255.255.255. Without "
                     "it the system refuses them."));
    auto *words = new QLabel(tr("Rea&d"), this);
    words->setBuddy(m_readSize);
    m_readSize->setObjectName(QStringLiteral("readSizeBox"));
    m_readSize->setRange(UdpSettings::readSizeRange.least, UdpSettings::readSizeRange.most);
    m_readSize->setSuffix(tr(" B"));
    m_readSize->setAccessibleName(tr("Read"));
    m_readSize->setToolTip(tr("How many bytes of a datagram one receive takes. What is longer is "
                              "cut, and the rest is lost."));
    layout->addWidget(words);
    layout->addWidget(m_readSize);
    layout->addWidget(m_file);
    layout->addStretch(1);
    setForLocal(false);
    setSettings({});
    connect(m_file, &SocketFileForm::changed, this, &UdpForm::changed);
    connect(m_broadcast, &QCheckBox::clicked, this, &UdpForm::broadcastSwitched);
    connect(m_readSize, &QSpinBox::valueChanged, this, &UdpForm::changed);
}

QCheckBox *UdpForm::addSwitch(const char *name, const QString &label, const QString &tip)
{
    auto *box = new QCheckBox(label, this);
    box->setObjectName(QString::fromLatin1(name));
    box->setToolTip(tip);
    connect(box, &QCheckBox::toggled, this, &UdpForm::changed);
    layout()->addWidget(box);
    return box;
}

void UdpForm::setSettings(const UdpSettings &settings)
{
    m_connected->setChecked(settings.connected);
    m_shared->setChecked(settings.shared);
    m_broadcast->setChecked(settings.broadcast);
    m_readSize->setValue(settings.readSize);
    m_file->set(settings.fileMode, settings.replacesStaleFile);
}

void UdpForm::setForLocal(bool on)
{
    m_shared->setVisible(!on);
    m_broadcast->setVisible(!on);
    m_file->setVisible(on);
    Q_EMIT changed();
}

void UdpForm::fill(UdpSettings &settings) const
{
    settings.connected = m_connected->isChecked();
    settings.shared = m_shared->isChecked();
    settings.broadcast = m_broadcast->isChecked();
    settings.readSize = m_readSize->value();
    settings.fileMode = m_file->mode();
    settings.replacesStaleFile = m_file->replacesStale();
}

int UdpForm::changedCount() const
{
    const auto isOn = [](const QCheckBox *box) { return !box->isHidden() && box->isChecked(); };
    return (isOn(m_connected) ? 1 : 0) + (isOn(m_shared) ? 1 : 0) + (isOn(m_broadcast) ? 1 : 0) +
           m_file->changedCount() +
           (m_readSize->value() != UdpSettings::readSizeRange.usual ? 1 : 0);
}

void UdpForm::setBound(bool bound)
{
    for (QWidget *field : {static_cast<QWidget *>(m_connected), static_cast<QWidget *>(m_shared),
                           static_cast<QWidget *>(m_readSize), static_cast<QWidget *>(m_file)}) {
        field->setEnabled(!bound);
    }
}

} // namespace sockyard
