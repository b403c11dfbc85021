#include "netcore/forwarding/datagramfaults.h"
#include "netcore/forwarding/streamfaults.h"
#include "tests/support/logs.h"

#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;

namespace
{

using Then = StreamFaults::Out::Then;

ByteView viewOf(std::string_view text)
{
    return std::as_bytes(std::span(text));
}

Faults faultsOf(std::initializer_list<std::pair<FaultKind, int>> values)
{
    Faults faults;
    for (const auto &[kind, value] : values) {
        faults.set(kind, value);
    }
    return faults;
}

StreamFaults streamWith(std::initializer_list<std::pair<FaultKind, int>> values,
                        std::uint64_t seed = 1)
{
    StreamFaults stream(seed);
    stream.setFaults(faultsOf(values), 0ms);
    return stream;
}

/// What comes out at that time, one after the other: "ab|c" and how it ends.
QString outAt(StreamFaults &stream, FaultTime now)
{
    QStringList texts;
    while (const auto out = stream.next(now)) {
        QString text = QString::fromLatin1(out->bytes);
        switch (out->then) {
        case Then::GoOn:
            break;
        case Then::Finish:
            text += QStringLiteral("<end>");
            break;
        case Then::FinishByPlan:
            text += QStringLiteral("<fin>");
            break;
        case Then::Reset:
            text += QStringLiteral("<rst>");
            break;
        }
        texts.append(text);
    }
    return texts.join(u'|');
}

/// Everything that comes out, whenever it does, and when the last of it did.
std::pair<QByteArray, FaultTime> runOut(StreamFaults &stream)
{
    QByteArray all;
    FaultTime now = 0ms;
    while (const auto due = stream.due()) {
        now = std::max(now, *due);
        while (const auto out = stream.next(now)) {
            all += out->bytes;
        }
    }
    return {all, now};
}

} // namespace

class TestFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsFaultsAsTheyAreWritten_data();
    void readsFaultsAsTheyAreWritten();
    void saysWhatIsWrongWithAFault_data();
    void saysWhatIsWrongWithAFault();
    void writesFaultsAsItReadsThem();
    void letsBytesPassWhereThereIsNoFault();
    void delaysEverything();
    void keepsTheOrderOfAStreamWhateverTheJitter();
    void sendsNoFasterThanItsRate();
    void cutsIntoPiecesAMomentApart();
    void mergesWhatComesWithinAWhile();
    void finishesBehindWhatWaits();
    void finishesAfterSoManyBytes();
    void cutsAfterSoManyBytes();
    void takesTheEndThatComesFirst();
    void countsAnewWhereTheEndIsSetAnew();
    void changesOneByteOfEachBlock_data();
    void changesOneByteOfEachBlock();
    void doesTheSameAgainForTheSameSeed();
    void letsWhatWaitsGoWhereTheDelayIsTakenAway();
    void goesOnWithWhatWaitsWhereAllFaultsAreTakenAway();

    void dropsSoManyDatagrams();
    void sendsDatagramsTwice();
    void letsTheNextDatagramOvertake();
    void sendsAnOvertakenDatagramWhereNoOtherComes();
    void delaysDatagrams();
    void sendsDatagramsNoFasterThanTheirRate();
    void doesTheSameToDatagramsForTheSameSeed();
};

void TestFaults::readsFaultsAsTheyAreWritten_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("direction");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("value");
    const auto row = [](const char *text, ForwardDirection direction, FaultKind kind, int value) {
        QTest::newRow(text) << QString::fromLatin1(text) << static_cast<int>(direction)
                            << static_cast<int>(kind) << value;
    };
    row("to-target:delay=200", ForwardDirection::ToTarget, FaultKind::Delay, 200);
    row("to-client:jitter=0", ForwardDirection::ToClient, FaultKind::Jitter, 0);
    row("to-client:stop=on", ForwardDirection::ToClient, FaultKind::Stop, 1);
    row("to-client:stop=off", ForwardDirection::ToClient, FaultKind::Stop, 0);
    row("to-target:stop=1", ForwardDirection::ToTarget, FaultKind::Stop, 1);
    row("to-target:finish-after=2000000000", ForwardDirection::ToTarget, FaultKind::FinishAfter,
        2000000000);
    row("to-client:drop=100", ForwardDirection::ToClient, FaultKind::Drop, 100);
}

