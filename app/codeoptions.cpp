#include "app/codeoptions.h"

#include "app/commandwords.h"
#include "netcore/code/coderequests.h"
#include "netcore/code/codewriter.h"

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

} // namespace

CodeOptions::CodeOptions()
    : code(QStringLiteral("code"),
           tr("Print a program that does what the other options ask for, and end: %1.")
               .arg(codeLanguageNames()),
           QStringLiteral("LANGUAGE"))
{
}

QString CodeOptions::program(const QCommandLineParser &parser, const CommandLine &commandLine) const
{
    const QString name = parser.value(code);
    const CodeLanguage *const language = codeLanguageNamed(name);
    if (language == nullptr) {
        throw Misunderstood{tr("--code %1: there is no such language; there are: %2")
                                .arg(name, codeLanguageNames())};
    }
    QList<std::optional<CodeRequest>> requests;
    if (commandLine.server) {
        requests.append(codeRequestOf(*commandLine.server));
    }
    if (const auto &client = commandLine.client) {
        requests.append(codeRequestOf(client->settings, client->sends, client->finishes));
    }
    if (const auto &udp = commandLine.udp) {
        requests.append(codeRequestOf(udp->settings, udp->to, udp->sends));
    }
    if (const auto &chat = commandLine.chat) {
        requests.append(codeRequestOf(chat->settings, chat->says.value(0)));
    }
    if (commandLine.forward) {
        requests.append(codeRequestOf(*commandLine.forward));
    }
    if (commandLine.interfaces) {
        requests.append(InterfacesCode());
    }
    if (requests.size() != 1) {
        throw Misunderstood{
            tr("--code %1: of what? Give one of --server, --client, --udp, --chat, --forward and "
               "--interfaces")
                .arg(name)};
    }
    const auto &request = requests.constFirst();
    if (!request) {
        throw Misunderstood{tr("--code %1: no program can do that").arg(name)};
    }
    return writeProgram(*request, *language).text;
}

} // namespace sockyard
