#include "widgets/pages/udppage.h"

#include "netcore/code/coderequests.h"
#include "netcore/endpoints/listenaddress.h"
#include "netcore/sockets/addresstext.h"
#include "netcore/sockets/datagramsocket.h"
#include "netcore/sockets/notemarks.h"
#include "widgets/models/words.h"
#include "widgets/pages/generatorform.h"
#include "widgets/pages/replychooser.h"
#include "widgets/pages/udpform.h"
#include "widgets/views/addressbox.h"
#include "widgets/views/composer.h"
#include "widgets/views/datagramside.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/noticebar.h"
#include "widgets/views/pathedit.h"
#include "widgets/views/reachbar.h"
#include "widgets/views/replyoptionsform.h"
#include "widgets/views/socketfileform.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

constexpr int sideWidth = 400;
// What an Ethernet frame holds without IPv4's header of 20 bytes and UDP's of 8 (RFC 894).
constexpr int ethernetPayload = 1472;

} // namespace

UdpPage::UdpPage(IoThread &thread, QWidget *parent)
    : Page(std::make_unique<Session<UdpEndpoint>>(thread), Lifecycle::ofUdp(), parent)
    , m_udp(static_cast<Session<UdpEndpoint> *>(&session()))
    , m_transport(new QComboBox(this))
    , m_address(new AddressBox(this))
    , m_port(new QLineEdit(this))
    , m_path(new PathEdit(QStringLiteral("sockyard-datagrams.sock"), this))
    , m_to(new QLineEdit(this))
    , m_reply(std::make_unique<ReplyChooser>(ReplyChooser::Offered::ForDatagrams,
                                             UdpSettings().reply, this))
    , m_more(new QToolButton(this))
    , m_about(new ElidedLabel(this))
    , m_form(new UdpForm(this))
    , m_generator(new GeneratorForm(this))
    , m_reach(new ReachBar(this))
    , m_warning(new NoticeBar(NoticeBar::Closable::No, this))
    , m_side(new DatagramSide(this))
{
    makeFields();
    m_side->setPlaceholder(tr("Nobody yet. Bind the socket, then send to somebody, or have another "
                              "program send here."));
    connect(m_side, &DatagramSide::chosen, this, &UdpPage::selectPeer);
    setSide(m_side, sideWidth);
    composer()->setPlaceholder(tr("Message, in one datagram"));
    composer()->setEmptyOffered(true);
    connectFields();
    showReply();
    showMore();
    updateTargets();
    finishForm();
    showTransport();
}

UdpPage::~UdpPage() = default;

