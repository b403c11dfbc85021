#include "tests/support/modeltexts.h"
#include "tests/support/talk.h"
#include "tests/support/teststrings.h"
#include "widgets/models/conversationmodel.h"
#include "widgets/models/words.h"

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSignalSpy>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

constexpr std::string_view own = Talk::own;
constexpr std::string_view other = Talk::other;

} // namespace

class TestConversationModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void showsWhoSaysWhat();
    void showsAnOwnMessageOnceAndThatItWasHeardBack();
    void matchesOwnMessagesInTheirOrder();
    void tellsMyMessagesFromThoseOfANamesake();
    void showsAnOwnMessageThatWasNeverSeenLeaving();
    void countsWhatIsNoMessageAndShowsItNot();
    void insertsAllMessagesOfABatchAtOnce();
    void removesTheOldestBeyondTheBound();
    void showsHostileNamesAndTextsAsInertTextOnOneLine_data();
    void showsHostileNamesAndTextsAsInertTextOnOneLine();
    void cutsNamesAndTextsThatNeverEnd();
    void tamesAStormOfMarks();
    void joinsAndLeavesAreToldInWords();
    void aFloodIsOneRowThatGrows();
    void tellsNamesakesApartByTheirAddresses();
    void whoHasNoNameHasAPlaceAllTheSame();
    void namesItsColumns();

private:
    void hear(const Event &event) { m_model->apply(m_hearing->apply(event)); }
    void apply(EventKind kind, std::string_view datagram, std::string_view peer = other);

    std::unique_ptr<Talk> m_talk;
    std::unique_ptr<ChatHearing> m_hearing;
    std::unique_ptr<ConversationModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestConversationModel::init()
{
    m_talk = std::make_unique<Talk>();
    m_hearing = std::make_unique<ChatHearing>();
    m_model = std::make_unique<ConversationModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    hear(m_talk->connected());
}

void TestConversationModel::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_talk.reset();
}

// One message after the other, as people talk.
void TestConversationModel::apply(EventKind kind, std::string_view datagram, std::string_view peer)
{
    m_talk->wait(1);
    hear(kind == EventKind::Sent ? m_talk->sent(datagram) : m_talk->received(datagram, peer));
}

void TestConversationModel::showsWhoSaysWhat()
{
    apply(EventKind::Received, "Ada: hello: all");
    QCOMPARE(m_model->rowCount(), 0); // not yet published
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 1);
    QCOMPARE(textAt(*m_model, 0, ConversationModel::NameColumn), QStringLiteral("Ada"));
    QCOMPARE(textAt(*m_model, 0, ConversationModel::MessageColumn), QStringLiteral("hello: all"));
    QCOMPARE(textAt(*m_model, 0, ConversationModel::TimeColumn),
             clockText(m_talk->log().at(1)->time()));
    const QModelIndex index = m_model->index(0, 0);
    QVERIFY(!index.data(ConversationModel::OwnRole).toBool());
    QCOMPARE(index.data(ConversationModel::NumberRole).toULongLong(), 1ULL);
    QVERIFY(index.data(Qt::ToolTipRole).toString().contains(fromUtf8(other)));
}

void TestConversationModel::showsAnOwnMessageOnceAndThatItWasHeardBack()
{
    apply(EventKind::Sent, "Me: hello");
    m_model->publish();
    const QModelIndex index = m_model->index(0, ConversationModel::NameColumn);
    QVERIFY(index.data(ConversationModel::OwnRole).toBool());
    QVERIFY(!index.data(ConversationModel::HeardBackRole).toBool());
    QVERIFY(index.data().toString().startsWith(QStringLiteral("Me")));
    QVERIFY(index.data().toString() != QStringLiteral("Me")); // own lines are marked in words
    const QString before = index.data(Qt::ToolTipRole).toString();

    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    apply(EventKind::Received, "Me: hello", own);
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 1);
    QVERIFY(m_model->index(0, 0).data(ConversationModel::HeardBackRole).toBool());
    QCOMPARE(changed.size(), qsizetype(1));
    QVERIFY(m_model->index(0, 0).data(Qt::ToolTipRole).toString() != before);
}

void TestConversationModel::matchesOwnMessagesInTheirOrder()
{
    apply(EventKind::Sent, "Me: same");
    apply(EventKind::Sent, "Me: same");
    apply(EventKind::Received, "Me: same", own);
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 2);
    QVERIFY(m_model->index(0, 0).data(ConversationModel::HeardBackRole).toBool());
    QVERIFY(!m_model->index(1, 0).data(ConversationModel::HeardBackRole).toBool());
    apply(EventKind::Received, "Me: same", own);
    m_model->publish();
    QVERIFY(m_model->index(1, 0).data(ConversationModel::HeardBackRole).toBool());
}