void TestFaults::readsFaultsAsTheyAreWritten()
{
    QFETCH(const QString, text);
    QFETCH(const int, direction);
    QFETCH(const int, kind);
    QFETCH(const int, value);
    const auto read = faultIn(text);
    QVERIFY(std::holds_alternative<FaultSetting>(read));
    QCOMPARE(std::get<FaultSetting>(read), (FaultSetting{static_cast<ForwardDirection>(direction),
                                                         static_cast<FaultKind>(kind), value}));
}

void TestFaults::saysWhatIsWrongWithAFault_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *text, const char *words) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(words);
    };
    row("", "DIRECTION:KIND=VALUE");
    row("delay=200", "DIRECTION:KIND=VALUE");
    row("a=b:c", "DIRECTION:KIND=VALUE");
    row("to-nobody:delay=200", "to-target and to-client");
    row("to-target:dealy=200", "There are delay, jitter");
    row("to-target:delay=", "0 (none) to 3600000");
    row("to-target:delay=-1", "0 (none) to 3600000");
    row("to-target:delay=3600001", "0 (none) to 3600000");
    row("to-target:delay=99999999999999999999", "0 (none) to 3600000");
    row("to-target:stop=perhaps", "on or off");
    row("to-target:drop=101", "0 (none) to 100");
}

void TestFaults::saysWhatIsWrongWithAFault()
{
    QFETCH(const QString, text);
    QFETCH(const QString, words);
    const auto read = faultIn(text);
    QVERIFY(std::holds_alternative<QString>(read));
    const QString said = std::get<QString>(read);
    QVERIFY2(said.contains(words), qPrintable(said));
}

void TestFaults::writesFaultsAsItReadsThem()
{
    FaultPlan plan;
    int value = 1;
    for (const FaultRow &row : faultRows()) {
        for (const ForwardDirection direction : directions) {
            plan.of(direction).set(row.kind, row.isSwitch() ? 1 : value++);
        }
    }
    FaultPlan again;
    const QStringList texts = faultTexts(plan);
    QCOMPARE(texts.size(), 2 * faultKindCount);
    for (const QString &text : texts) {
        const auto setting = std::get<FaultSetting>(faultIn(text));
        again.of(setting.direction).set(setting.kind, setting.value);
    }
    QCOMPARE(again, plan);
    QVERIFY(faultTexts({}).isEmpty());
    QCOMPARE(faultsOf({{FaultKind::Delay, 200}, {FaultKind::Stop, 1}}).text(),
             QStringLiteral("delay 200 ms, stop reading"));
}

void TestFaults::letsBytesPassWhereThereIsNoFault()
{
    StreamFaults stream(1);
    QVERIFY(stream.isTransparent());
    stream.setFaults(faultsOf({{FaultKind::Drop, 50}, {FaultKind::Stop, 1}}), 0ms);
    QVERIFY(stream.isTransparent()); // of datagrams, and of what is received
    QVERIFY(stream.isStopped());
    QCOMPARE(stream.take(viewOf("hello"), 0ms), std::size_t(0));
    QVERIFY(!stream.isTransparent());
    QCOMPARE(outAt(stream, 0ms), QStringLiteral("hello"));
    QVERIFY(stream.isTransparent());
    QVERIFY(!stream.due());
}

void TestFaults::delaysEverything()
{
    auto stream = streamWith({{FaultKind::Delay, 200}});
    stream.take(viewOf("one"), 0ms);
    stream.take(viewOf("two"), 50ms);
    stream.finish();
    QCOMPARE(stream.held(), std::size_t(6));
    QCOMPARE(stream.due(), std::optional<FaultTime>(200ms));
    QCOMPARE(outAt(stream, 199ms), QString());
    QCOMPARE(outAt(stream, 200ms), QStringLiteral("one"));
    QCOMPARE(stream.due(), std::optional<FaultTime>(250ms));
    QCOMPARE(outAt(stream, 250ms), QStringLiteral("two|<end>"));
    QVERIFY(!stream.due());
    QCOMPARE(stream.held(), std::size_t(0));
}

