#include "widgets/models/textpages.h"

#include "netcore/projections/piecebytes.h"
#include "netcore/projections/streambytes.h"

#include <QElapsedTimer>
#include <QTest>

#include <string>

using namespace sockyard;

namespace
{

ByteView view(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

QString shown(const TextPages::Line &line)
{
    QString text;
    for (const TextPages::Glyph &glyph : line.glyphs) {
        text += TextPages::textOf(glyph);
    }
    return text;
}

QStringList allLines(TextPages &pages)
{
    QStringList lines;
    for (auto place = pages.firstPlace(); place; place = pages.next(*place)) {
        lines.append(shown(pages.line(*place)));
    }
    return lines;
}

QStringList linesOf(std::string_view bytes, TextEncoding encoding = TextEncoding::Utf8,
                    int columns = 80)
{
    TextPages pages;
    pages.setColumns(columns);
    pages.setEncoding(encoding);
    pages.setSource(std::make_shared<PieceBytes>(nullptr, view(bytes)));
    return allLines(pages);
}

void append(EventLog &log, EventKind kind, ConnectionId connection, std::string_view bytes)
{
    log.append(
        {.kind = kind, .connection = connection, .bytes = bytes.size(), .payload = view(bytes)});
}

std::shared_ptr<StreamBytes> both(const std::shared_ptr<EventLog> &log, ConnectionId connection)
{
    auto bytes = std::make_shared<StreamBytes>(log, connection, StreamBytes::Which::Both);
    bytes->extendTo(log->size(), log->size());
    return bytes;
}

} // namespace

class TextPagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhatIsNoPlainTextAsSuch_data();
    void showsWhatIsNoPlainTextAsSuch();
    void readsJapaneseEncodings_data();
    void readsJapaneseEncodings();
    void readsUtf16_data();
    void readsUtf16();
    void knowsTheBytesOfEachCharacter();
    void decodesOverTheBordersOfEvents();
    void keepsDatagramsApart();
    void keepsDirectionsApart();
    void wrapsAtItsColumns();
    void putsMarksOverTheirLetter();
    void findsAnyPlaceOfALongText_data();
    void findsAnyPlaceOfALongText();
    void walksBackTheWayItCame();
    void growsWithItsSource();
    void beginsWhereTheBytesBegin();
    void looksOnlyAtSomePages();
};

void TextPagesTest::showsWhatIsNoPlainTextAsSuch_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("line end") << QByteArray("a\r\n") << QStringLiteral("a\\r\\n");
    QTest::newRow("controls") << QByteArray("\x1b[1m\0\x7f\t", 7)
                              << QStringLiteral("\\x1b[1m\\0\\x7f\\t");
    QTest::newRow("direction") << QByteArray("a\xe2\x80\xae"
                                             "b")
                               << QStringLiteral("a<U+202E>b");
    QTest::newRow("no utf-8") << QByteArray("caf\xe9!") << QStringLiteral("caf\\xe9!");
    QTest::newRow("overlong") << QByteArray("\xc0\x80") << QStringLiteral("\\xc0\\x80");
    QTest::newRow("overlong, three")
        << QByteArray("\xe0\x80\xaf") << QStringLiteral("\\xe0\\x80\\xaf");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QStringLiteral("\\xed\\xa0\\x80");
    QTest::newRow("too high") << QByteArray("\xf4\x90\x80\x80")
                              << QStringLiteral("\\xf4\\x90\\x80\\x80");
    QTest::newRow("cut off") << QByteArray("\xe6\x97") << QStringLiteral("\\xe6\\x97");
    QTest::newRow("whole") << QByteArray("日本語 Grüße 😀") << QStringLiteral("日本語 Grüße 😀");
}

void TextPagesTest::showsWhatIsNoPlainTextAsSuch()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, text);
    QCOMPARE(linesOf(bytes.toStdString()), QStringList{text});
}

