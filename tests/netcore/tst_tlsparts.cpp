#include "netcore/projections/lifecycle.h"
#include "netcore/projections/peercertificate.h"
#include "netcore/sockets/journal.h"
#include "netcore/sockets/notemarks.h"
#include "netcore/tls/certificatefacts.h"
#include "netcore/tls/clienthello.h"
#include "netcore/tls/owncertificate.h"
#include "netcore/tls/tlserrors.h"
#include "tests/support/logs.h"
#include "tests/support/teststrings.h"

#include <openssl/x509_vfy.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

/// What TLS is made of, without a connection.
class TestTlsParts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatAClientOffers();
    void refusesAHelloThatIsCutAnywhere();
    void readsFingerprintsAsPeopleWriteThem();
    void keepsTheCertificateThatItMade();
    void makesAnotherCertificateForAnotherName();
    void makesAnotherCertificateWhereTheKeyIsNotItsOwn();
    void namesEveryFailure_data();
    void namesEveryFailure();
    void foldsTheCertificateThatWasRefused();
    void forgetsARefusalThatIsOver();
    void showsTheStepOfTlsWhereThereIsOne();
};

namespace
{

std::string number(std::size_t value, int size)
{
    std::string bytes;
    for (int index = size - 1; index >= 0; --index) {
        bytes += static_cast<char>((value >> (8 * index)) & 0xffU);
    }
    return bytes;
}

std::string vector(const std::string &bytes, int sizeOfLength)
{
    return number(bytes.size(), sizeOfLength) + bytes;
}

std::string extension(std::size_t type, const std::string &bytes)
{
    return number(type, 2) + vector(bytes, 2);
}

std::string hello()
{
    const std::string name = vector(number(0, 1) + vector("example.org", 2), 2);
    const std::string protocols = vector(vector("h2", 1) + vector("http/1.1", 1), 2);
    const std::string extensions = extension(0, name) + extension(16, protocols) +
                                   extension(35, {}) + extension(10, vector(number(29, 2), 2)) +
                                   extension(43, vector(number(0x0304, 2), 1));
    const std::string body = number(0x0303, 2) + std::string(32, 'r') + vector({}, 1) +
                             vector(number(0x1301, 2) + number(0x1302, 2), 2) +
                             vector(number(0, 1), 1) + vector(extensions, 2);
    return number(1, 1) + vector(body, 3);
}

ByteView view(const std::string &bytes)
{
    return std::as_bytes(std::span(bytes));
}

QByteArray contents(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

const CertificateNames ownNames{.hosts = {QStringLiteral("localhost")},
                                .addresses = {QHostAddress(QHostAddress::LocalHost)}};

} // namespace

void TestTlsParts::readsWhatAClientOffers()
{
    const auto offer = readClientHello(view(hello()));
    QVERIFY(offer.has_value());
    QCOMPARE(offer->serverName, "example.org"s);
    QCOMPARE(offer->protocols, (std::vector<std::string>{"h2", "http/1.1"}));
    QCOMPARE(offer->ciphers, (std::vector<std::uint16_t>{0x1301, 0x1302}));
    QCOMPARE(offer->groups, std::vector<std::uint16_t>{29});
    QCOMPARE(offer->versions, std::vector<std::uint16_t>{0x0304});
    QVERIFY(!offer->resumes); // an empty ticket asks for one
}

void TestTlsParts::refusesAHelloThatIsCutAnywhere()
{
    const std::string whole = hello();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        QVERIFY(!readClientHello(view(whole.substr(0, size))));
    }
    QVERIFY(!readClientHello(view('\2' + whole.substr(1))));
}

