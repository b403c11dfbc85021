#include "tests/support/peer.h"
#include "tests/support/program.h"
#include "tests/support/runinnetwork.h"

#include <QCoreApplication>
#include <QTest>

using namespace sockyard::test;

namespace
{

void enterNetwork()
{
    enterOwnNetwork();
    ip("link set lo up");
}

} // namespace

/// The whole program with --interfaces, in a network of the test's own.
class TestInterfaces : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsAddressesAndWhatHappensToThem();
};

void TestInterfaces::tellsAddressesAndWhatHappensToThem()
{
    Program program;
    program.start(QStringLiteral(SOCKYARD_PROGRAM), {QStringLiteral("--interfaces")});
    const auto told = [&program](const char *line) {
        return program.outputLines().contains(QString::fromUtf8(line));
    };
    QTRY_VERIFY_WITH_TIMEOUT(told("interface lo ::1/128 up running loopback"), patience);
    QCOMPARE(program.outputLines().constFirst(),
             QStringLiteral("interface lo 127.0.0.1/8 up running loopback"));
    ip("link add va type veth peer name vb");
    QTRY_VERIFY_WITH_TIMEOUT(told("interface + va: the interface came: down, multicast"), patience);
    ip("addr add 10.0.0.1/24 dev va");
    QTRY_VERIFY_WITH_TIMEOUT(told("interface + va: the address 10.0.0.1/24 was added"), patience);
    ip("link del va");
    QTRY_VERIFY_WITH_TIMEOUT(told("interface - va: the interface went away"), patience);
    program.terminate();
    QTRY_VERIFY_WITH_TIMEOUT(program.hasEnded(), patience);
    QCOMPARE(program.status(), 0);
}

int main(int argc, char **argv)
{
    return runInNetwork<QCoreApplication, TestInterfaces>(argc, argv, enterNetwork);
}
#include "tst_interfaces.moc"
