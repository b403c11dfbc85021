#include "app/forwardoptions.h"

#include "app/commandwords.h"
#include "netcore/endpoints/forwardplan.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::CommandLine", text);
}

QString faultNames()
{
    QStringList names;
    for (const FaultRow &row : faultRows()) {
        names.append(QString::fromLatin1(row.key));
    }
    return names.join(QStringLiteral(", "));
}

} // namespace

ForwardOptions::ForwardOptions()
    : forward(QStringLiteral("forward"),
              tr("Start a port forwarder, such as 127.0.0.1:8001=127.0.0.1:80, or "
                 "udp:HOST:PORT=udp:HOST:PORT for datagrams; port 0 is any free one. Each place "
                 "may be tls:HOST:PORT, local:PATH or seqpacket:PATH as well."),
              QStringLiteral("LISTEN=TARGET"))
    , m_fault(QStringLiteral("fault"),
              tr("What is done to what the forwarder carries, such as to-target:delay=200 or "
                 "to-client:stop=on; may be repeated. There are %1.")
                  .arg(faultNames()),
              QStringLiteral("DIRECTION:KIND=VALUE"))
    , m_seed(QStringLiteral("fault-seed"),
             tr("What faults do by chance is the same again for the same number; usually 1."),
             QStringLiteral("N"))
    , m_rewrite(QStringLiteral("rewrite"),
                tr("What the forwarder replaces, such as to-target:hello=HELLO, or "
                   "to-client:matches:([0-9]+)=<$1>; may be repeated."),
                QStringLiteral("DIRECTION:PATTERN=REPLACEMENT"))
    , m_trust(QStringLiteral("forward-trust"),
              tr("Certificates (PEM) that a target behind tls: is trusted by, beside the system's "
                 "own."),
              QStringLiteral("FILE"))
{
}

QList<QCommandLineOption> ForwardOptions::ofForward() const
{
    return {m_fault, m_seed, m_rewrite, m_trust};
}

FaultPlan ForwardOptions::faults(const QCommandLineParser &parser) const
{
    FaultPlan plan;
    const QStringList texts = parser.values(m_fault);
    for (const QString &text : texts) {
        const auto fault = faultIn(text);
        if (const auto *const words = std::get_if<QString>(&fault)) {
            throw Misunderstood{tr("--fault %1: %2").arg(text, *words)};
        }
        const auto &setting = std::get<FaultSetting>(fault);
        plan.of(setting.direction).set(setting.kind, setting.value);
    }
    if (parser.isSet(m_seed)) {
        bool isNumber = false;
        plan.seed = parser.value(m_seed).toUInt(&isNumber);
        if (!isNumber) {
            throw Misunderstood{
                tr("--fault-seed %1: a whole number is wanted").arg(parser.value(m_seed))};
        }
    }
    return plan;
}

ForwarderSettings ForwardOptions::read(const QCommandLineParser &parser) const
{
    const QString text = parser.value(forward);
    auto settings = forwardedPlacesIn(text);
    if (!settings) {
        throw Misunderstood{tr("--forward %1: two places are wanted, as in "
                               "127.0.0.1:8001=127.0.0.1:80 or udp:127.0.0.1:53=udp:127.0.0.1:5353")
                                .arg(text)};
    }
    settings->faults = faults(parser);
    const QStringList rules = parser.values(m_rewrite);
    for (const QString &rule : rules) {
        const auto read = RewriteRule::in(rule);
        if (const auto *const words = std::get_if<QString>(&read)) {
            throw Misunderstood{tr("--rewrite %1: %2").arg(rule, *words)};
        }
    }
    settings->rewriting = rules.join(u'\n');
    settings->targetTls.trustFile = parser.value(m_trust);
    const auto plan = ForwardPlan::of(*settings);
    if (const auto *const words = std::get_if<QString>(&plan)) {
        throw Misunderstood{tr("--forward %1: %2").arg(text, *words)};
    }
    return *settings;
}

} // namespace sockyard