void TestFaults::keepsTheOrderOfAStreamWhateverTheJitter()
{
    auto stream = streamWith({{FaultKind::Jitter, 100}});
    std::string expected;
    for (int index = 0; index < 100; ++index) {
        const std::string text = std::to_string(index) + ' ';
        expected += text;
        stream.take(viewOf(text), std::chrono::milliseconds(index));
    }
    const auto [all, when] = runOut(stream);
    QCOMPARE(all, QByteArray::fromStdString(expected));
    QVERIFY(when > 99ms);
    QVERIFY(when <= 199ms);
}

void TestFaults::sendsNoFasterThanItsRate()
{
    auto stream = streamWith({{FaultKind::Rate, 1000}});
    const std::string bytes(5000, 'x');
    stream.take(viewOf(bytes), 0ms);
    qsizetype sent = 0;
    for (FaultTime now = 0ms; now <= 1000ms; now += 10ms) {
        while (const auto out = stream.next(now)) {
            sent += out->bytes.size();
            QVERIFY(out->bytes.size() <= 20);
        }
    }
    QVERIFY(sent >= 1000);
    QVERIFY(sent <= 1020);
    const auto [rest, when] = runOut(stream);
    QCOMPARE(sent + rest.size(), qsizetype(5000));
    QVERIFY(when >= 4900ms);
    QVERIFY(when <= 5000ms);
}

void TestFaults::cutsIntoPiecesAMomentApart()
{
    auto stream = streamWith({{FaultKind::Pieces, 2}});
    stream.take(viewOf("hello"), 0ms);
    QCOMPARE(outAt(stream, 0ms), QStringLiteral("he"));
    QCOMPARE(stream.due(), std::optional<FaultTime>(2ms));
    QCOMPARE(outAt(stream, 2ms), QStringLiteral("ll"));
    QCOMPARE(outAt(stream, 4ms), QStringLiteral("o"));
}

void TestFaults::mergesWhatComesWithinAWhile()
{
    auto stream = streamWith({{FaultKind::Merge, 100}});
    stream.take(viewOf("one "), 0ms);
    stream.take(viewOf("two "), 99ms);
    stream.take(viewOf("three"), 100ms);
    QCOMPARE(outAt(stream, 99ms), QString());
    QCOMPARE(outAt(stream, 100ms), QStringLiteral("one two "));
    QCOMPARE(outAt(stream, 200ms), QStringLiteral("three"));
}

void TestFaults::finishesBehindWhatWaits()
{
    auto stream = streamWith({{FaultKind::Pieces, 1}});
    stream.take(viewOf("ab"), 0ms);
    stream.finish();
    QCOMPARE(outAt(stream, 0ms), QStringLiteral("a"));
    QCOMPARE(outAt(stream, 2ms), QStringLiteral("b|<end>"));
    StreamFaults empty(1);
    empty.finish();
    QCOMPARE(outAt(empty, 0ms), QStringLiteral("<end>"));
}

void TestFaults::finishesAfterSoManyBytes()
{
    auto stream = streamWith({{FaultKind::FinishAfter, 5}});
    stream.take(viewOf("he"), 0ms);
    stream.take(viewOf("llo world"), 0ms);
    // Who sends what comes behind it finds that it has finished, and tells that.
    QCOMPARE(outAt(stream, 0ms), QStringLiteral("he|llo<fin>| world"));
    stream.take(viewOf("more"), 0ms);
    QCOMPARE(outAt(stream, 0ms), QStringLiteral("more"));
}

void TestFaults::cutsAfterSoManyBytes()
{
    auto stream = streamWith({{FaultKind::ResetAfter, 3}, {FaultKind::Pieces, 2}});
    stream.take(viewOf("hello"), 0ms);
    QCOMPARE(outAt(stream, 0ms), QStringLiteral("he"));
    const auto out = stream.next(2ms);
    QVERIFY(out);
    QCOMPARE(out->bytes, QByteArray("l"));
    QCOMPARE(out->then, Then::Reset);
}