void TextPagesTest::readsJapaneseEncodings_data()
{
    QTest::addColumn<int>("encoding");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    const auto shiftJis = static_cast<int>(TextEncoding::ShiftJis);
    const auto eucJp = static_cast<int>(TextEncoding::EucJp);
    // "日本語 ﾃｽﾄ 表": the last one ends with a byte that is a backslash in ASCII.
    QTest::newRow("Shift-JIS") << shiftJis
                               << QByteArray("\x93\xfa\x96\x7b\x8c\xea \xc3\xbd\xc4 \x95\x5c!")
                               << QStringLiteral("日本語 ﾃｽﾄ 表!");
    QTest::newRow("Shift-JIS, broken")
        << shiftJis << QByteArray("a\x93\n\x96") << QStringLiteral("a\\x93\\n|\\x96");
    QTest::newRow("EUC-JP") << eucJp << QByteArray("\xc6\xfc\xcb\xdc\xb8\xec \x8e\xc3\x8e\xbd!")
                            << QStringLiteral("日本語 ﾃｽ!");
    QTest::newRow("EUC-JP, three bytes")
        << eucJp << QByteArray("\x8f\xb0\xa1.") << QStringLiteral("丂.");
    QTest::newRow("EUC-JP, broken") << eucJp
                                    << QByteArray("\xc6"
                                                  "a\x8f\xb0")
                                    << QStringLiteral("\\xc6a\\x8f\\xb0");
}

void TextPagesTest::readsJapaneseEncodings()
{
    QFETCH(const int, encoding);
    QFETCH(const QByteArray, bytes);
    QFETCH(const QString, text);
    const auto wanted = static_cast<TextEncoding>(encoding);
    const auto available = availableEncodings();
    QVERIFY(std::find(available.begin(), available.end(), wanted) != available.end());
    QCOMPARE(linesOf(bytes.toStdString(), wanted).join(u'|'), text);
}

void TextPagesTest::readsUtf16_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("bigEndian");
    QTest::addColumn<QString>("text");
    QTest::newRow("little") << QByteArray("a\0\x2c\x67", 4) << false << QStringLiteral("a本");
    QTest::newRow("big") << QByteArray("\0a\x67\x2c", 4) << true << QStringLiteral("a本");
    QTest::newRow("pair") << QByteArray("\x3d\xd8\x00\xde", 4) << false << QStringLiteral("😀");
    QTest::newRow("lone high") << QByteArray("\x3d\xd8"
                                             "a\0",
                                             4)
                               << false << QStringLiteral("<U+D83D>a");
    QTest::newRow("lone low") << QByteArray("\x00\xde", 2) << false << QStringLiteral("<U+DE00>");
    QTest::newRow("odd") << QByteArray("a\0b", 3) << false << QStringLiteral("a\\x62");
    QTest::newRow("mark") << QByteArray("\xfe\xff\0a", 4) << true << QStringLiteral("<U+FEFF>a");
}

void TextPagesTest::readsUtf16()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const bool, bigEndian);
    QFETCH(const QString, text);
    const auto encoding =
        bigEndian ? TextEncoding::Utf16BigEndian : TextEncoding::Utf16LittleEndian;
    QCOMPARE(linesOf(bytes.toStdString(), encoding), QStringList{text});
}

void TextPagesTest::knowsTheBytesOfEachCharacter()
{
    const std::string bytes = "a\u672c\U0001f600\xff";
    TextPages pages;
    pages.setSource(std::make_shared<PieceBytes>(nullptr, view(bytes)));
    const TextPages::Line line = pages.line(*pages.firstPlace());
    std::vector<std::array<qint64, 4>> places;
    for (const TextPages::Glyph &glyph : line.glyphs) {
        places.push_back({glyph.offset, glyph.length, glyph.column, glyph.columns});
    }
    const std::vector<std::array<qint64, 4>> expected = {
        {0, 1, 0, 1}, {1, 3, 1, 2}, {4, 4, 3, 2}, {8, 1, 5, 4}};
    QCOMPARE(places, expected);
}

void TextPagesTest::decodesOverTheBordersOfEvents()
{
    const std::string bytes = "日本語 Grüße 😀\r\nand \xff more";
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
        const auto log = std::make_shared<EventLog>();
        append(*log, EventKind::Received, 1, bytes.substr(0, cut));
        append(*log, EventKind::Received, 1, bytes.substr(cut));
        TextPages pages;
        pages.setSource(both(log, 1));
        QCOMPARE(allLines(pages), QStringList({QStringLiteral("日本語 Grüße 😀\\r\\n"),
                                               QStringLiteral("and \\xff more")}));
    }
}

void TextPagesTest::keepsDatagramsApart()
{
    const auto log = std::make_shared<EventLog>();
    append(*log, EventKind::Received, 0, "hello");
    append(*log, EventKind::Received, 0, "\xe6\x97");
    append(*log, EventKind::Received, 0, "\xa5");
    TextPages pages;
    pages.setSource(both(log, 0));
    QCOMPARE(allLines(pages), QStringList({QStringLiteral("hello"), QStringLiteral("\\xe6\\x97"),
                                           QStringLiteral("\\xa5")}));
}

