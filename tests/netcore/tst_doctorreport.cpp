#include "netcore/projections/doctorreport.h"
#include "netcore/sockets/notemarks.h"
#include "tests/support/modeltexts.h"

#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

QString text(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QStringList textsOf(const DoctorReport &report)
{
    QStringList texts;
    for (const Finding &finding : report.findings()) {
        texts.append(finding.text());
    }
    return texts;
}

} // namespace

class TestDoctorReport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void findingsAreWrittenAndReadBack_data();
    void findingsAreWrittenAndReadBack();
    void takesNoOtherTextForAFinding_data();
    void takesNoOtherTextForAFinding();
    void showsHostileTextsAsInertOnes();

    void hasNothingBeforeAnExamination();
    void keepsTheFindingsInTheOrderOfTheChecks();
    void aLaterFindingReplacesAnEarlierOne();
    void anotherExaminationBeginsAnew();
    void whatIsBusyAtTheEndIsUnknown();
    void endsWithItsEndpoint();
    void listensToTheEndpointsNotesAlone();
    void growsNotWithoutBound();
    void saysWhetherItChanged();

private:
    bool apply(std::string_view note, EventKind kind = EventKind::Note,
               ConnectionId connection = 0);

    std::unique_ptr<EventLog> m_log;
    DoctorReport m_report;
};

void TestDoctorReport::init()
{
    m_log = std::make_unique<EventLog>();
    m_report = DoctorReport();
}

bool TestDoctorReport::apply(std::string_view note, EventKind kind, ConnectionId connection)
{
    m_log->append({.kind = kind, .connection = connection, .note = note});
    return m_report.apply(*m_log->at(m_log->size() - 1));
}

void TestDoctorReport::findingsAreWrittenAndReadBack_data()
{
    QTest::addColumn<Finding>("finding");
    QTest::addColumn<QString>("written");
    QTest::newRow("about the whole")
        << Finding{FindingSign::Fault, DoctorCheck::Socket, {}, QStringLiteral("Not joined.")}
        << QStringLiteral("fault socket: Not joined.");
    QTest::newRow("about an interface")
        << Finding{FindingSign::Ok, DoctorCheck::Membership, QStringLiteral("eth0"),
                   QStringLiteral("A member: so far.")}
        << QStringLiteral("ok membership eth0: A member: so far.");
    QTest::newRow("a name with blanks")
        << Finding{FindingSign::Busy, DoctorCheck::Probe, QStringLiteral("Ethernet 2"), {}}
        << QStringLiteral("busy probe Ethernet 2: ");
    for (int sign = 0; sign < findingSignCount; ++sign) {
        for (int check = 0; check < doctorCheckCount; ++check) {
            const Finding finding{static_cast<FindingSign>(sign), static_cast<DoctorCheck>(check),
                                  QStringLiteral("x"), QStringLiteral("y")};
            QTest::addRow("%d %d", sign, check) << finding << finding.text();
        }
    }
}

void TestDoctorReport::findingsAreWrittenAndReadBack()
{
    QFETCH(const Finding, finding);
    QFETCH(const QString, written);
    QCOMPARE(finding.text(), written);
    QVERIFY(Finding::fromText(written.toStdString()) == finding);
}

void TestDoctorReport::takesNoOtherTextForAFinding_data()
{
    QTest::addColumn<std::string>("text");
    for (const auto *const text :
         {"", ":", ": ", "ok", "ok: x", "ok socket", "ok socket:x", "socket ok: x", "OK socket: x",
          "ok socket\n: x", " ok socket: x", "ok  socket: x", "fine socket: x", "ok shoe: x",
          "begin", "end", "\xff\xfe socket: x"}) {
        QTest::newRow(text) << std::string(text);
    }
    QTest::newRow("NUL") << "ok\0 socket: x"s;
}

void TestDoctorReport::takesNoOtherTextForAFinding()
{
    QFETCH(const std::string, text);
    QVERIFY(!Finding::fromText(text));
}

void TestDoctorReport::showsHostileTextsAsInertOnes()
{
    const std::string hostile = "\x1b[31m\xe2\x80\xae<b>x</b>\r\n\xff"s + std::string(60000, 'x');
    const auto finding = Finding::fromText("fault family " + hostile + ": " + hostile);
    QVERIFY(finding);
    for (const QString &text : {finding->interfaceName, finding->sentence}) {
        QVERIFY2(isInert(text), qPrintable(text));
        QVERIFY(text.size() < 10000);
        QVERIFY(text.endsWith(u'…'));
    }
    const Finding named{FindingSign::Ok, DoctorCheck::Route, QStringLiteral("a: b"),
                        QStringLiteral("c")};
    QCOMPARE(Finding::fromText(named.text().toStdString())->sentence, QStringLiteral("c"));
}

