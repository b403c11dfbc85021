#include "app/argumentwords.h"
#include "app/commandline.h"
#include "app/mainwindow.h"
#include "app/script.h"
#include "app/settings.h"
#include "app/terminationsignals.h"
#include "netcore/iothread.h"
#include "netcore/log/logstore.h"
#include "netcore/sockets/native.h"

#include <QApplication>
#include <QIcon>

#include <csignal>
#include <cstdio>
#include <memory>

namespace
{

using namespace sockyard;

constexpr int misunderstood = 2;

void print(FILE *file, const QString &text)
{
    std::fputs(text.toUtf8().constData(), file);
}

void nameProgram()
{
    QCoreApplication::setApplicationName(QStringLiteral("sockyard"));
    QCoreApplication::setOrganizationName(QStringLiteral("Sockyard"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SOCKYARD_VERSION));
}

int answered(const CommandLineResult &result)
{
    switch (result.kind) {
    case CommandLineResult::Kind::Help:
    case CommandLineResult::Kind::Replies:
    case CommandLineResult::Kind::Code:
        print(stdout, result.text);
        return 0;
    case CommandLineResult::Kind::Version:
        print(stdout, QStringLiteral("Sockyard %1\n").arg(QCoreApplication::applicationVersion()));
        return 0;
    case CommandLineResult::Kind::Error:
        print(stderr, QStringLiteral("sockyard: %1\n").arg(result.text));
        return misunderstood;
    case CommandLineResult::Kind::Run:
        break;
    }
    return -1;
}

/// Help and programs are had without a display too; QApplication would end the program there.
bool asksForText(int argc, char *argv[])
{
    QLatin1StringView before;
    for (int index = 1; index < argc; ++index) {
        const QLatin1StringView word(argv[index]);
        if (word == QLatin1StringView("--help") || word == QLatin1StringView("-h") ||
            word == QLatin1StringView("--version") || word == QLatin1StringView("-v") ||
            word == QLatin1StringView("--code") || word.startsWith(QLatin1StringView("--code=")) ||
            word == QLatin1StringView("--reply=list") ||
            (word == QLatin1StringView("list") && before == QLatin1StringView("--reply"))) {
            return true;
        }
        before = word;
    }
    return false;
}

} // namespace

int main(int argc, char *argv[])
{
    nameProgram();
#ifdef SIGXFSZ
    std::signal(SIGXFSZ, SIG_IGN); // a log that grows too large for a limit is an error, not an end
#endif
    if (asksForText(argc, argv)) {
        const QCoreApplication application(argc, argv);
        return answered(readCommandLine(QCoreApplication::arguments().mid(1)));
    }

    ArgumentWords arguments(argc, argv);
    QApplication application(arguments.count(), arguments.words());
    QApplication::setApplicationDisplayName(QStringLiteral("Sockyard"));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.sockyard.Sockyard"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/sockyard.png")));
    const CommandLineResult result = readCommandLine(QCoreApplication::arguments().mid(1));
    if (result.kind != CommandLineResult::Kind::Run) {
        return answered(result);
    }

    native::raiseDescriptorLimit();
    IoThread thread(std::make_shared<LogStore>(Settings::load().storageLimits()));
    MainWindow window(thread);
    Script script(window, result.commandLine);
    const TerminationSignals signalsOfTheSystem;
    QObject::connect(&signalsOfTheSystem, &TerminationSignals::asked, &script, &Script::end);
    QObject::connect(&script, &Script::finished, &application,
                     [](int status) { QCoreApplication::exit(status); });
    QApplication::setQuitOnLastWindowClosed(false);
    window.show();
    script.run();
    return QApplication::exec();
}
