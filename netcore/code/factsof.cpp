#include "netcore/code/factsof.h"

#include "netcore/code/codesentences.h"
#include "netcore/code/socatword.h"
#include "netcore/codec/chatwires.h"
#include "netcore/messages/preparedmessage.h"
#include "netcore/messages/systemmacros.h"
#include "netcore/responders/registry.h"
#include "netcore/sockets/addresstext.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

constexpr double millisecondsInSecond = 1000;
constexpr qsizetype longestOfPipe = 4096; // that a pipe keeps together (PIPE_BUF)

void take(CodeFacts &facts, const CodeReply &reply)
{
    const ResponderRow *row = responderNamed(reply.name);
    // What these answer is in no few lines.
    const bool isOther = row == nullptr || reply.name == QStringLiteral("files") ||
                         reply.name == QStringLiteral("table");
    const QString name = isOther ? QStringLiteral("echo") : reply.name;
    facts.flags.insert(QStringLiteral("other_reply"), isOther);
    facts.flags.insert(QStringLiteral("until_first"), false);
    facts.flags.insert(QStringLiteral("iso"), false);
    for (const ResponderRow &its : responders()) {
        const bool isChosen = name == QLatin1StringView(its.name);
        const QString flag = QString::fromLatin1(its.name).replace(u'-', u'_');
        facts.flags.insert(flag, isChosen);
        QString error;
        const OptionValues chosen(its.options,
                                  isChosen && !isOther ? reply.options : ReplyOptions(), &error);
        const OptionValues values =
            error.isEmpty() ? chosen : OptionValues(its.options, {}, &error); // as usual
        for (const ReplyOption &option : its.options) {
            const QString key = flag + u'_' + QString::fromLatin1(option.key).replace(u'-', u'_');
            if (option.kind == ReplyOption::Kind::Bytes) {
                facts.places.insert(key, QByteArray::fromStdString(values.bytes(option.key)));
            } else if (option.kind == ReplyOption::Kind::Number) {
                facts.places.insert(key, qint64{values.number(option.key)});
            } else if (option.kind == ReplyOption::Kind::Choice && isChosen) {
                facts.flags.insert(QStringLiteral("until_first"),
                                   values.text(option.key) == QStringLiteral("first"));
                facts.flags.insert(QStringLiteral("iso"),
                                   values.text(option.key) == QStringLiteral("iso"));
            }
        }
    }
}

void take(CodeFacts &facts, CodeFamily family)
{
    facts.flags.insert(QStringLiteral("ipv4"), family == CodeFamily::Ipv4);
    facts.flags.insert(QStringLiteral("ipv6"), family == CodeFamily::Ipv6);
    facts.flags.insert(QStringLiteral("both"), family == CodeFamily::Any);
}

/// As socat wants an address: one of IPv6 stands in brackets.
QString socatHost(const QString &host)
{
    QString word = socatWord(host);
    return host.contains(u':')
               ? u'[' + word.replace(QStringLiteral("\\:"), QStringLiteral(":")) + u']'
               : word;
}

void take(CodeFacts &facts, const QString &prefix, const CodePlace &place)
{
    const auto flag = [&facts, &prefix](const char *name, bool is) {
        facts.flags.insert(prefix + QString::fromLatin1(name), is);
    };
    const bool isAbstract = place.path.startsWith(u'@');
    flag("tcp", place.transport == Transport::Tcp);
    flag("tls", place.transport == Transport::Tls);
    flag("local", isLocal(place.transport));
    flag("seqpacket", place.transport == Transport::LocalSeqPacket);
    flag("abstract", isAbstract);
    facts.places.insert(prefix + QStringLiteral("host"), place.host);
    facts.places.insert(prefix + QStringLiteral("port"), qint64{place.port});
    const QString name = isAbstract ? place.path.mid(1) : place.path;
    facts.places.insert(prefix + QStringLiteral("path"),
                        (isAbstract ? QByteArray(1, '\0') : QByteArray()) + name.toUtf8());
    facts.places.insert(prefix + QStringLiteral("path_text"), name);
    facts.places.insert(prefix + QStringLiteral("socat_path"), socatWord(name));
    facts.places.insert(prefix + QStringLiteral("socat_host"), socatHost(place.host));
    facts.places.insert(prefix + QStringLiteral("host_and_port"),
                        (place.host.contains(u':') ? u'[' + place.host + u']' : place.host) + u':' +
                            QString::number(place.port));
}