void TextPagesTest::keepsDirectionsApart()
{
    const auto log = std::make_shared<EventLog>();
    append(*log, EventKind::Received, 1, "HELO");
    append(*log, EventKind::Sent, 1, "250 ok\n");
    append(*log, EventKind::Sent, 1, "more");
    TextPages pages;
    pages.setSource(both(log, 1));
    QCOMPARE(allLines(pages), QStringList({QStringLiteral("HELO"), QStringLiteral("250 ok\\n"),
                                           QStringLiteral("more")}));
    QCOMPARE(pages.line({0, 0}).direction, Direction::Received);
    QCOMPARE(pages.line({0, 1}).direction, Direction::Sent);
    QCOMPARE(pages.line({0, 2}).direction, Direction::Sent);
}

void TextPagesTest::wrapsAtItsColumns()
{
    QCOMPARE(linesOf("abcdefgh", TextEncoding::Utf8, 3).join(u'|'), QStringLiteral("abc|def|gh"));
    QCOMPARE(linesOf("abc\ndef\n", TextEncoding::Utf8, 3).join(u'|'),
             QStringLiteral("abc\\n|def\\n"));
    QCOMPARE(linesOf("a日本", TextEncoding::Utf8, 3).join(u'|'), QStringLiteral("a日|本"));
    QCOMPARE(linesOf("日本", TextEncoding::Utf8, 1).join(u'|'), QStringLiteral("日|本"));
}

void TextPagesTest::putsMarksOverTheirLetter()
{
    const std::string zalgo = [] {
        std::string text = "a";
        for (int i = 0; i < 10; ++i) {
            text += "\u0301";
        }
        return text;
    }();
    TextPages pages;
    pages.setSource(std::make_shared<PieceBytes>(nullptr, view(zalgo)));
    const TextPages::Line line = pages.line(*pages.firstPlace());
    QCOMPARE(line.glyphs.size(), 11U);
    QCOMPARE(int(line.glyphs[8].columns), 0);
    QCOMPARE(TextPages::textOf(line.glyphs[9]), QStringLiteral("<U+0301>"));
    QCOMPARE(linesOf("\u0301").join(u'|'), QStringLiteral("\u0301")); // over nothing
}

void TextPagesTest::findsAnyPlaceOfALongText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("encoding");
    QByteArray lines;
    for (int i = 0; i < 20'000; ++i) {
        lines += "line " + QByteArray::number(i) + " of 日本\n";
    }
    const auto utf8 = static_cast<int>(TextEncoding::Utf8);
    QTest::newRow("lines") << lines << utf8;
    QTest::newRow("one line") << QByteArray("日本語").repeated(20'000) << utf8;
    QTest::newRow("noise") << QByteArray("\x80\xbf\xe6\xff").repeated(20'000) << utf8;
    QTest::newRow("Shift-JIS") << QByteArray("\x93\xfa\x96\x7b\x8c\xea\x95\x5c\n").repeated(9000)
                               << static_cast<int>(TextEncoding::ShiftJis);
    QTest::newRow("Shift-JIS, one line, a mark now and then")
        << (QByteArray("\x93\xfa\x95\x5c").repeated(150) + ' ').repeated(200)
        << static_cast<int>(TextEncoding::ShiftJis);
}

/// The pages together show every byte once, whatever was looked at first.
void TextPagesTest::findsAnyPlaceOfALongText()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, encoding);
    const std::string content = bytes.toStdString();
    TextPages pages;
    pages.setEncoding(static_cast<TextEncoding>(encoding));
    pages.setSource(std::make_shared<PieceBytes>(nullptr, view(content)));
    qint64 next = 0;
    int lines = 0;
    bool isWhole = true;
    for (auto place = pages.firstPlace(); place; place = pages.next(*place)) {
        const TextPages::Line &line = pages.line(*place);
        QCOMPARE(line.from, next);
        for (const TextPages::Glyph &glyph : line.glyphs) {
            QCOMPARE(glyph.offset, next);
            next += glyph.length;
            isWhole = isWhole && glyph.kind != TextPages::Kind::Broken;
        }
        QCOMPARE(line.to, next);
        ++lines;
    }
    QCOMPARE(next, qint64(content.size()));
    QCOMPARE(isWhole, qstrcmp(QTest::currentDataTag(), "noise") != 0);
    if (qstrcmp(QTest::currentDataTag(), "lines") == 0) {
        QCOMPARE(lines, 20'000); // no line was cut by a page
    }
    for (qint64 offset = 0; offset < next; offset += 9973) {
        TextPages other;
        other.setEncoding(static_cast<TextEncoding>(encoding));
        other.setSource(std::make_shared<PieceBytes>(nullptr, view(content)));
        const auto place = other.placeOf(offset);
        QVERIFY(place.has_value());
        QCOMPARE(*place, *pages.placeOf(offset));
        QVERIFY(other.line(*place).from <= offset && other.line(*place).to > offset);
    }
}

