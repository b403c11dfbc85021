#include "widgets/models/words.h"

#include <QSet>
#include <QTest>

#include <limits>

using namespace sockyard;

class TestWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEventHasASignAndAWordOfItsOwn();
    void everyStateHasAWordOfItsOwn();
    void countsBytesInUnitsOf1024_data();
    void countsBytesInUnitsOf1024();
    void countsBytesInSevenLetters_data();
    void countsBytesInSevenLetters();
    void saysDurationsInTheUnitThatFits_data();
    void saysDurationsInTheUnitThatFits();
    void saysElapsedTimeToTheMicrosecond_data();
    void saysElapsedTimeToTheMicrosecond();
    void theClockHasMilliseconds();
    void readsUtf8();
};

void TestWords::everyEventHasASignAndAWordOfItsOwn()
{
    QSet<QString> texts;
    for (int kind = 0; kind < eventKindCount; ++kind) {
        const auto eventKind = static_cast<EventKind>(kind);
        const QString text = eventText(eventKind);
        texts.insert(text);
        // The words are those of the saved log, as a person would write them.
        QString name = fromUtf8(eventKindName(eventKind));
        QCOMPARE(text.section(u' ', 1), name.replace(u'-', u' '));
        QCOMPARE(text.section(u' ', 0, 0).size(), qsizetype(1));
    }
    QCOMPARE(texts.size(), qsizetype(eventKindCount));
    QVERIFY(eventText(EventKind::Sent).front() != eventText(EventKind::Received).front());
}

void TestWords::everyStateHasAWordOfItsOwn()
{
    QSet<QString> texts;
    for (const auto state :
         {ConnectionState::Connecting, ConnectionState::Open, ConnectionState::PeerFinished,
          ConnectionState::Finished, ConnectionState::Closed, ConnectionState::Reset,
          ConnectionState::Failed}) {
        QVERIFY(!stateText(state).isEmpty());
        texts.insert(stateText(state));
    }
    QCOMPARE(texts.size(), qsizetype(7));
}

void TestWords::countsBytesInUnitsOf1024_data()
{
    QTest::addColumn<quint64>("bytes");
    QTest::addColumn<QString>("text");
    const auto row = [](quint64 bytes, const char *text) {
        QTest::newRow(text) << bytes << QString::fromLatin1(text);
    };
    row(0, "0 B");
    row(1, "1 B");
    row(1023, "1023 B");
    row(1024, "1.0 KiB");
    row(1536, "1.5 KiB");
    row(3U * 1024 * 1024, "3.0 MiB");
    row(Q_UINT64_C(5) << 40, "5.0 TiB");
}

void TestWords::countsBytesInUnitsOf1024()
{
    QFETCH(const quint64, bytes);
    QTEST(byteCountText(bytes), "text");
}

void TestWords::countsBytesInSevenLetters_data()
{
    QTest::addColumn<quint64>("bytes");
    QTest::addColumn<QString>("text");
    const auto row = [](quint64 bytes, const char *text) {
        QTest::addRow("%llu", bytes) << bytes << QString::fromLatin1(text);
    };
    row(0, "0 B");
    row(999, "999 B");
    row(1000, "1.0 KiB");
    row(1024, "1.0 KiB");
    row(10137, "9.9 KiB");
    row(10189, "10 KiB");
    row(1023487, "999 KiB");
    row(1023488, "1.0 MiB"); // 999.5 KiB
    row(Q_UINT64_C(5) << 40, "5.0 TiB");
    row(std::numeric_limits<quint64>::max(), "16 EiB");
}

void TestWords::countsBytesInSevenLetters()
{
    QFETCH(const quint64, bytes);
    QTEST(shortByteCountText(bytes), "text");
}

void TestWords::saysDurationsInTheUnitThatFits_data()
{
    QTest::addColumn<qint64>("nanoseconds");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 nanoseconds, const char *text) {
        QTest::newRow(text) << nanoseconds << QString::fromUtf8(text);
    };
    row(0, "0.0 µs");
    row(12000, "12.0 µs");
    row(300000, "300.0 µs");
    row(1000000, "1.0 ms");
    QTest::newRow("rounds up to the next unit") << qint64(999960) << QStringLiteral("1.0 ms");
    QTest::newRow("rounds up to a second") << qint64(999960000) << QStringLiteral("1.00 s");
    row(1250000000, "1.25 s");
    row(-1250000000, "-1.25 s");
    row(61000000000, "1 min 01 s");
    row(7500000000000, "2 h 05 min");
}

void TestWords::saysDurationsInTheUnitThatFits()
{
    QFETCH(const qint64, nanoseconds);
    QTEST(durationText(nanoseconds), "text");
}

void TestWords::saysElapsedTimeToTheMicrosecond_data()
{
    QTest::addColumn<qint64>("nanoseconds");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 nanoseconds, const char *text) {
        QTest::newRow(text) << nanoseconds << QString::fromUtf8(text);
    };
    row(0, "0.000000");
    row(204999, "0.000204");
    row(-1500000, "-0.001500");
    row(59999999999, "59.999999");
    row(125250000000, "2:05.250000");
    row(-3600000000000, "-1:00:00.000000");
    row(36061000001000, "10:01:01.000001");
    row(std::numeric_limits<qint64>::min(), "-2562047:47:16.854775");
}

void TestWords::saysElapsedTimeToTheMicrosecond()
{
    QFETCH(const qint64, nanoseconds);
    QTEST(elapsedText(nanoseconds), "text");
}

void TestWords::theClockHasMilliseconds()
{
    // The hour is the time zone's.
    QVERIFY(clockText(1204999999).endsWith(QStringLiteral(":01.204")));
    QCOMPARE(clockText(0).size(), qsizetype(12));
}

void TestWords::readsUtf8()
{
    QCOMPARE(fromUtf8("h\xc3\xa9"), QStringLiteral("hé"));
    QVERIFY(fromUtf8(std::string_view()).isEmpty());
}

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
