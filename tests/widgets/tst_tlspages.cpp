#include "tests/support/pages.h"
#include "widgets/pages/acceptancebar.h"
#include "widgets/pages/acceptedcertificates.h"
#include "widgets/pages/tcpclientpage.h"
#include "widgets/pages/tcpserverpage.h"

#include <QSettings>
#include <QToolButton>

#include <algorithm>

using namespace sockyard;
using namespace sockyard::test;

/// A server and a client that speak TLS, in their pages.
class TestTlsPages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void acceptsACertificateForAPeerAndTakesItBack();
    void trustsTheFileThatTheServerNames();
    void offersNothingOfTlsWithoutIt();
    void fitsIntoASmallWindow();

private:
    void startServer();
    void connectClient();
    NoticeBar *trustNotice() const
    {
        return widgetNamed<NoticeBar>(m_server->page(), "trustNotice");
    }
    QWidget *acceptance() const
    {
        return widgetNamed<AcceptanceBar>(m_client->page(), "acceptanceBar");
    }
    QString acceptanceText() const
    {
        const auto *const bar = acceptance()->findChild<NoticeBar *>();
        return acceptance()->isVisible() ? bar->text() : QString();
    }
    void pressAcceptance() const
    {
        click(acceptance()->findChild<QToolButton *>(QStringLiteral("noticeAction")));
    }

    std::unique_ptr<OpenPage<TcpServerPage>> m_server;
    std::unique_ptr<OpenPage<TcpClientPage>> m_client;
};

void TestTlsPages::init()
{
    QSettings().clear();
    m_server = std::make_unique<OpenPage<TcpServerPage>>();
    m_client = std::make_unique<OpenPage<TcpClientPage>>();
}

void TestTlsPages::cleanup()
{
    m_client.reset();
    m_server.reset();
}

void TestTlsPages::startServer()
{
    m_server->choose("transportBox", QStringLiteral("TLS"));
    m_server->typeInto("portEdit", QStringLiteral("0"));
    m_server->pressStart();
    QTRY_VERIFY(m_server->status().startsWith(QStringLiteral("listening")));
}

void TestTlsPages::connectClient()
{
    m_client->choose("transportBox", QStringLiteral("TLS"));
    m_client->typeInto("portEdit", m_server->text("portEdit"));
    m_client->pressStart();
}

void TestTlsPages::acceptsACertificateForAPeerAndTakesItBack()
{
    startServer();
    connectClient();
    QTRY_VERIFY(acceptanceText().startsWith(QStringLiteral("TLS_SELF_SIGNED: ")));
    QTRY_COMPARE((*m_client)->lifecycle().phase(), Lifecycle::Phase::Idle);
    QVERIFY2(m_client->strip().contains(QStringLiteral("✗ TLS")), qPrintable(m_client->strip()));
    const auto steps = (*m_client)->lifecycle().steps();
    const auto tls = std::find_if(steps.begin(), steps.end(),
                                  [](const LifecycleStep &step) { return step.label == "TLS"; });
    QVERIFY(tls != steps.end());
    QCOMPARE(tls->result, std::string("TLS_SELF_SIGNED"));
    QCOMPARE(m_client->notInert(), QString());
    pressAcceptance();
    QTRY_VERIFY(m_client->lastRowOf(EventKind::Secured) >= 0);
    QVERIFY(acceptanceText().startsWith(QStringLiteral("Accepted from 127.0.0.1:")));
    m_client->say(QStringLiteral("hello"));
    QTRY_COMPARE(m_client->dataOf(EventKind::Received), QStringList{QStringLiteral("hello")});
    m_client->pressStart();
    QTRY_COMPARE((*m_client)->lifecycle().phase(), Lifecycle::Phase::Idle);

    const QString peer = QStringLiteral("127.0.0.1:") + m_client->text("portEdit");
    QVERIFY(!acceptedCertificate(peer).isEmpty());
    m_client->typeInto("portEdit", QStringLiteral("1"));
    QCOMPARE(acceptanceText(), QString()); // it was for that peer alone
    m_client->typeInto("portEdit", m_server->text("portEdit"));
    QVERIFY(acceptanceText().startsWith(QStringLiteral("Accepted from ")));
    pressAcceptance();
    QCOMPARE(acceptanceText(), QString());
    QVERIFY(acceptedCertificate(peer).isEmpty());
    m_client->pressStart();
    QTRY_VERIFY(acceptanceText().startsWith(QStringLiteral("TLS_SELF_SIGNED: ")));
}

void TestTlsPages::trustsTheFileThatTheServerNames()
{
    startServer();
    QTRY_VERIFY(trustNotice()->isVisible());
    const QString words = trustNotice()->text();
    const QString file = words.section(QStringLiteral("--cacert "), 1).section(u',', 0, 0);
    QVERIFY(QFile::exists(file));
    click(widgetNamed<QToolButton>(m_client->page(), "connectingButton"));
    m_client->choose("transportBox", QStringLiteral("TLS"));
    m_client->typeInto("trustEdit", file);
    connectClient();
    QTRY_VERIFY(m_client->lastRowOf(EventKind::Secured) >= 0);
    QCOMPARE(acceptanceText(), QString());
    QVERIFY(!m_client->isEditable("trustEdit"));
    m_server->pressStart();
    QTRY_VERIFY(!trustNotice()->isVisible());
}

void TestTlsPages::offersNothingOfTlsWithoutIt()
{
    click(widgetNamed<QToolButton>(m_client->page(), "connectingButton"));
    click(widgetNamed<QToolButton>(m_server->page(), "numbersButton"));
    auto *const ofClient = widgetNamed<QWidget>(m_client->page(), "tlsClientForm");
    auto *const ofServer = widgetNamed<QWidget>(m_server->page(), "tlsServerForm");
    QVERIFY(!ofClient->isVisible() && !ofServer->isVisible());
    for (const auto *const page :
         {static_cast<PageHand *>(m_client.get()), static_cast<PageHand *>(m_server.get())}) {
        page->choose("transportBox", QStringLiteral("TLS"));
    }
    QVERIFY(ofClient->isVisible() && ofServer->isVisible());
}

void TestTlsPages::fitsIntoASmallWindow()
{
    constexpr int narrow = 800;
    m_client->choose("transportBox", QStringLiteral("TLS"));
    m_server->choose("transportBox", QStringLiteral("TLS"));
    click(widgetNamed<QToolButton>(m_client->page(), "connectingButton"));
    click(widgetNamed<QToolButton>(m_server->page(), "numbersButton"));
    for (const QWidget *fits : {static_cast<const QWidget *>(m_server->page()),
                                static_cast<const QWidget *>(m_client->page())}) {
        const int width = fits->minimumSizeHint().width();
        QVERIFY2(width <= narrow, qPrintable(QString::number(width)));
    }
}

QTEST_MAIN(TestTlsPages)
#include "tst_tlspages.moc"