void take(CodeFacts &facts, const CodeTls &tls, const QString &host)
{
    const auto orElse = [](const QString &name, const char *usual) {
        return name.isEmpty() ? QString::fromLatin1(usual) : name;
    };
    facts.flags.insert(QStringLiteral("verifies"), tls.verifies);
    facts.flags.insert(QStringLiteral("trust_file"), !tls.trustFile.isEmpty());
    facts.flags.insert(QStringLiteral("own_certificate"), !tls.certificateFile.isEmpty());
    facts.flags.insert(QStringLiteral("only_newest"), tls.onlyNewest);
    facts.flags.insert(QStringLiteral("tls_more"), tls.wantsMore);
    facts.places.insert(QStringLiteral("trust_file"), tls.trustFile);
    const QString certificate = orElse(tls.certificateFile, "certificate.pem");
    const QString key = orElse(tls.keyFile, "key.pem");
    facts.places.insert(QStringLiteral("certificate_file"), certificate);
    facts.places.insert(QStringLiteral("key_file"), key);
    facts.places.insert(QStringLiteral("socat_certificate_file"), socatWord(certificate));
    facts.places.insert(QStringLiteral("socat_key_file"), socatWord(key));
    const QString name = tls.serverName.isEmpty() ? host : tls.serverName;
    facts.places.insert(QStringLiteral("server_name"), name);
    facts.flags.insert(QStringLiteral("name_is_address"), parseAddress(name).has_value());
}

void take(CodeFacts &facts, const QList<Message> &messages)
{
    QList<QByteArray> list;
    bool hasFile = false;
    bool hasMacros = false;
    bool isWrong = false;
    SystemMacros macros;
    for (const Message &message : messages) {
        const auto prepared = PreparedMessage::prepare(message);
        if (!prepared) {
            isWrong = true;
        } else if (prepared->isFile()) {
            hasFile = true;
        } else {
            hasMacros = hasMacros || !prepared->isFixed();
            list.append(prepared->bytes({}, macros));
        }
    }
    const bool hasEmpty = list.contains(QByteArray());
    const bool hasLong = std::any_of(list.begin(), list.end(), [](const QByteArray &bytes) {
        return bytes.size() > longestOfPipe;
    });
    facts.flags.insert(QStringLiteral("several"), list.size() > 1);
    facts.flags.insert(QStringLiteral("long_message"), hasLong);
    facts.flags.insert(QStringLiteral("empty_message"), hasEmpty);
    facts.flags.insert(QStringLiteral("messages"), !list.isEmpty());
    facts.flags.insert(QStringLiteral("file"), hasFile);
    facts.flags.insert(QStringLiteral("macros"), hasMacros);
    facts.flags.insert(QStringLiteral("wrong_message"), isWrong);
    facts.lists.insert(QStringLiteral("message"), list);
}

void takeLimit(CodeFacts &facts, const char *name, int milliseconds)
{
    const QString limit = QString::fromLatin1(name) + QStringLiteral("_limit");
    facts.flags.insert(limit, milliseconds > 0);
    facts.places.insert(limit, milliseconds / millisecondsInSecond);
    facts.places.insert(limit + QStringLiteral("_ms"), qint64{milliseconds});
}

CodeFacts factsOfKind(const StreamServerCode &code)
{
    CodeFacts facts;
    take(facts, QString(), code.place);
    take(facts, code.family);
    take(facts, code.tls, code.place.host);
    take(facts, code.reply);
    facts.flags.insert(QStringLiteral("one_at_a_time"), code.oneAtATime);
    facts.flags.insert(QStringLiteral("limits_clients"), code.limitsClients);
    facts.flags.insert(QStringLiteral("limits_idleness"), code.limitsIdleness);
    facts.flags.insert(QStringLiteral("delays"), code.delaysAnswers);
    facts.places.insert(QStringLiteral("backlog"), qint64{code.backlog});
    facts.places.insert(QStringLiteral("read_size"), qint64{code.readSize});
    return facts;
}

CodeFacts factsOfKind(const StreamClientCode &code)
{
    CodeFacts facts;
    take(facts, QString(), code.place);
    take(facts, code.family);
    take(facts, code.tls, code.place.host);
    take(facts, code.messages);
    takeLimit(facts, "connect", code.connectTimeout);
    takeLimit(facts, "response", code.responseTimeout);
    takeLimit(facts, "exchange", code.exchangeTimeout);
    facts.flags.insert(QStringLiteral("source"), !code.sourceHost.isEmpty() || code.sourcePort > 0);
    facts.flags.insert(QStringLiteral("source_host"), !code.sourceHost.isEmpty());
    facts.flags.insert(QStringLiteral("source_port"), code.sourcePort > 0);
    facts.flags.insert(QStringLiteral("finishes"), code.finishes);
    facts.flags.insert(QStringLiteral("many"), code.hasManyConnections);
    facts.flags.insert(QStringLiteral("tries_again"), code.triesAgain);
    facts.flags.insert(QStringLiteral("options"), code.setsOptions);
    facts.places.insert(QStringLiteral("source_host"), code.sourceHost);
    facts.places.insert(QStringLiteral("source_port"), qint64{code.sourcePort});
    return facts;
}

