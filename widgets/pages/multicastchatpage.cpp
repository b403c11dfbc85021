#include "widgets/pages/multicastchatpage.h"

#include "netcore/chat/groupscope.h"
#include "netcore/code/coderequests.h"
#include "netcore/codec/chatwires.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/datagramsocket.h"
#include "widgets/models/doctormodel.h"
#include "widgets/pages/chatform.h"
#include "widgets/pages/chatsettings.h"
#include "widgets/pages/chatside.h"
#include "widgets/views/composer.h"
#include "widgets/views/doctorpane.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/groupbox.h"
#include "widgets/views/interfacebox.h"
#include "widgets/views/messageedit.h"
#include "widgets/views/noticebar.h"

#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <utility>

namespace sockyard
{

namespace
{
constexpr int sideWidth = 400;
} // namespace

MulticastChatPage::MulticastChatPage(IoThread &thread, QWidget *parent)
    : Page(std::make_unique<Session<MulticastChat>>(thread), Lifecycle::ofMulticastChat(), parent)
    , m_chat(static_cast<Session<MulticastChat> *>(&session()))
    , m_name(new QLineEdit(this))
    , m_group(new GroupBox(this))
    , m_port(new QLineEdit(this))
    , m_interface(new InterfaceBox(this))
    , m_more(new QToolButton(this))
    , m_scope(new ElidedLabel(this))
    , m_speaking(new ChatForm(this))
    , m_audience(new NoticeBar(NoticeBar::Closable::No, this))
    , m_findings(new DoctorModel(this))
    , m_doctor(new DoctorPane(m_findings, this))
    , m_side(new ChatSide(this))
{
    makeFields();
    setSide(m_side, sideWidth);
    composer()->setPlaceholder(tr("Message to the group"));
    composer()->setEndingsOffered(false);
    composer()->setNotationsOffered(false);
    fillForm(savedChatSettings());
    connectFields();
    showMore();
    showScope();
    showAudience();
    finishForm();
}

MulticastChatPage::~MulticastChatPage() = default;

void MulticastChatPage::makeFields()
{
    m_name->setObjectName(QStringLiteral("nameEdit"));
    m_port->setObjectName(QStringLiteral("portEdit"));
    const auto widthOf = [this](const char *text) {
        return m_port->fontMetrics().horizontalAdvance(QString::fromLatin1(text));
    };
    m_port->setMaximumWidth(widthOf("0000000"));
    // In a small window these give way; the whole is in their lists.
    m_port->setMinimumWidth(widthOf("0000000"));
    m_group->setMinimumWidth(widthOf("225.0.0.250000"));
    m_interface->setMinimumWidth(widthOf("lo (127.0.0.1)"));
    m_more->setObjectName(QStringLiteral("speakingButton"));
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->setToolTip(tr("How far messages go, whether they come back, how they are written, and "
                          "the bot"));
    m_scope->setObjectName(QStringLiteral("scopeLabel"));
    m_speaking->setObjectName(QStringLiteral("chatForm"));
    m_speaking->setVisible(false);
    m_audience->setObjectName(QStringLiteral("audienceBar"));
    addToForm(tr("&Name"), m_name, tr("Who is speaking"));
    addToForm(tr("&Group"), m_group,
              tr("A multicast address: 224.0.0.0 to 239.255.255.255, or ff00::/8"));
    addToForm(tr("&Port"), m_port, tr("1 to 65535; all members of the group use the same"));
    addToForm(tr("&Interface"), m_interface,
              tr("Where the group is joined and where messages go out. lo: only this machine."));
    addToForm(m_more);
    addUnderForm(m_scope);
    addUnderForm(m_speaking);
    addUnderForm(m_audience);
    addUnderForm(m_doctor);
}

void MulticastChatPage::connectFields()
{
    const auto typed = [this] { m_isOfAPerson = true; };
    for (QLineEdit *edit : {m_name, m_port}) {
        connect(edit, &QLineEdit::textEdited, this, typed);
        connect(edit, &QLineEdit::returnPressed, this, &MulticastChatPage::startIfIdle);
    }
    connect(m_group, &GroupBox::edited, this, typed);
    connect(m_group, &GroupBox::submitted, this, &MulticastChatPage::startIfIdle);
    connect(m_group, &GroupBox::groupChanged, this, &MulticastChatPage::showScope);
    connect(m_interface, &QComboBox::currentIndexChanged, this, &MulticastChatPage::showAudience);
    connect(m_more, &QToolButton::toggled, this, &MulticastChatPage::showMore);
    connect(m_speaking, &ChatForm::changed, this, &MulticastChatPage::showMore);
    connect(m_speaking, &ChatForm::changed, this, &MulticastChatPage::showScope);
    connect(m_speaking, &ChatForm::changed, this, &MulticastChatPage::showAudience);
    connect(m_speaking, &ChatForm::botEdited, this, &MulticastChatPage::setBot);
    connect(m_side, &ChatSide::chosen, this, &MulticastChatPage::showEventNumber);
    connect(m_side, &ChatSide::doctorWanted, this, &MulticastChatPage::examine);
    connect(m_doctor, &DoctorPane::askedAgain, this, &MulticastChatPage::examine);
    connect(m_doctor, &DoctorPane::putAway, m_side, &ChatSide::focusDoctor);
    connect(composer(), &Composer::sendRequested, this, &MulticastChatPage::sayWhatIsTyped);
}

// The form.

void MulticastChatPage::fillForm(const MulticastChatSettings &settings)
{
    if (!settings.name.isEmpty()) {
        m_name->setText(settings.name);
    }
    m_group->setGroup(settings.group);
    m_port->setText(settings.port);
    if (settings.allInterfaces) {
        m_interface->chooseAll();
    } else if (!settings.interface.isEmpty()) {
        m_interface->setInterfaceName(settings.interface);
    }
    m_speaking->setSettings(settings);
}

MulticastChatSettings MulticastChatPage::settings() const
{
    MulticastChatSettings settings;
    settings.name = m_name->text();
    settings.group = m_group->group();
    settings.port = m_port->text();
    settings.interface = m_interface->interfaceName();
    settings.allInterfaces = m_interface->isAll();
    m_speaking->fill(settings);
    return settings;
}

void MulticastChatPage::showMore()
{
    m_speaking->setVisible(m_more->isChecked());
    m_more->setText(moreText(m_more->isChecked(), m_speaking->changedCount()));
}

void MulticastChatPage::showScope()
{
    const QString problem = badGroupWords(m_group->group());
    const auto group = parseAddress(m_group->group().trimmed());
    if (!problem.isEmpty() || !group) {
        m_scope->setTone(Tone::Bad);
        m_scope->setText(tr("✗ %1").arg(problem));
        return;
    }
    const bool isIpv6 = group->protocol() == QAbstractSocket::IPv6Protocol;
    m_scope->setTone(Tone::Quiet);
    m_scope->setText(groupScopeWords(*group, settings().hops) + u' ' +
                     (isIpv6 ? tr("It is of IPv6: who is on an IPv4 group does not hear it.")
                             : tr("It is of IPv4: who is on an IPv6 group does not hear it.")));
}

void MulticastChatPage::showAudience()
{
    const QString who = m_interface->audience();
    const int hops = settings().hops;
    if (who.isEmpty()) {
        m_audience->putAway();
    } else if (hops <= 1) {
        m_audience->tell(NoticeBar::Kind::Warning, who);
    } else {
        m_audience->tell(
            NoticeBar::Kind::Warning,
            who + u' ' +
                tr("With %1 hops, so can who is behind up to %2 routers.").arg(hops).arg(hops - 1));
    }
}

void MulticastChatPage::setFormEnabled(bool enabled)
{
    for (QWidget *field : std::to_array<QWidget *>({m_name, m_group, m_port, m_interface})) {
        field->setEnabled(enabled);
    }
    m_speaking->setJoined(!enabled);
}

void MulticastChatPage::focusForm()
{
    m_name->setFocus();
}

// What a person wants.

void MulticastChatPage::startWith(const MulticastChatSettings &settings)
{
    fillForm(settings);
    m_isOfAPerson = false;
    start();
}

void MulticastChatPage::suggestInterface(const QString &name)
{
    if (lifecycle().phase() != Lifecycle::Phase::Idle) {
        tellError(tr("A group is joined already. Leave it first to chat on %1.").arg(name));
        return;
    }
    m_interface->setInterfaceName(name);
    m_name->setFocus();
}

void MulticastChatPage::startIfIdle()
{
    if (lifecycle().phase() == Lifecycle::Phase::Idle) {
        start();
    }
}

void MulticastChatPage::startEndpoint()
{
    m_joined = settings();
    m_chat->post([settings = m_joined](MulticastChat &chat) { chat.start(settings); });
}

void MulticastChatPage::setBot(const BotSettings &bot)
{
    saveBotTexts(bot);
    m_chat->post([bot](MulticastChat &chat) { chat.setBot(bot); });
}

bool MulticastChatPage::say(const QString &text)
{
    const ChatWire *const wire = chatWireNamed(m_joined.wire.toStdString());
    const qsizetype most = wire == nullptr
                               ? DatagramSocket::maximumPayload
                               : std::min(DatagramSocket::maximumPayload,
                                          static_cast<qsizetype>(wire->longestDatagram()));
    const qsizetype size =
        MulticastChat::datagramSize(m_joined.name.trimmed(), text, m_joined.wire);
    if (size > most) {
        const QLocale locale;
        tellError(tr("EMSGSIZE: this message makes a datagram of %1 bytes; the most that readers "
                     "of the wire %2 take is %3. Send it in parts.")
                      .arg(locale.toString(size), m_joined.wire, locale.toString(most)));
        return false;
    }
    m_chat->post([text](MulticastChat &chat) { chat.say(text); });
    return true;
}

void MulticastChatPage::sayWhatIsTyped()
{
    if (say(composer()->text())) {
        composer()->accept();
    }
}

void MulticastChatPage::examine()
{
    m_chat->post([settings = settings()](MulticastChat &chat) { chat.examine(settings); });
}

// What has happened.

QString MulticastChatPage::buttonText(Lifecycle::Phase phase) const
{
    return phase == Lifecycle::Phase::Idle ? tr("▶ Join") : tr("■ Leave");
}

void MulticastChatPage::foldEvent(const Event &event)
{
    m_side->apply(event);
    m_findings->apply(event);
    m_sockets.apply(event);
    if (event.kind() == EventKind::Joined && event.connection() == 0) { // and no probe's
        m_becameJoined = true;
    }
}

void MulticastChatPage::showProjections()
{
    m_side->publish();
    m_findings->publish();
    composer()->setReady(lifecycle().phase() == Lifecycle::Phase::Running,
                         tr("Join the group first."));
    if (std::exchange(m_becameJoined, false)) {
        greetTheJoined();
    }
}

void MulticastChatPage::greetTheJoined()
{
    if (m_isOfAPerson) {
        saveChatSettings(m_joined);
        m_group->remember(m_joined.group);
    }
    if (isVisible()) {
        composer()->edit()->setFocus(); // the next thing that one wants is to type
    }
}

QString MulticastChatPage::summary() const
{
    const auto foreign = m_side->foreignCount();
    QString text =
        lifecycle().phase() == Lifecycle::Phase::Running
            ? tr("joined %1 as %2").arg(m_joined.group.trimmed(), m_joined.name.trimmed())
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

std::optional<CodeRequest> MulticastChatPage::codeRequest() const
{
    return codeRequestOf(settings(), composer()->text());
}

} // namespace sockyard
