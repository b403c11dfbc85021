#include "tests/support/modeltexts.h"
#include "tests/support/talk.h"
#include "tests/support/teststrings.h"
#include "widgets/models/conversationmodel.h"
#include "widgets/models/words.h"

#include <QAbstractItemModelTester>
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
}

void TestConversationModel::showsHostileNamesAndTextsAsInertTextOnOneLine()
{
    QFETCH(const std::string, bytes);
    apply(EventKind::Received, bytes + ": " + bytes);
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