void TestConversationModel::tellsMyMessagesFromThoseOfANamesake()
{
    apply(EventKind::Sent, "Me: hello");
    apply(EventKind::Received, "Me: hello", other);
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 2);
    QVERIFY(!m_model->index(1, 0).data(ConversationModel::OwnRole).toBool());
    QVERIFY(!m_model->index(0, 0).data(ConversationModel::HeardBackRole).toBool());
}

void TestConversationModel::showsAnOwnMessageThatWasNeverSeenLeaving()
{
    // The log was cleared, or its beginning is gone.
    apply(EventKind::Received, "Me: hello", own);
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 1);
    QVERIFY(m_model->index(0, 0).data(ConversationModel::OwnRole).toBool());
}

void TestConversationModel::countsWhatIsNoMessageAndShowsItNot()
{
    apply(EventKind::Received, "no message");
    apply(EventKind::Received, "");
    apply(EventKind::Received, ": nobody");
    apply(EventKind::Received, "\0\xff\x1b"s);
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 0);
    QCOMPARE(m_hearing->foreignCount(), std::uint64_t(4));
}

void TestConversationModel::insertsAllMessagesOfABatchAtOnce()
{
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    for (int number = 0; number < 100; ++number) {
        apply(EventKind::Received, "Ada: " + std::to_string(number));
    }
    m_model->publish();
    QCOMPARE(inserted.size(), qsizetype(1));
    QCOMPARE(m_model->rowCount(), 100);
}

void TestConversationModel::removesTheOldestBeyondTheBound()
{
    const QSignalSpy removed(m_model.get(), &QAbstractItemModel::rowsRemoved);
    for (int number = 0; number < 12000; ++number) {
        apply(EventKind::Received, "Ada: " + std::to_string(number));
        if (number % 1000 == 999) {
            m_model->publish();
        }
    }
    const auto &conversation = m_model->conversation();
    QVERIFY(conversation.removedCount() > 0);
    QCOMPARE(static_cast<std::uint64_t>(m_model->rowCount()) + conversation.removedCount(),
             std::uint64_t(12000));
    QVERIFY(!removed.isEmpty());
    QCOMPARE(textAt(*m_model, m_model->rowCount() - 1, ConversationModel::MessageColumn),
             QStringLiteral("11999"));
    QCOMPARE(textAt(*m_model, 0, ConversationModel::MessageColumn),
             QString::number(conversation.removedCount()));
}

void TestConversationModel::showsHostileNamesAndTextsAsInertTextOnOneLine_data()
{
    QTest::addColumn<std::string>("bytes");
    QTest::newRow("NUL") << "a\0b"s;
    QTest::newRow("lines") << "a\r\nb"s;
    QTest::newRow("invalid UTF-8") << "\xff\xc3("s;
    QTest::newRow("HTML") << "<b>bold</b>"s;
    QTest::newRow("ANSI") << "\x1b[31mred"s;
    QTest::newRow("right to left override") << "\xe2\x80\xaegpj.exe"s;
    QTest::newRow("paragraph separator") << "a\xe2\x80\xa9z"s;
    QTest::newRow("zero width") << "A\xe2\x80\x8bnn\xef\xbb\xbf\xe2\x81\xa0"s;
    QTest::newRow("isolates") << "\xe2\x81\xa7"
                                 "A\xe2\x81\xa9"s;
    QTest::newRow("C1 controls") << "\xc2\x9b"
                                    "31mred"s;
    QTest::newRow("a bell and a backspace") << "A\a\b\x7f"s;
    QTest::newRow("a picture") << "<img src='http://example.org/x.png'>"s;
    QTest::newRow("an entity") << "&lt;b&gt;"s;
    QTest::newRow("tag characters") << "A\xf3\xa0\x81\x81"s;
}

void TestConversationModel::showsHostileNamesAndTextsAsInertTextOnOneLine()
{
    QFETCH(const std::string, bytes);
    apply(EventKind::Received, says(bytes, bytes));
    m_model->publish();
    QCOMPARE(m_model->rowCount(), 1);
    for (int column = 0; column < ConversationModel::ColumnCount; ++column) {
        const QString text = textAt(*m_model, 0, column);
        QVERIFY2(isInert(text), qPrintable(text));
        QVERIFY(!text.isEmpty());
    }
    // A tool tip with angle brackets could be taken for HTML.
    QVERIFY(!m_model->index(0, 0).data(Qt::ToolTipRole).toString().contains(u'<'));
}