void UdpPage::makeFields()
{
    m_transport->setObjectName(QStringLiteral("transportBox"));
    m_transport->setAccessibleName(tr("Transport"));
    m_transport->setToolTip(
        tr("UDP, between machines, or local datagrams (AF_UNIX with SOCK_DGRAM), "
           "between programs of this machine: there a path takes the place of "
           "address and port, and none is lost."));
    m_transport->addItem(tr("UDP"));
    m_transport->addItem(tr("Local"));
    m_port->setObjectName(QStringLiteral("portEdit"));
    m_port->setText(UdpSettings().port);
    const auto widthOf = [this](const char *text) {
        return m_port->fontMetrics().horizontalAdvance(QString::fromLatin1(text));
    };
    m_port->setMaximumWidth(widthOf("000000000"));
    // In a small window these give way; the whole is in their lists.
    m_address->setMinimumWidth(widthOf("255.255.255.255000"));
    m_reply->box()->setMinimumWidth(widthOf("You said000"));
    m_to->setMinimumWidth(widthOf("255.255.255.255"));
    m_to->setObjectName(QStringLiteral("toEdit"));
    m_to->setPlaceholderText(tr("host:port"));
    m_more->setObjectName(QStringLiteral("udpButton"));
    m_more->setCheckable(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->setToolTip(tr("Whether the socket is connected, shares its port and may broadcast, how "
                          "much of a datagram is received, and numbered datagrams"));
    m_about->setObjectName(QStringLiteral("aboutLabel"));
    m_form->setObjectName(QStringLiteral("udpForm"));
    m_generator->setObjectName(QStringLiteral("generatorForm"));
    m_warning->setObjectName(QStringLiteral("broadcastBar"));
    m_warning->putAway();
    m_reach->setOpening(tr("Everybody who can reach this machine can send to this port."));
    addToForm(m_transport);
    QWidget *const addressLabel = addToForm(
        tr("R&eceive on"), m_address,
        tr("An address of this machine. 127.0.0.1 can be reached from this machine only."));
    QWidget *const portLabel = addToForm(
        tr("&Port"), m_port, tr("0 to 65535. 0 takes any free port, which is shown then."));
    QWidget *const pathLabel = addToForm(
        tr("&Path"), m_path,
        tr("Of the file by which others find this socket; it is made when the socket is bound, and "
           "removed when it is closed. On Linux @NAME is a name without a file."));
    m_ofIp = {addressLabel, m_address, portLabel, m_port};
    m_ofLocal = {pathLabel, m_path};
    addToForm(
        tr("Send &to"), m_to,
        tr("Whom to send to, such as 127.0.0.1:9999, localhost:9999 or [::1]:9999; from a local "
           "socket local: and a path. It can be changed at any time."));
    addToForm(tr("&Reply"), m_reply->box(),
              tr("How each datagram is answered, by one datagram. Two programs that both answer "
                 "everything answer each other without end."));
    addToForm(m_more);
    auto *replyLine = new QWidget(this);
    auto *replyLayout = new QHBoxLayout(replyLine);
    replyLayout->setContentsMargins(0, 0, 0, 0);
    replyLayout->addWidget(m_about, 1);
    replyLayout->addWidget(m_reply->form());
    addUnderForm(replyLine);
    addUnderForm(m_form);
    addUnderForm(m_generator);
    addUnderForm(m_reach);
    addUnderForm(m_warning);
}

void UdpPage::connectFields()
{
    connect(m_port, &QLineEdit::textEdited, this, [this] { m_portIsOurs = false; });
    for (QLineEdit *edit : {m_port, m_to, static_cast<QLineEdit *>(m_path)}) {
        connect(edit, &QLineEdit::returnPressed, this, [this] {
            if (lifecycle().phase() == Lifecycle::Phase::Idle) {
                start();
            }
        });
    }
    connect(m_to, &QLineEdit::textEdited, this, [this] {
        updateTargets();
        composer()->setTarget(static_cast<int>(Target::Typed)); // who names somebody means them
    });
    connect(m_reply.get(), &ReplyChooser::replyChosen, this, [this] {
        showReply();
        useReply();
    });
    connect(m_reply.get(), &ReplyChooser::optionsChanged, this, &UdpPage::useReply);
    connect(m_more, &QToolButton::toggled, this, &UdpPage::showMore);
    connect(m_form, &UdpForm::changed, this, &UdpPage::showMore);
    connect(m_form, &UdpForm::broadcastSwitched, this,
            [this](bool on) { m_udp->post([on](UdpEndpoint &udp) { udp.setBroadcast(on); }); });
    connect(m_generator, &GeneratorForm::startRequested, this, &UdpPage::generate);
    connect(m_generator, &GeneratorForm::stopRequested, this,
            [this] { m_udp->post([](UdpEndpoint &udp) { udp.stopGenerator(); }); });
    connect(m_address, &QComboBox::editTextChanged, this, &UdpPage::updateReach);
    connect(m_port, &QLineEdit::textChanged, this, &UdpPage::updateReach);
    connect(m_path, &QLineEdit::textChanged, this, &UdpPage::updateReach);
    connect(m_form, &UdpForm::changed, this, &UdpPage::updateReach);
    connect(m_transport, &QComboBox::currentIndexChanged, this, &UdpPage::showTransport);
    connect(composer(), &Composer::sendRequested, this, &UdpPage::sendWhatIsTyped);
}

// The form.

bool UdpPage::isLocal() const
{
    return m_transport->currentIndex() == 1;
}

void UdpPage::showTransport()
{
    for (QWidget *field : m_ofIp) {
        field->setVisible(!isLocal());
    }
    for (QWidget *field : m_ofLocal) {
        field->setVisible(isLocal());
    }
    m_to->setPlaceholderText(isLocal() ? tr("local:path") : tr("host:port"));
    m_form->setForLocal(isLocal());
    updateReach();
}

void UdpPage::startWith(const UdpSettings &settings, const QString &to)
{
    m_transport->setCurrentIndex(settings.isLocal ? 1 : 0);
    if (!settings.path.isEmpty()) {
        m_path->setText(settings.path);
    }
    m_address->setAddress(settings.address);
    m_port->setText(settings.port);
    m_portIsOurs = settings.anyPortIfTaken;
    m_to->setText(to);
    m_reply->choose(settings.reply, settings.replyOptions);
    m_form->setSettings(settings);
    updateTargets();
    if (!to.isEmpty()) {
        composer()->setTarget(static_cast<int>(Target::Typed));
    }
    start();
}

UdpSettings UdpPage::settings() const
{
    UdpSettings settings;
    settings.isLocal = isLocal();
    settings.path = m_path->text();
    settings.address = m_address->address();
    settings.port = m_port->text();
    settings.anyPortIfTaken = m_portIsOurs;
    settings.peer = m_to->text();
    settings.reply = m_reply->name();
    settings.replyOptions = m_reply->options();
    m_form->fill(settings);
    return settings;
}

void UdpPage::startEndpoint()
{
    m_reply->keep();
    m_hasHeard = false;
    m_udp->post([settings = settings()](UdpEndpoint &udp) { udp.start(settings); });
}

void UdpPage::showReply()
{
    showLimit();
    orderTabs();
}

void UdpPage::showLimit()
{
    const QLocale locale;
    const bool answers = m_reply->name() != UdpSettings().reply;
    m_about->setText(
        (answers ? tr("Each datagram is answered by one, where the reply has something to say.")
                 : tr("Nothing is answered by itself: you answer, below.")) +
            u' ' +
            tr("At most %1 bytes go into a datagram.")
                .arg(locale.toString(DatagramSocket::maximumPayload)) +
            (m_pathMtu ? u' ' + tr("To this peer up to %1 fit into one packet (path MTU %2).")
                                    .arg(locale.toString(m_pathMtu->payload),
                                         locale.toString(m_pathMtu->mtu))
                       : QString()),
        tr("One of more than %1 bytes crosses most networks in fragments, and is lost with any of "
           "them.")
            .arg(locale.toString(m_pathMtu ? m_pathMtu->payload : ethernetPayload)));
}

void UdpPage::useReply()
{
    if (lifecycle().phase() != Lifecycle::Phase::Idle) {
        m_udp->post([name = m_reply->name(), options = m_reply->options()](UdpEndpoint &udp) {
            udp.setReply(name, options);
        });
    }
}

void UdpPage::showMore()
{
    m_form->setVisible(m_more->isChecked());
    m_generator->setVisible(m_more->isChecked());
    m_more->setText(moreText(m_more->isChecked(), m_form->changedCount()));
    showWarning();
}

void UdpPage::showWarning()
{
    UdpSettings chosen;
    m_form->fill(chosen);
    if (chosen.broadcast && !isLocal()) {
        m_warning->tell(NoticeBar::Kind::Warning,
                        tr("What is sent to a broadcast address reaches every machine on that "
                           "network, whether it wants it or not, and each has to look at it. IPv6 "
                           "has no broadcast."));
    } else {
        m_warning->putAway();
    }
}

void UdpPage::updateReach()
{
    if (isLocal()) {
        m_reach->setWords(m_form->file().reachWords(m_path->text()));
        return;
    }
    const auto listen = parseListenAddress(m_address->address());
    if (!listen) {
        m_reach->putAway();
        return;
    }
    const auto port = parsePort(m_port->text()).value_or(0); // 0: which one is not known yet
    m_reach->setAddress(listen->host, listen->families,
                        port == 0 ? std::nullopt : std::optional(port));
}

void UdpPage::setFormEnabled(bool enabled)
{
    for (QWidget *field : {static_cast<QWidget *>(m_transport), static_cast<QWidget *>(m_address),
                           static_cast<QWidget *>(m_port), static_cast<QWidget *>(m_path)}) {
        field->setEnabled(enabled);
    }
    m_form->setBound(!enabled);
    m_to->setEnabled(enabled || !isConnected());
}

void UdpPage::focusForm()
{
    if (isLocal()) {
        m_path->setFocus();
    } else {
        m_address->setFocus();
    }
}

// Whom is sent to.

bool UdpPage::isConnected() const
{
    UdpSettings chosen;
    m_form->fill(chosen);
    return chosen.connected;
}

QString UdpPage::textOf(Target target) const
{
    return target == Target::Selected ? m_selected : m_to->text().trimmed();
}

void UdpPage::updateTargets()
{
    if (isConnected()) {
        composer()->setTargets({}); // there is one peer, and no choice
        return;
    }
    const QString typed = textOf(Target::Typed);
    QStringList targets{tr("Whom was heard last"),
                        typed.isEmpty() ? tr("To …") : tr("To %1").arg(typed)};
    if (!m_selected.isEmpty()) {
        targets.append(tr("Peer %1").arg(m_selected));
    }
    composer()->setTargets(targets);
}

void UdpPage::selectPeer(const QString &peer, EventNumber event)
{
    m_selected = peer;
    updateTargets();
    composer()->setTarget(static_cast<int>(Target::Selected)); // who selects one means them
    showEventNumber(event);
}

UdpPage::Target UdpPage::target() const
{
    return static_cast<Target>(std::max(composer()->target(), 0));
}

QString UdpPage::whyNot(Target target) const
{
    if (isConnected()) {
        return {};
    }
    if (target == Target::LastHeard) {
        return m_hasHeard ? QString()
                          : tr("Nobody has been heard yet. Name somebody in \"Send to\".");
    }
    const auto judged = UdpPlan::targetIn(textOf(target));
    const auto *const words = std::get_if<QString>(&judged);
    return words == nullptr ? QString() : *words;
}

QString UdpPage::whyNot(Target target, const PreparedMessage &message) const
{
    const auto bytes = message.fixedBytes();
    if (!isLocal() && bytes && bytes->size() > DatagramSocket::maximumPayload) {
        const QLocale locale;
        return tr("EMSGSIZE: this message has %1 bytes, and a datagram carries at most %2. Send it "
                  "in parts.")
            .arg(locale.toString(bytes->size()), locale.toString(DatagramSocket::maximumPayload));
    }
    if (message.isFile()) {
        return tr("A file is not sent as datagrams: nobody would put it together again, or ask for "
                  "what is lost. TCP does that.");
    }
    return whyNot(target);
}

void UdpPage::sendTo(Target target, const PreparedMessage &message)
{
    if (isConnected() || target == Target::LastHeard) {
        m_udp->post([message](UdpEndpoint &udp) { udp.send(message); });
    } else {
        m_udp->post([to = textOf(target), message](UdpEndpoint &udp) { udp.sendTo(to, message); });
    }
}

void UdpPage::send(const PreparedMessage &message)
{
    sendTo(Target::Typed, message);
}

void UdpPage::sendWhatIsTyped()
{
    const auto message = composer()->prepared();
    if (!message) {
        return;
    }
    const QString why = whyNot(target(), *message);
    if (!why.isEmpty()) {
        tellError(why);
        return;
    }
    sendTo(target(), *message);
    composer()->accept();
}

void UdpPage::generate(const GeneratorPlan &plan)
{
    const QString why = whyNot(target());
    if (!why.isEmpty()) {
        tellError(why);
        return;
    }
    const bool isNamed = !isConnected() && target() != Target::LastHeard;
    const QString to = isNamed ? textOf(target()) : QString();
    m_udp->post([to, plan](UdpEndpoint &udp) { udp.generate(to, plan); });
}

// What has happened.

QString UdpPage::buttonText(Lifecycle::Phase phase) const
{
    return phase == Lifecycle::Phase::Idle ? tr("▶ Bind") : tr("■ Close");
}

void UdpPage::foldEvent(const Event &event)
{
    m_side->apply(event);
    if (event.kind() == EventKind::Bound) {
        m_becameBound = true;
        m_hasHeard = false;
        m_pathMtu.reset();
    } else if (event.kind() == EventKind::Closed) {
        m_pathMtu.reset();
    } else if (event.kind() == EventKind::Received) {
        m_hasHeard = m_hasHeard || !event.peer().empty(); // who has no name cannot be answered
    } else if (event.kind() == EventKind::Note && event.note().starts_with(pathMtuMark)) {
        m_pathMtu = PathMtu::fromText(event.note().substr(pathMtuMark.size()));
    } else if (event.kind() == EventKind::Note) {
        m_generates = event.note().starts_with(generatorBeginsMark) ||
                      (m_generates && !event.note().starts_with(generatorEndsMark));
    }
}

void UdpPage::showProjections()
{
    m_side->publish();
    updateTargets();
    showLimit();
    m_generator->setReady(lifecycle().phase() == Lifecycle::Phase::Running);
    m_generator->setRunning(m_generates);
    composer()->setReady(lifecycle().phase() == Lifecycle::Phase::Running,
                         tr("Bind the socket first."));
    if (std::exchange(m_becameBound, false) && !isLocal()) {
        m_port->setText(fromUtf8(lifecycle().local()).section(u':', -1));
    }
}

QString UdpPage::summary() const
{
    QStringList parts;
    if (lifecycle().phase() == Lifecycle::Phase::Running) {
        parts.append(tr("bound to %1").arg(fromUtf8(lifecycle().local())));
        if (isConnected()) {
            parts.append(tr("connected to %1").arg(fromUtf8(lifecycle().peer())));
        }
    } else {
        parts.append(tr("not bound"));
    }
    parts.append(m_side->peersText());
    return parts.join(QStringLiteral("  ·  "));
}

bool UdpPage::isBusy() const
{
    return lifecycle().phase() != Lifecycle::Phase::Idle;
}

std::optional<CodeRequest> UdpPage::codeRequest() const
{
    return codeRequestOf(settings(), m_to->text(), typedMessages());
}

} // namespace sockyard