void TestTlsParts::readsFingerprintsAsPeopleWriteThem()
{
    const QString plain = QStringLiteral("00112233445566778899aabbccddeeff").repeated(2);
    const QString shown = fingerprintIn(plain);
    QCOMPARE(shown.size(), 95);
    QVERIFY(shown.startsWith(QStringLiteral("00:11:22:")) && shown.endsWith(u'F'));
    QCOMPARE(fingerprintIn(shown), shown);
    QCOMPARE(fingerprintIn(shown.toLower().replace(47, 1, u' ')), shown);
    QCOMPARE(fingerprintIn(plain.chopped(1)), QString());
    QCOMPARE(fingerprintIn(plain.chopped(1) + u'x'), QString());
    QCOMPARE(fingerprintIn({}), QString());
}

void TestTlsParts::keepsTheCertificateThatItMade()
{
    const QTemporaryDir folder;
    OwnCertificate own(folder.filePath(QStringLiteral("tls")));
    QVERIFY2(own.ensure(ownNames), qPrintable(own.error()));
    QVERIFY(own.isNew());
    const QByteArray made = contents(own.certificateFile());
    QVERIFY(made.startsWith("-----BEGIN CERTIFICATE-----"));
    constexpr auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup |
                            QFileDevice::ReadOther | QFileDevice::WriteOther;
    QVERIFY(!(QFile::permissions(own.keyFile()) & others));
    QVERIFY(own.ensure(ownNames));
    QVERIFY(!own.isNew());
    QCOMPARE(contents(own.certificateFile()), made);
    // Nothing of the making is left behind.
    QCOMPARE(QDir(folder.filePath(QStringLiteral("tls"))).entryList(QDir::Files).size(), 2);
}

void TestTlsParts::makesAnotherCertificateForAnotherName()
{
    const QTemporaryDir folder;
    OwnCertificate own(folder.path());
    QVERIFY(own.ensure(ownNames));
    CertificateNames more = ownNames;
    more.addresses.append(QHostAddress(QStringLiteral("192.0.2.7")));
    QVERIFY(own.ensure(more) && own.isNew());
    QVERIFY(own.ensure(ownNames) && !own.isNew()); // one name too many does no harm
    more.hosts.append(QStringLiteral("lab7"));
    QVERIFY(own.ensure(more) && own.isNew());
}

void TestTlsParts::makesAnotherCertificateWhereTheKeyIsNotItsOwn()
{
    const QTemporaryDir folder;
    OwnCertificate own(folder.path());
    QVERIFY(own.ensure(ownNames));
    OwnCertificate other(folder.filePath(QStringLiteral("other")));
    QVERIFY(other.ensure(ownNames));
    QVERIFY(QFile::remove(own.keyFile()));
    QVERIFY(QFile::copy(other.keyFile(), own.keyFile()));
    QVERIFY(own.ensure(ownNames) && own.isNew());
    OwnCertificate nowhere(QStringLiteral("/proc/nowhere"));
    QVERIFY(!nowhere.ensure(ownNames));
    QVERIFY(nowhere.error().contains(QStringLiteral("/proc/nowhere")));
}

void TestTlsParts::namesEveryFailure_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QString>("name");
    const auto row = [](const char *title, const QString &words, const char *name) {
        QTest::newRow(title) << words << QString::fromLatin1(name);
    };
    row("not yet", verificationFailure(X509_V_ERR_CERT_NOT_YET_VALID, {}),
        "TLS_CERTIFICATE_NOT_YET_VALID");
    row("weak", verificationFailure(X509_V_ERR_EE_KEY_TOO_SMALL, {}), "TLS_WEAK_CERTIFICATE");
    row("any", verificationFailure(X509_V_ERR_PATH_LENGTH_EXCEEDED, {}), "TLS_CERTIFICATE_INVALID");
    row("alert", alertFailure(116), "TLS_CERTIFICATE_REQUIRED");
    row("unknown alert", alertFailure(99), "TLS_ALERT");
    row("other", protocolFailure(0, {}), "TLS_PROTOCOL_ERROR");
    row("early", endedEarly(), "TLS_ENDED_EARLY");
}