void TestConversationModel::cutsNamesAndTextsThatNeverEnd()
{
    apply(EventKind::Received, std::string(1000, 'n') + ": " + std::string(60000, 't'));
    m_model->publish();
    const QString name = textAt(*m_model, 0, ConversationModel::NameColumn);
    const QString text = textAt(*m_model, 0, ConversationModel::MessageColumn);
    QVERIFY(name.endsWith(u'…') && name.size() < 1000);
    QVERIFY(text.endsWith(u'…') && text.size() < 60000);
}

void TestConversationModel::tamesAStormOfMarks()
{
    std::string storm = "Z";
    for (int mark = 0; mark < 1000; ++mark) {
        storm += "\xcc\x8d";
    }
    apply(EventKind::Received, says(storm, storm));
    m_model->publish();
    for (const int column : {ConversationModel::NameColumn, ConversationModel::MessageColumn}) {
        const QString text = textAt(*m_model, 0, column);
        QVERIFY(text.count(QChar(0x030d)) <= 8);
        QVERIFY(text.contains(u'…'));
    }
}

void TestConversationModel::joinsAndLeavesAreToldInWords()
{
    apply(EventKind::Received, joins("Ann"));
    apply(EventKind::Received, says("Ann", "joins"));
    apply(EventKind::Received, leaves("Ann"));
    m_model->publish();
    QCOMPARE(textAt(*m_model, 0, ConversationModel::MessageColumn), QStringLiteral("joins"));
    QCOMPARE(textAt(*m_model, 2, ConversationModel::MessageColumn), QStringLiteral("leaves"));
    // Who says just that word is told from one who does it.
    QVERIFY(!m_model->index(0, 0).data(ConversationModel::SaysRole).toBool());
    QVERIFY(m_model->index(1, 0).data(ConversationModel::SaysRole).toBool());
}

void TestConversationModel::aFloodIsOneRowThatGrows()
{
    const auto flood = [this](int count) {
        for (int number = 0; number < count; ++number) {
            hear(m_talk->received(says("Eve", "spam")));
        }
        m_model->publish();
    };
    flood(1000);
    const int rows = m_model->rowCount();
    const auto folded = [this, rows] {
        return m_model->index(rows - 1, 0).data(ConversationModel::FoldedRole).toULongLong();
    };
    QCOMPARE(folded() + static_cast<quint64>(rows) - 1, 1000ULL);
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    flood(50000);
    QCOMPARE(m_model->rowCount(), rows);
    QCOMPARE(folded() + static_cast<quint64>(rows) - 1, 51000ULL);
    QCOMPARE(changed.size(), qsizetype(1));
    QCOMPARE(changed.front().front().toModelIndex().row(), rows - 1);
    QVERIFY(textAt(*m_model, rows - 1, ConversationModel::MessageColumn)
                .contains(QLocale().toString(folded())));
    QCOMPARE(textAt(*m_model, rows - 1, ConversationModel::NameColumn), QStringLiteral("Eve"));
    // Choosing it shows the first that is folded.
    QCOMPARE(m_model->index(rows - 1, 0).data(ConversationModel::NumberRole).toULongLong(),
             static_cast<quint64>(rows));
}

void TestConversationModel::tellsNamesakesApartByTheirAddresses()
{
    apply(EventKind::Received, says("Ann", "hi"), "10.0.0.2:5000");
    m_model->publish();
    QCOMPARE(textAt(*m_model, 0, ConversationModel::NameColumn), QStringLiteral("Ann"));
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    apply(EventKind::Received, says("Ann", "ho"), "10.0.0.3:6000");
    m_model->publish();
    QCOMPARE(textAt(*m_model, 0, ConversationModel::NameColumn),
             QStringLiteral("Ann (10.0.0.2:5000)"));
    QCOMPARE(textAt(*m_model, 1, ConversationModel::NameColumn),
             QStringLiteral("Ann (10.0.0.3:6000)"));
    QCOMPARE(changed.size(), qsizetype(1));
}

void TestConversationModel::whoHasNoNameHasAPlaceAllTheSame()
{
    apply(EventKind::Received, says("", "hi"));
    m_model->publish();
    QVERIFY(!textAt(*m_model, 0, ConversationModel::NameColumn).isEmpty());
    QCOMPARE(textAt(*m_model, 0, ConversationModel::MessageColumn), QStringLiteral("hi"));
}

void TestConversationModel::namesItsColumns()
{
    QSet<QString> names;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        names.insert(m_model->headerData(column, Qt::Horizontal).toString());
    }
    QCOMPARE(names.size(), qsizetype(ConversationModel::ColumnCount));
    QVERIFY(!names.contains(QString()));
}

QTEST_GUILESS_MAIN(TestConversationModel)
#include "tst_conversationmodel.moc"
