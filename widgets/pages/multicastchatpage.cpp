#include "widgets/pages/multicastchatpage.h"

#include "netcore/sockets/addresstext.h"
#include "widgets/models/conversationmodel.h"
#include "widgets/models/words.h"
#include "widgets/views/composer.h"
#include "widgets/views/conversationview.h"
#include "widgets/views/interfacebox.h"
#include "widgets/views/messageedit.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>

#include <array>
#include <utility>

namespace sockyard
{

namespace
{

constexpr int sideWidth = 400;

// The groups of the course, one a family.
struct FamilyRow {
    const char *title;
    QAbstractSocket::NetworkLayerProtocol protocol;
    QLatin1StringView group;
};

constexpr std::array families = {
    FamilyRow{"IPv4", QAbstractSocket::IPv4Protocol, QLatin1StringView("225.0.0.250")},
    FamilyRow{"IPv6", QAbstractSocket::IPv6Protocol,
              QLatin1StringView("ff15:7079:7468:6f6e:6465:6d6f:6d63:6173")},
};

QString userName()
{
    const QString name = qEnvironmentVariable("USER", qEnvironmentVariable("USERNAME"));
    return MulticastChat::isName(name, MulticastChatSettings().wire) ? name : QStringLiteral("me");
}

} // namespace

MulticastChatPage::MulticastChatPage(IoThread &thread, QWidget *parent)
    : Page(std::make_unique<Session<MulticastChat>>(thread), Lifecycle::ofMulticastChat(), parent)
    , m_chat(static_cast<Session<MulticastChat> *>(&session()))
    , m_conversation(new ConversationModel(this))
    , m_name(new QLineEdit(this))
    , m_family(new QComboBox(this))
    , m_group(new QLineEdit(this))
    , m_port(new QLineEdit(this))
    , m_interface(new InterfaceBox(this))
    , m_hops(new QSpinBox(this))
    , m_loopBack(new QCheckBox(tr("Loop &back"), this))
    , m_talk(new ConversationView(m_conversation, this))
{
    const MulticastChatSettings usual;
    m_name->setObjectName(QStringLiteral("nameEdit"));
    m_name->setText(userName());
    m_family->setObjectName(QStringLiteral("familyBox"));
    for (const FamilyRow &row : families) {
        m_family->addItem(QString::fromLatin1(row.title));
    }
    m_group->setObjectName(QStringLiteral("groupEdit"));
    m_group->setText(usual.group);
    m_port->setObjectName(QStringLiteral("portEdit"));
    m_port->setText(usual.port);
    m_port->setMaximumWidth(m_port->fontMetrics().horizontalAdvance(QStringLiteral("0000000")));
    m_hops->setObjectName(QStringLiteral("hopsBox"));
    m_hops->setRange(0, 255);
    m_hops->setValue(usual.hops);
    m_loopBack->setObjectName(QStringLiteral("loopBackBox"));
    m_loopBack->setChecked(usual.loopBack);
    m_loopBack->setToolTip(tr("Own messages come back to this machine: you and others on it hear "
                              "them. On lo they always do: that interface itself loops"));

    addToForm(tr("&Name"), m_name, tr("Who is speaking"));
    m_family->setAccessibleName(tr("Address family"));
    m_family->setToolTip(tr("IPv4 and IPv6 groups do not hear each other"));
    addToForm(m_family);
    addToForm(tr("&Group"), m_group,
              tr("A multicast address: 224.0.0.0 to 239.255.255.255, or ff00::/8"));
    addToForm(tr("&Port"), m_port, tr("1 to 65535; all members of the group use the same"));
    addToForm(tr("&Interface"), m_interface,
              tr("Where the group is joined and where messages go out. lo: only this machine."));
    addToForm(tr("&Hops"), m_hops,
              tr("TTL: how many networks a message may cross. 1 stays in this one."));
    addToForm(m_loopBack);

    m_talk->setPlaceholder(tr("Nothing has been said yet. Join, then type a message below. Start a "
                              "second window to have somebody to talk to."));
    setSide(m_talk, sideWidth);
    composer()->setPlaceholder(tr("Message to the group"));
    composer()->setEndingsOffered(false);
    composer()->setNotationsOffered(false);

    connect(m_family, &QComboBox::activated, this, &MulticastChatPage::familyChosen);
    connect(m_group, &QLineEdit::textEdited, this, [this](const QString &text) {
        if (const auto address = parseAddress(text)) {
            for (std::size_t index = 0; index < families.size(); ++index) {
                if (families.at(index).protocol == address->protocol()) {
                    m_family->setCurrentIndex(static_cast<int>(index));
                }
            }
        }
    });
    for (QLineEdit *edit : {m_name, m_group, m_port}) {
        connect(edit, &QLineEdit::returnPressed, this, [this] {
            if (lifecycle().phase() == Lifecycle::Phase::Idle) {
                start();
            }
        });
    }
    connect(m_talk, &ConversationView::chosen, this, &MulticastChatPage::showEventNumber);
    connect(composer(), &Composer::sendRequested, this, &MulticastChatPage::sayWhatIsTyped);
    finishForm();
}

MulticastChatPage::~MulticastChatPage() = default;

void MulticastChatPage::familyChosen()
{
    const auto chosen = static_cast<std::size_t>(m_family->currentIndex());
    m_group->setText(QString(families.at(chosen).group));
    m_group->setCursorPosition(0);
}

void MulticastChatPage::startWith(const MulticastChatSettings &settings)
{
    if (!settings.name.isEmpty()) {
        m_name->setText(settings.name);
    }
    m_group->setText(settings.group);
    m_group->setCursorPosition(0);
    if (const auto address = parseAddress(settings.group)) {
        m_family->setCurrentIndex(address->protocol() == QAbstractSocket::IPv6Protocol ? 1 : 0);
    }
    m_port->setText(settings.port);
    if (!settings.interface.isEmpty()) {
        m_interface->setInterfaceName(settings.interface);
    }
    m_hops->setValue(settings.hops);
    m_loopBack->setChecked(settings.loopBack);
    start();
}

void MulticastChatPage::startEndpoint()
{
    MulticastChatSettings settings;
    settings.name = m_name->text();
    settings.group = m_group->text();
    settings.port = m_port->text();
    settings.interface = m_interface->interfaceName();
    settings.hops = m_hops->value();
    settings.loopBack = m_loopBack->isChecked();
    m_speaker = settings.name.trimmed();
    m_chat->post([settings](MulticastChat &chat) { chat.start(settings); });
}

void MulticastChatPage::say(const QString &text)
{
    m_chat->post([text](MulticastChat &chat) { chat.say(text); });
}

void MulticastChatPage::sayWhatIsTyped()
{
    const QString text = composer()->text();
    const qsizetype size =
        MulticastChat::datagramSize(m_speaker, text, MulticastChatSettings().wire);
    if (size > DatagramSocket::maximumPayload) {
        const QLocale locale;
        tellError(tr("EMSGSIZE: this message makes a datagram of %1 bytes; the most is %2. Send it "
                     "in parts.")
                      .arg(locale.toString(size), locale.toString(DatagramSocket::maximumPayload)));
        return;
    }
    say(text);
    composer()->accept();
}

QString MulticastChatPage::buttonText(Lifecycle::Phase phase) const
{
    return phase == Lifecycle::Phase::Idle ? tr("▶ Join") : tr("■ Leave");
}

void MulticastChatPage::foldEvent(const Event &event)
{
    m_conversation->apply(m_hearing.apply(event));
    m_sockets.apply(event);
    if (event.kind() == EventKind::Joined) {
        m_becameJoined = true;
    }
}

void MulticastChatPage::showProjections()
{
    m_conversation->publish();
    composer()->setReady(lifecycle().phase() == Lifecycle::Phase::Running,
                         tr("Join the group first."));
    if (std::exchange(m_becameJoined, false) && isVisible()) {
        composer()->edit()->setFocus(); // the next thing that one wants is to type
    }
}

void MulticastChatPage::setFormEnabled(bool enabled)
{
    for (QWidget *field : {static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_family),
                           static_cast<QWidget *>(m_group), static_cast<QWidget *>(m_port),
                           static_cast<QWidget *>(m_interface), static_cast<QWidget *>(m_hops),
                           static_cast<QWidget *>(m_loopBack)}) {
        field->setEnabled(enabled);
    }
}

QString MulticastChatPage::summary() const
{
    const auto foreign = m_hearing.foreignCount();
    QString text = lifecycle().phase() == Lifecycle::Phase::Running
                       ? tr("joined %1 as %2").arg(m_group->text().trimmed(), m_speaker)
                       : tr("not joined");
    if (foreign > 0) {
        text += QStringLiteral("  ·  ") +
                tr("%1 datagrams that are no messages")
                    .arg(QLocale().toString(static_cast<qulonglong>(foreign)));
    }
    return text;
}

bool MulticastChatPage::isBusy() const
{
    return m_sockets.anyOpen();
}

void MulticastChatPage::focusForm()
{
    m_name->setFocus();
}

} // namespace sockyard
