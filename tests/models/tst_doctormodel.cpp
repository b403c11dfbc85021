#include "tests/support/modeltexts.h"
#include "widgets/models/doctormodel.h"
#include "widgets/models/doctorwords.h"

#include <QAbstractItemModelTester>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;

class TestDoctorModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void showsFindingsTogether();
    void insertsWhatComesLaterInItsPlace();
    void changesARowThatIsKnown();
    void beginsAnewWithAnotherExamination();
    void showsTheLastOfTwoExaminationsInOneBatch();
    void readsItsRowsAloud();
    void showsHostileTextsAsInertOnes();
    void tellsWhatAllOfThemComeTo_data();
    void tellsWhatAllOfThemComeTo();
    void givesAReportAsText();
    void everySignAndCheckHasAWordOfItsOwn();

private:
    void apply(const std::vector<std::string_view> &notes);
    QStringList rows() const;

    std::unique_ptr<EventLog> m_log;
    std::unique_ptr<DoctorModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestDoctorModel::init()
{
    m_tester.reset();
    m_log = std::make_unique<EventLog>();
    m_model = std::make_unique<DoctorModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
}

void TestDoctorModel::apply(const std::vector<std::string_view> &notes)
{
    for (const std::string_view note : notes) {
        const std::string text = "doctor: " + std::string(note);
        m_log->append({.kind = EventKind::Note, .note = text});
        m_model->apply(*m_log->at(m_log->size() - 1));
    }
    m_model->publish();
}

QStringList TestDoctorModel::rows() const
{
    QStringList texts;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        texts.append(textAt(*m_model, row, 0));
    }
    return texts;
}

void TestDoctorModel::showsFindingsTogether()
{
    const QSignalSpy began(m_model.get(), &DoctorModel::examinationBegan);
    const QSignalSpy changed(m_model.get(), &DoctorModel::reportChanged);
    apply({"begin", "fault socket: Not joined.", "ok interface eth0: It is up.",
           "ok interface wlan0: It is up."});
    QCOMPARE(rows(), QStringList({QStringLiteral("✗ Socket: Not joined."),
                                  QStringLiteral("✓ Interface eth0: It is up."),
                                  QStringLiteral("✓ Interface wlan0: It is up.")}));
    QCOMPARE(began.size(), qsizetype(1));
    QCOMPARE(changed.size(), qsizetype(1));
    m_model->publish(); // nothing new
    QCOMPARE(changed.size(), qsizetype(1));
    const QModelIndex index = m_model->index(1);
    QCOMPARE(index.data(DoctorModel::SignRole).toInt(), static_cast<int>(FindingSign::Ok));
    QCOMPARE(index.data(DoctorModel::TitleRole).toString(), QStringLiteral("Interface eth0"));
    QCOMPARE(index.data(DoctorModel::SentenceRole).toString(), QStringLiteral("It is up."));
}

void TestDoctorModel::insertsWhatComesLaterInItsPlace()
{
    apply({"begin", "ok socket: s", "ok hosts: h"});
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    apply({"ok route va: r", "ok firewall: f"});
    QCOMPARE(rows(),
             QStringList({QStringLiteral("✓ Socket: s"), QStringLiteral("✓ Route va: r"),
                          QStringLiteral("✓ Other hosts: h"), QStringLiteral("✓ Firewall: f")}));
    QCOMPARE(inserted.size(), qsizetype(2));
}

void TestDoctorModel::changesARowThatIsKnown()
{
    apply({"begin", "ok socket: s", "busy probe va: wait"});
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    apply({"ok probe va: back"});
    QCOMPARE(rows().last(), QStringLiteral("✓ Probe va: back"));
    QCOMPARE(changed.size(), qsizetype(1));
    apply({"busy family: wait"});
    apply({"end"});
    QCOMPARE(rows().last(), QStringLiteral("? Other group: wait"));
}