void TextPagesTest::walksBackTheWayItCame()
{
    std::string content;
    for (int i = 0; i < 5000; ++i) {
        content += "line " + std::to_string(i) + '\n';
    }
    TextPages pages;
    pages.setSource(std::make_shared<PieceBytes>(nullptr, view(content)));
    std::vector<TextPages::Place> forward;
    for (auto place = pages.firstPlace(); place; place = pages.next(*place)) {
        forward.push_back(*place);
    }
    std::vector<TextPages::Place> back;
    for (auto place = pages.lastPlace(); place; place = pages.previous(*place)) {
        back.push_back(*place);
    }
    std::reverse(back.begin(), back.end());
    QCOMPARE(forward.size(), 5000U);
    QVERIFY(forward == back);
    QCOMPARE(pages.moved(forward[0], 4000), forward[4000]);
    QCOMPARE(pages.moved(forward[4000], -3999), forward[1]);
    QCOMPARE(pages.moved(forward[4000], 100'000), forward[4999]);
}

void TextPagesTest::growsWithItsSource()
{
    const auto log = std::make_shared<EventLog>();
    const auto bytes = std::make_shared<StreamBytes>(log, 1, StreamBytes::Which::Received);
    TextPages pages;
    pages.setSource(bytes);
    QVERIFY(!pages.firstPlace());
    std::string all;
    std::string pending = "日本 line\n";
    for (int i = 0; i < 12'000; ++i) { // over several pages, now and then in a character
        const std::string part = pending.substr(static_cast<std::size_t>(i % 3) * 4, 4);
        append(*log, EventKind::Received, 1, part);
        all += part;
        bytes->extendTo(log->size(), 10);
        pages.update();
        if (i % 500 == 0) {
            QCOMPARE(pages.line(*pages.lastPlace()).to, qint64(all.size()));
        }
    }
    QCOMPARE(allLines(pages), linesOf(all));
}

void TextPagesTest::beginsWhereTheBytesBegin()
{
    const auto log =
        std::make_shared<EventLog>(EventLog::Limits{.memory = 256 * 1024, .block = 64 * 1024});
    const auto bytes = std::make_shared<StreamBytes>(log, 1, StreamBytes::Which::Received);
    TextPages pages;
    pages.setSource(bytes);
    for (int i = 0; i < 8000; ++i) {
        append(*log, EventKind::Received, 1, "日本 line " + std::to_string(i) + '\n');
        if (i % 100 == 0) {
            bytes->extendTo(log->size(), 1000);
            pages.update();
            const auto first = pages.firstPlace();
            QVERIFY(first.has_value());
            QCOMPARE(pages.line(*first).from, pages.first());
            QVERIFY(!pages.previous(*first));
            QCOMPARE(pages.line(*pages.lastPlace()).to, pages.size());
        }
    }
    QVERIFY(pages.first() > 100'000);
}

/// A source of a terabyte: who looks at all of it does not return.
void TextPagesTest::looksOnlyAtSomePages()
{
    class Endless : public ByteSource
    {
    public:
        std::uint64_t size() const override { return 1ULL << 40U; }
        void visit(std::uint64_t from, std::uint64_t to, const Visitor &visitor) const override
        {
            visited += to - from;
            const std::vector<std::byte> bytes(static_cast<std::size_t>(to - from), std::byte{'a'});
            visitor({from, bytes, Direction::Received, 0});
        }
        mutable std::uint64_t visited = 0;
    };
    const auto source = std::make_shared<Endless>();
    TextPages pages;
    pages.setSource(source);
    QCOMPARE(pages.line(*pages.lastPlace()).to, qint64(1) << 40);
    const auto place = pages.placeOf(qint64(1) << 39);
    QVERIFY(place && pages.line(*place).from <= qint64(1) << 39);
    QVERIFY(source->visited < 200'000);
}

QTEST_GUILESS_MAIN(TextPagesTest)
#include "tst_textpages.moc"
