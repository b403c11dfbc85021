#include "widgets/pages/chatform.h"

#include "netcore/chat/chatwords.h"
#include "netcore/codec/chatwires.h"
#include "widgets/models/words.h"
#include "widgets/views/botform.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

#include <array>

namespace sockyard
{

ChatForm::ChatForm(QWidget *parent)
    : QWidget(parent)
    , m_hops(new QSpinBox(this))
    , m_loopBack(new QCheckBox(tr("Loop &back"), this))
    , m_wire(new QComboBox(this))
    , m_bot(new BotForm(this))
{
    m_hops->setObjectName(QStringLiteral("hopsBox"));
    m_hops->setRange(MulticastChatSettings::hopsRange.least, MulticastChatSettings::hopsRange.most);
    m_hops->setAccessibleName(tr("Hops"));
    m_hops->setToolTip(tr("TTL, or hop limit of IPv6: how many networks a message may reach. 1: "
                          "this one, no router hands it on. 0: only this machine."));
    m_loopBack->setObjectName(QStringLiteral("loopBackBox"));
    m_loopBack->setToolTip(tr("Own messages come back to this machine: you and others on it hear "
                              "them. On lo they always do: that interface itself loops"));
    m_wire->setObjectName(QStringLiteral("wireBox"));
    m_wire->setAccessibleName(tr("Wire"));
    m_wire->setToolTip(tr("How messages are written into datagrams. All wires are read, whichever "
                          "is written."));
    for (const ChatWireRow &row : chatWires()) {
        const QString name = fromUtf8(row.name);
        m_wire->addItem(wireTitle(name), name);
        m_wire->setItemData(m_wire->count() - 1, wireWords(name), Qt::ToolTipRole);
    }
    auto *hopsLabel = new QLabel(tr("&Hops"), this);
    hopsLabel->setBuddy(m_hops);
    auto *wireLabel = new QLabel(tr("&Wire"), this);
    wireLabel->setBuddy(m_wire);
    auto *line = new QHBoxLayout;
    for (QWidget *widget :
         std::to_array<QWidget *>({hopsLabel, m_hops, m_loopBack, wireLabel, m_wire})) {
        line->addWidget(widget);
    }
    line->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(line);
    layout->addWidget(m_bot);

    setSettings({});
    connect(m_hops, &QSpinBox::valueChanged, this, &ChatForm::changed);
    connect(m_loopBack, &QCheckBox::toggled, this, &ChatForm::changed);
    connect(m_wire, &QComboBox::currentIndexChanged, this, &ChatForm::changed);
    connect(m_bot, &BotForm::edited, this, [this] {
        Q_EMIT changed();
        Q_EMIT botEdited(m_bot->settings());
    });
}

void ChatForm::setSettings(const MulticastChatSettings &settings)
{
    m_hops->setValue(settings.hops);
    m_loopBack->setChecked(settings.loopBack);
    m_wire->setCurrentIndex(m_wire->findData(settings.wire));
    m_bot->setSettings(settings.bot);
    Q_EMIT changed();
}

void ChatForm::fill(MulticastChatSettings &settings) const
{
    settings.hops = m_hops->value();
    settings.loopBack = m_loopBack->isChecked();
    settings.wire = m_wire->currentData().toString();
    settings.bot = m_bot->settings();
}

int ChatForm::changedCount() const
{
    MulticastChatSettings now;
    fill(now);
    const MulticastChatSettings usual;
    return (now.hops != usual.hops ? 1 : 0) + (now.loopBack != usual.loopBack ? 1 : 0) +
           (now.wire != usual.wire ? 1 : 0) + m_bot->changedCount();
}

void ChatForm::setJoined(bool joined)
{
    for (QWidget *field : std::to_array<QWidget *>({m_hops, m_loopBack, m_wire})) {
        field->setEnabled(!joined);
    }
}

} // namespace sockyard