CodeFacts factsOfKind(const ChatCode &code)
{
    CodeFacts facts;
    take(facts, code.family);
    const auto flag = [&facts](const char *name, bool is) {
        facts.flags.insert(QString::fromLatin1(name), is);
    };
    const auto place = [&facts](const char *name, const CodeValue &value) {
        facts.places.insert(QString::fromLatin1(name), value);
    };
    const ChatWire *const wire = chatWireNamed(code.wire.toStdString());
    const ChatWire &used = wire == nullptr ? chatWires().front().wire() : *wire;
    const auto datagram = [&used, &code](ChatMessage::Kind kind) {
        const auto bytes = used.encode({kind, code.name.toStdString(), code.text.toStdString()});
        return bytes ? QByteArray::fromStdString(*bytes) : QByteArray();
    };
    using Kind = ChatMessage::Kind;
    flag("mcc", &used == &chatWires().front().wire());
    flag("interface", !code.interface.isEmpty());
    flag("all_interfaces", code.onAllInterfaces);
    flag("loop_back", code.loopBack);
    flag("text", !code.text.isEmpty());
    flag("bot", code.hasBot);
    flag("joins", !datagram(Kind::Joins).isEmpty());
    place("group", code.group);
    place("port", qint64{code.port});
    place("interface", code.interface);
    place("socat_interface", socatWord(code.interface));
    place("hops", qint64{code.hops});
    place("loop_back", qint64{code.loopBack ? 1 : 0});
    place("name", code.name);
    place("text", code.text);
    place("join_datagram", datagram(Kind::Joins));
    place("say_datagram", datagram(Kind::Says));
    place("leave_datagram", datagram(Kind::Leaves));
    return facts;
}

CodeFacts factsOfKind(const DatagramCode &code)
{
    CodeFacts facts;
    take(facts, code.family);
    take(facts, code.messages);
    take(facts, code.reply);
    const auto flag = [&facts](const char *name, bool is) {
        facts.flags.insert(QString::fromLatin1(name), is);
    };
    const auto place = [&facts](const char *name, const CodeValue &value) {
        facts.places.insert(QString::fromLatin1(name), value);
    };
    flag("shared", code.shared);
    flag("broadcast", code.broadcast);
    flag("connected", code.connected);
    flag("peer", !code.peerHost.isEmpty());
    place("host", code.host);
    place("socat_host", socatHost(code.host));
    place("port", qint64{code.port});
    place("peer_host", code.peerHost);
    place("socat_peer_host", socatHost(code.peerHost));
    place("peer_port", qint64{code.peerPort});
    place("read_size", qint64{code.readSize});
    return facts;
}

CodeFacts factsOfKind(const ForwarderCode &code)
{
    CodeFacts facts;
    take(facts, QStringLiteral("listen_"), code.listen);
    take(facts, QStringLiteral("target_"), code.target);
    take(facts, code.family);
    facts.flags.insert(QStringLiteral("faults"), code.hasFaults);
    return facts;
}

CodeFacts factsOfKind(const DatagramForwarderCode &code)
{
    CodeFacts facts;
    take(facts, code.family);
    facts.flags.insert(QStringLiteral("faults"), code.hasFaults);
    facts.places.insert(QStringLiteral("host"), code.host);
    facts.places.insert(QStringLiteral("port"), qint64{code.port});
    facts.places.insert(QStringLiteral("socat_host"), socatHost(code.host));
    facts.places.insert(QStringLiteral("target_host"), code.targetHost);
    facts.places.insert(QStringLiteral("target_port"), qint64{code.targetPort});
    facts.places.insert(QStringLiteral("target_socat_host"), socatHost(code.targetHost));
    return facts;
}

CodeFacts factsOfKind(const InterfacesCode & /*code*/)
{
    return {};
}

// In the order of CodeRequest.
constexpr std::array names = {"server",    "client",       "chat",      "datagrams",
                              "forwarder", "udpforwarder", "interfaces"};
static_assert(names.size() == std::variant_size_v<CodeRequest>);

} // namespace

CodeFacts factsOf(const CodeRequest &request)
{
    CodeFacts facts = std::visit([](const auto &code) { return factsOfKind(code); }, request);
    facts.sentences = codeSentences();
    return facts;
}

QString templateNameOf(const CodeRequest &request)
{
    return QString::fromLatin1(names.at(request.index()));
}

} // namespace sockyard