void TestDoctorReport::hasNothingBeforeAnExamination()
{
    QVERIFY(!m_report.isRunning());
    QVERIFY(!apply("doctor: fault socket: nobody asked"));
    QVERIFY(m_report.findings().isEmpty());
    QCOMPARE(m_report.begun(), quint64(0));
}

void TestDoctorReport::keepsTheFindingsInTheOrderOfTheChecks()
{
    apply("doctor: begin");
    QVERIFY(m_report.isRunning());
    apply("doctor: ok hosts: h");
    apply("doctor: ok route eth0: r");
    apply("doctor: fault socket: s");
    apply("doctor: ok route wlan0: r");
    apply("doctor: end");
    QVERIFY(!m_report.isRunning());
    QCOMPARE(textsOf(m_report), QStringList({text("fault socket: s"), text("ok route eth0: r"),
                                             text("ok route wlan0: r"), text("ok hosts: h")}));
    QCOMPARE(m_report.count(FindingSign::Ok), 3);
    QCOMPARE(m_report.count(FindingSign::Fault), 1);
    QCOMPARE(m_report.count(FindingSign::Warning), 0);
}

void TestDoctorReport::aLaterFindingReplacesAnEarlierOne()
{
    apply("doctor: begin");
    apply("doctor: busy probe eth0: wait");
    apply("doctor: busy probe wlan0: wait");
    apply("doctor: ok probe eth0: back");
    QCOMPARE(textsOf(m_report),
             QStringList({text("ok probe eth0: back"), text("busy probe wlan0: wait")}));
}

void TestDoctorReport::anotherExaminationBeginsAnew()
{
    apply("doctor: begin");
    apply("doctor: fault socket: s");
    apply("doctor: end");
    apply("doctor: begin");
    QVERIFY(m_report.isRunning());
    QVERIFY(m_report.findings().isEmpty());
    QCOMPARE(m_report.begun(), quint64(2));
}

void TestDoctorReport::whatIsBusyAtTheEndIsUnknown()
{
    apply("doctor: begin");
    apply("doctor: busy family: listening");
    apply("doctor: end");
    QCOMPARE(textsOf(m_report), QStringList(text("unknown family: listening")));
}

void TestDoctorReport::endsWithItsEndpoint()
{
    apply("doctor: begin");
    apply({}, EventKind::Closed, 7); // a probe
    QVERIFY(m_report.isRunning());
    apply({}, EventKind::Closed);
    QVERIFY(!m_report.isRunning());
    QVERIFY(!apply({}, EventKind::Closed));
}

void TestDoctorReport::listensToTheEndpointsNotesAlone()
{
    QVERIFY(!apply("doctor: begin", EventKind::Note, 1));
    QVERIFY(!apply("doctor: begin", EventKind::Failed));
    QVERIFY(!apply("doctor:begin"));
    QVERIFY(!apply("the doctor: begin"));
    QVERIFY(!apply("doctor: begin "));
    QVERIFY(!m_report.isRunning());
    apply("doctor: begin");
    QVERIFY(!apply("doctor: fault socket: s", EventKind::Note, 1));
    QVERIFY(!apply("hint: fault socket: s"));
    QVERIFY(m_report.findings().isEmpty());
}

void TestDoctorReport::growsNotWithoutBound()
{
    apply("doctor: begin");
    for (int number = 0; number < 5000; ++number) {
        apply("doctor: ok route if" + std::to_string(number) + ": r");
    }
    QVERIFY(m_report.findings().size() < 5000);
    QVERIFY(apply("doctor: fault route if0: r")); // what is known still changes
}

void TestDoctorReport::saysWhetherItChanged()
{
    QVERIFY(!apply("hello"));
    QVERIFY(apply("doctor: begin"));
    QVERIFY(apply("doctor: ok socket: s"));
    QVERIFY(!apply("doctor: nonsense"));
    QVERIFY(apply("doctor: end"));
    QVERIFY(!apply("doctor: end"));
}

QTEST_GUILESS_MAIN(TestDoctorReport)
#include "tst_doctorreport.moc"