void TestDoctorModel::beginsAnewWithAnotherExamination()
{
    apply({"begin", "ok socket: s", "ok hosts: h", "end"});
    const QSignalSpy began(m_model.get(), &DoctorModel::examinationBegan);
    apply({"begin"});
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(began.size(), qsizetype(1));
    apply({"fault hosts: h"});
    QCOMPARE(rows(), QStringList(QStringLiteral("✗ Other hosts: h")));
}

void TestDoctorModel::showsTheLastOfTwoExaminationsInOneBatch()
{
    apply({"begin", "ok socket: s"});
    apply({"end", "begin", "ok hosts: h", "end", "begin", "ok port: p"});
    QCOMPARE(rows(), QStringList(QStringLiteral("✓ Port: p")));
}

void TestDoctorModel::readsItsRowsAloud()
{
    apply({"begin", "warning interface lo: Only this machine."});
    QCOMPARE(m_model->index(0).data(Qt::AccessibleTextRole).toString(),
             QStringLiteral("Interface lo, warning: Only this machine."));
}

void TestDoctorModel::showsHostileTextsAsInertOnes()
{
    apply({"begin", "fault family: \x1b[31m\xe2\x80\xae<b>Eve</b>\xff"});
    QVERIFY(isInert(rows().constFirst()));
    QVERIFY(isInert(m_model->index(0).data(Qt::AccessibleTextRole).toString()));
    QCOMPARE(m_model->index(0).data(Qt::ToolTipRole), QVariant()); // nothing guesses HTML
}

void TestDoctorModel::tellsWhatAllOfThemComeTo_data()
{
    QTest::addColumn<QStringList>("notes");
    QTest::addColumn<QString>("summary");
    const auto row = [](const QStringList &notes, const QString &summary) {
        QTest::newRow(qPrintable(summary)) << notes << summary;
    };
    const auto begin = QStringLiteral("begin");
    const auto end = QStringLiteral("end");
    const auto ok = QStringLiteral("ok socket: s");
    const auto fault = QStringLiteral("fault hosts: h");
    const auto another = QStringLiteral("fault port: p");
    const auto warning = QStringLiteral("warning scope: s");
    row({}, {});
    row({begin, ok}, QStringLiteral("Looking; it takes about 5 seconds"));
    row({begin, fault}, QStringLiteral("1 fault found so far; looking on"));
    row({begin, fault, another, warning, end}, QStringLiteral("2 faults found"));
    row({begin, fault, end}, QStringLiteral("1 fault found"));
    row({begin, warning, end}, QStringLiteral("No fault was found, but there is 1 warning"));
    row({begin, warning, QStringLiteral("warning port: p"), end},
        QStringLiteral("No fault was found, but there are 2 warnings"));
    row({begin, ok, end}, QStringLiteral("No fault was found: the others may be silent"));
}

void TestDoctorModel::tellsWhatAllOfThemComeTo()
{
    QFETCH(const QStringList, notes);
    QFETCH(const QString, summary);
    for (const QString &note : notes) {
        const std::string text = note.toStdString();
        apply({text});
    }
    QCOMPARE(reportSummary(m_model->report()), summary);
}

void TestDoctorModel::givesAReportAsText()
{
    apply({"begin", "fault socket: Not joined.", "ok route eth0: From here.", "end"});
    QCOMPARE(reportText(m_model->report()), QStringLiteral("1 fault found\n"
                                                           "✗ Socket: Not joined. (fault)\n"
                                                           "✓ Route eth0: From here. (fine)\n"));
    QCOMPARE(reportText(DoctorReport()), QString());
}

void TestDoctorModel::everySignAndCheckHasAWordOfItsOwn()
{
    QSet<QString> words{QString()};
    for (int sign = 0; sign < findingSignCount; ++sign) {
        words.insert(findingMark(static_cast<FindingSign>(sign)));
        words.insert(findingWord(static_cast<FindingSign>(sign)));
    }
    for (int check = 0; check < doctorCheckCount; ++check) {
        words.insert(checkTitle(static_cast<DoctorCheck>(check)));
    }
    QCOMPARE(words.size(), qsizetype(1 + 2 * findingSignCount + doctorCheckCount));
}

QTEST_GUILESS_MAIN(TestDoctorModel)
#include "tst_doctormodel.moc"