void TestTlsParts::namesEveryFailure()
{
    QFETCH(QString, words);
    QFETCH(QString, name);
    QVERIFY2(words.startsWith(name + QStringLiteral(": ")), qPrintable(words));
    QVERIFY(words.size() > name.size() + 20);
    QVERIFY(!words.contains(QStringLiteral("%1")));
}

void TestTlsParts::foldsTheCertificateThatWasRefused()
{
    const std::string first(95, 'A');
    EventLog log;
    const Journal endpoint(log, 0);
    endpoint.write(EventKind::Connecting);
    Journal connection(log, 1);
    connection.setPeer("127.0.0.1:9999"s);
    connection.write(EventKind::Note,
                     markedNote(peerCertificateMark,
                                QString::fromStdString(first) + QStringLiteral(": 1 of 2, …")));
    connection.write(EventKind::Note,
                     markedNote(peerCertificateMark, QStringLiteral("BB: 2 of 2")));
    connection.write(EventKind::Failed, QStringLiteral("TLS_SELF_SIGNED: words"));
    PeerCertificate certificate;
    for (const Event &event : eventsOf(log)) {
        certificate.apply(event);
    }
    const PeerCertificate::Refused wanted{first, "TLS_SELF_SIGNED: words", "127.0.0.1:9999"};
    QCOMPARE(certificate.refused(), std::optional(wanted));
}

void TestTlsParts::forgetsARefusalThatIsOver()
{
    EventLog log;
    const Journal connection(log, 1);
    const auto note = markedNote(peerCertificateMark, QString(95, u'A'));
    connection.write(EventKind::Note, note);
    connection.write(EventKind::Failed, QStringLiteral("TLS_CERTIFICATE_REQUIRED: not ours"));
    PeerCertificate certificate;
    for (const Event &event : eventsOf(log)) {
        certificate.apply(event);
    }
    QVERIFY(!certificate.refused());
    connection.write(EventKind::Failed, QStringLiteral("TLS_WRONG_NAME: words"));
    certificate.apply(eventsOf(log).back());
    QVERIFY(certificate.refused().has_value());
    connection.write(EventKind::Secured);
    certificate.apply(eventsOf(log).back());
    QVERIFY(!certificate.refused());
}

void TestTlsParts::showsTheStepOfTlsWhereThereIsOne()
{
    EventLog log;
    Lifecycle server = Lifecycle::ofTcpServer();
    const auto labels = [&server] {
        std::string text;
        for (const LifecycleStep &step : server.steps()) {
            text += std::string(step.label) + (step.failed ? "! " : step.happened ? "* " : " ");
        }
        return text;
    };
    const auto write = [&](ConnectionId id, EventKind kind, const QString &note = {}) {
        Journal(log, id).write(kind, note);
        server.apply(eventsOf(log).back());
    };
    write(0, EventKind::Created, QStringLiteral("socket AF_INET SOCK_STREAM → fd 9"));
    write(0, EventKind::Listening);
    QCOMPARE(labels(), "socket* bind listen* accept send/recv close "s);
    write(0, EventKind::Note, markedNote(tlsMark, QStringLiteral("a certificate")));
    QCOMPARE(labels(), "socket* bind listen* accept TLS send/recv close "s);
    write(1, EventKind::Accepted);
    write(1, EventKind::Secured, QStringLiteral("TLSv1.3 TLS_AES_128_GCM_SHA256, new session"));
    write(1, EventKind::Sent);
    QCOMPARE(labels(), "socket* bind listen* accept* TLS* send/recv* close "s);
    QCOMPARE(server.steps()[4].call(), "TLS → TLSv1.3"s);
    write(0, EventKind::Closed);
    write(0, EventKind::Created, QStringLiteral("socket AF_INET SOCK_STREAM → fd 9"));
    QCOMPARE(labels(), "socket* bind listen accept send/recv close "s);
}

QTEST_GUILESS_MAIN(TestTlsParts)
#include "tst_tlsparts.moc"