void TestFaults::takesTheEndThatComesFirst()
{
    auto finished = streamWith({{FaultKind::ResetAfter, 4}, {FaultKind::FinishAfter, 3}});
    finished.take(viewOf("abc"), 0ms);
    QCOMPARE(outAt(finished, 0ms), QStringLiteral("abc<fin>"));
    auto cut = streamWith({{FaultKind::ResetAfter, 3}, {FaultKind::FinishAfter, 4}});
    cut.take(viewOf("abc"), 0ms);
    QCOMPARE(outAt(cut, 0ms), QStringLiteral("abc<rst>"));
}

void TestFaults::countsAnewWhereTheEndIsSetAnew()
{
    auto stream = streamWith({{FaultKind::ResetAfter, 10}});
    stream.take(viewOf("12345"), 0ms);
    QCOMPARE(outAt(stream, 0ms), QStringLiteral("12345"));
    stream.setFaults(faultsOf({{FaultKind::ResetAfter, 3}}), 0ms);
    stream.take(viewOf("67890"), 0ms);
    QCOMPARE(outAt(stream, 0ms), QStringLiteral("678<rst>|90"));
}

void TestFaults::changesOneByteOfEachBlock_data()
{
    QTest::addColumn<int>("piece");
    QTest::newRow("whole") << 1000;
    QTest::newRow("in odd pieces") << 7;
    QTest::newRow("byte by byte") << 1;
}

void TestFaults::changesOneByteOfEachBlock()
{
    QFETCH(const int, piece);
    auto stream = streamWith({{FaultKind::Corrupt, 10}});
    const std::string bytes(1000, 'x');
    std::size_t changed = 0;
    for (std::size_t at = 0; at < bytes.size(); at += static_cast<std::size_t>(piece)) {
        changed += stream.take(
            viewOf(std::string_view(bytes).substr(at, static_cast<std::size_t>(piece))), 0ms);
    }
    QCOMPARE(changed, std::size_t(100));
    const QByteArray out = runOut(stream).first;
    QCOMPARE(out.size(), qsizetype(1000));
    for (qsizetype block = 0; block < out.size(); block += 10) {
        QCOMPARE(out.mid(block, 10).count('x'), qsizetype(9));
    }
}

void TestFaults::doesTheSameAgainForTheSameSeed()
{
    const auto outOf = [](std::uint64_t seed) {
        auto stream = streamWith({{FaultKind::Corrupt, 5}, {FaultKind::Jitter, 50}}, seed);
        for (int index = 0; index < 20; ++index) {
            stream.take(viewOf("hello"), std::chrono::milliseconds(index * 100));
        }
        return runOut(stream);
    };
    QCOMPARE(outOf(7), outOf(7));
    QVERIFY(outOf(7) != outOf(8));
    QVERIFY(seedFor(1, 1, true) != seedFor(1, 1, false));
    QVERIFY(seedFor(1, 1, true) != seedFor(1, 2, true));
}

void TestFaults::letsWhatWaitsGoWhereTheDelayIsTakenAway()
{
    auto stream = streamWith({{FaultKind::Delay, 60000}});
    stream.take(viewOf("hello"), 0ms);
    stream.setFaults(faultsOf({{FaultKind::Delay, 10}}), 100ms);
    QCOMPARE(stream.due(), std::optional<FaultTime>(110ms));
    auto slow = streamWith({{FaultKind::Rate, 1}});
    slow.take(viewOf("hello"), 0ms);
    QCOMPARE(outAt(slow, 0ms), QStringLiteral("h"));
    slow.setFaults({}, 10ms);
    QCOMPARE(outAt(slow, 10ms), QStringLiteral("ello"));
}

void TestFaults::goesOnWithWhatWaitsWhereAllFaultsAreTakenAway()
{
    auto stream = streamWith({{FaultKind::Delay, 1000}});
    stream.take(viewOf("first "), 0ms);
    stream.setFaults({}, 1ms);
    QVERIFY(!stream.isTransparent()); // or what comes now would overtake it
    stream.take(viewOf("second"), 1ms);
    QCOMPARE(outAt(stream, 1ms), QStringLiteral("first |second"));
    QVERIFY(stream.isTransparent());
}

void TestFaults::dropsSoManyDatagrams()
{
    DatagramFaults faults(1);
    faults.setFaults(faultsOf({{FaultKind::Drop, 30}}));
    int dropped = 0;
    int out = 0;
    for (int index = 0; index < 1000; ++index) {
        dropped += faults.take(viewOf("x"), 0ms).dropped ? 1 : 0;
        while (faults.next(0ms)) {
            ++out;
        }
    }
    QCOMPARE(dropped + out, 1000);
    QVERIFY(dropped > 250);
    QVERIFY(dropped < 350);
    faults.setFaults(faultsOf({{FaultKind::Drop, 100}}));
    QVERIFY(faults.take(viewOf("x"), 0ms).dropped);
}

void TestFaults::sendsDatagramsTwice()
{
    DatagramFaults faults(1);
    faults.setFaults(faultsOf({{FaultKind::Duplicate, 100}}));
    QCOMPARE(faults.take(viewOf("hello"), 0ms), (DatagramFaults::Done{.duplicated = true}));
    QCOMPARE(faults.held(), std::size_t(10));
    QCOMPARE(faults.count(), std::size_t(2));
    QCOMPARE(faults.next(0ms), std::optional(QByteArray("hello")));
    QCOMPARE(faults.next(0ms), std::optional(QByteArray("hello")));
    QVERIFY(!faults.next(0ms));
    QCOMPARE(faults.held(), std::size_t(0));
}

void TestFaults::letsTheNextDatagramOvertake()
{
    DatagramFaults faults(1);
    faults.setFaults(faultsOf({{FaultKind::Reorder, 100}}));
    QVERIFY(faults.take(viewOf("one"), 0ms).reordered);
    QVERIFY(!faults.next(0ms));
    QVERIFY(!faults.take(viewOf("two"), 0ms).reordered); // one at a time
    QCOMPARE(faults.next(0ms), std::optional(QByteArray("two")));
    QCOMPARE(faults.next(0ms), std::optional(QByteArray("one")));
    QVERIFY(!faults.due());
}

void TestFaults::sendsAnOvertakenDatagramWhereNoOtherComes()
{
    DatagramFaults faults(1);
    faults.setFaults(faultsOf({{FaultKind::Reorder, 100}}));
    faults.take(viewOf("one"), 0ms);
    QCOMPARE(faults.count(), std::size_t(1));
    QCOMPARE(faults.due(), std::optional<FaultTime>(1s));
    QCOMPARE(faults.next(1s), std::optional(QByteArray("one")));
    QCOMPARE(faults.held(), std::size_t(0));
}

void TestFaults::delaysDatagrams()
{
    DatagramFaults faults(1);
    faults.setFaults(faultsOf({{FaultKind::Delay, 100}}));
    faults.take(viewOf("one"), 0ms);
    faults.take(viewOf(""), 0ms); // an empty one is one
    QVERIFY(!faults.next(99ms));
    QCOMPARE(faults.next(100ms), std::optional(QByteArray("one")));
    QCOMPARE(faults.next(100ms), std::optional(QByteArray("")));
}

void TestFaults::sendsDatagramsNoFasterThanTheirRate()
{
    DatagramFaults faults(1);
    faults.setFaults(faultsOf({{FaultKind::Rate, 10}}));
    faults.take(viewOf("12345"), 0ms);
    faults.take(viewOf("67890"), 0ms);
    QVERIFY(faults.next(0ms));
    QVERIFY(!faults.next(0ms));
    QCOMPARE(faults.due(), std::optional<FaultTime>(500ms));
    QVERIFY(faults.next(500ms));
}

void TestFaults::doesTheSameToDatagramsForTheSameSeed()
{
    const auto outOf = [](std::uint64_t seed) {
        DatagramFaults faults(seed);
        faults.setFaults(faultsOf({{FaultKind::Drop, 20},
                                   {FaultKind::Duplicate, 20},
                                   {FaultKind::Reorder, 20},
                                   {FaultKind::Corrupt, 3},
                                   {FaultKind::Jitter, 20}}));
        QByteArrayList out;
        for (int index = 0; index < 200; ++index) {
            const std::string text = std::to_string(index);
            faults.take(viewOf(text), std::chrono::milliseconds(index));
            while (const auto one = faults.next(std::chrono::milliseconds(index))) {
                out.append(*one);
            }
        }
        return out;
    };
    QCOMPARE(outOf(3), outOf(3));
    QVERIFY(outOf(3) != outOf(4));
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
