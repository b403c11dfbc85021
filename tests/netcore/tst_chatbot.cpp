#include "netcore/chat/chatbot.h"
#include "tests/support/teststrings.h"

#include <QTest>

using namespace sockyard;
using namespace std::chrono_literals;
using Kind = ChatMessage::Kind;

namespace
{

const auto ann = QStringLiteral("10.0.0.1:5000");

BotSettings talkative()
{
    BotSettings settings;
    settings.on = true;
    settings.greeting = QStringLiteral("hello $name");
    settings.farewell = QStringLiteral("bye $name");
    settings.keyword = QStringLiteral("数学");
    settings.answers = {QStringLiteral("one"), QStringLiteral("$name, two"),
                        QStringLiteral("three")};
    return settings;
}

/// A bot whose chance takes one answer after the other, and a clock.
struct Bot {
    int asked = 0;
    ChatBot bot{[this](int count) { return asked++ % count; }};
    std::chrono::nanoseconds now = 0s;

    explicit Bot(const BotSettings &settings = talkative()) { bot.setSettings(settings); }

    ChatBot::Reply hear(Kind kind, const std::string &text = {}, const QString &peer = ann)
    {
        return bot.hear({kind, "Ann", text}, peer, false, now);
    }
    ChatBot::Reply ask(const QString &peer = ann) { return hear(Kind::Says, "数学?", peer); }
};

QString peerNumber(int number)
{
    return QStringLiteral("10.0.%1.%2:5000").arg(number / 250).arg(number % 250);
}

} // namespace

class ChatBotTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysNothingUntilItIsSwitchedOn();
    void greetsWhoJoinsAndSaysGoodByeToWhoLeaves();
    void answersWhatHoldsTheKeywordByChance();
    void saysNothingWhereNothingIsWritten();
    void speaksAsTheCourseDoes();
    void putsStrangersNamesInAsTheyCanBeSeen();
    void doesNotAnswerItself();
    void answersOneSpeakerSeldom();
    void answersAllTogetherSeldom();
    void answersAgainWhenTimeHasPassed();
    void comesToAnEndWithAnotherBot();
    void comesToAnEndInACircleOfBots();
    void choosesAnswersItself();
};

void ChatBotTest::saysNothingUntilItIsSwitchedOn()
{
    BotSettings settings = talkative();
    settings.on = false;
    Bot bot(settings);
    QCOMPARE(bot.hear(Kind::Joins).text, QString());
    QCOMPARE(bot.ask().text, QString());
    QCOMPARE(ChatBot().hear({Kind::Joins, "Ann", {}}, ann, false, 0s).text, QString());
    bot.bot.setSettings(talkative());
    QCOMPARE(bot.hear(Kind::Joins).text, QStringLiteral("hello Ann"));
}

void ChatBotTest::greetsWhoJoinsAndSaysGoodByeToWhoLeaves()
{
    Bot bot;
    QCOMPARE(bot.hear(Kind::Joins).text, QStringLiteral("hello Ann"));
    QCOMPARE(bot.hear(Kind::Leaves).text, QStringLiteral("bye Ann"));
    QCOMPARE(bot.hear(Kind::Says, "good morning").text, QString());
}

void ChatBotTest::answersWhatHoldsTheKeywordByChance()
{
    Bot bot;
    QCOMPARE(bot.hear(Kind::Says, "数学").text, QStringLiteral("one"));
    QCOMPARE(bot.hear(Kind::Says, "明日は数学だ").text, QStringLiteral("Ann, two"));
    QCOMPARE(bot.hear(Kind::Says, "数 学").text, QString());
    BotSettings latin = talkative();
    latin.keyword = QStringLiteral("Maths");
    bot.bot.setSettings(latin);
    QCOMPARE(bot.hear(Kind::Says, "MATHS!").text, QStringLiteral("three"));
}

void ChatBotTest::saysNothingWhereNothingIsWritten()
{
    BotSettings settings;
    settings.on = true;
    settings.answers = {QStringLiteral("never")};
    Bot bot(settings);
    QCOMPARE(bot.hear(Kind::Joins).text, QString());
    QCOMPARE(bot.hear(Kind::Leaves).text, QString());
    QCOMPARE(bot.ask().text, QString()); // an empty keyword is in every text, and means none
    settings.keyword = QStringLiteral("数学");
    settings.answers = {QString(), QString()};
    bot.bot.setSettings(settings);
    QCOMPARE(bot.ask().text, QString());
    settings.answers = {QString(), QStringLiteral("the only one")};
    bot.bot.setSettings(settings);
    QCOMPARE(bot.ask().text, QStringLiteral("the only one"));
}

void ChatBotTest::speaksAsTheCourseDoes()
{
    BotSettings settings = BotSettings::usual();
    settings.on = true;
    Bot bot(settings);
    QCOMPARE(bot.hear(Kind::Joins).text, QStringLiteral("Ann君、こんにちは"));
    QVERIFY(bot.hear(Kind::Leaves).text.startsWith(QStringLiteral("Ann")));
    QVERIFY(settings.answers.contains(bot.ask().text));
    QCOMPARE(settings.answers.size(), qsizetype(4));
}

void ChatBotTest::putsStrangersNamesInAsTheyCanBeSeen()
{
    Bot bot;
    const auto greeting = [&bot](const std::string &name) {
        return bot.bot.hear({Kind::Joins, name, {}}, ann, false, bot.now += 1min).text;
    };
    QCOMPARE(greeting("A\nB\x1b[31m"), QStringLiteral("hello A\\nB\\x1b[31m"));
    QCOMPARE(greeting("$name"), QStringLiteral("hello $name")); // filled in once
    QCOMPARE(greeting("太郎"), QStringLiteral("hello 太郎"));
    const QString toLong = greeting(std::string(60000, 'x'));
    QVERIFY(toLong.size() < 200);
    QVERIFY(toLong.endsWith(u'…'));
}

void ChatBotTest::doesNotAnswerItself()
{
    Bot bot;
    QCOMPARE(bot.bot.hear({Kind::Says, "Bot", "数学"}, ann, true, 0s).text, QString());
    QCOMPARE(bot.ask().text, QStringLiteral("one"));
}

void ChatBotTest::answersOneSpeakerSeldom()
{
    Bot bot;
    for (std::size_t count = 0; count < ChatBot::mostToOne; ++count) {
        QVERIFY(!bot.ask().text.isEmpty());
    }
    const ChatBot::Reply silence = bot.ask();
    QCOMPARE(silence.text, QString());
    QVERIFY2(silence.note.contains(ann), qPrintable(silence.note));
    for (int count = 0; count < 1000; ++count) {
        const ChatBot::Reply reply = bot.ask();
        QCOMPARE(reply.text + reply.note, QString()); // told once
    }
    QVERIFY(!bot.ask(peerNumber(2)).text.isEmpty()); // another one is still answered
}

void ChatBotTest::answersAllTogetherSeldom()
{
    Bot bot;
    std::size_t said = 0;
    QStringList notes;
    for (int number = 0; number < 10000; ++number) {
        const ChatBot::Reply reply = bot.hear(Kind::Joins, {}, peerNumber(number));
        said += reply.text.isEmpty() ? 0 : 1;
        if (!reply.note.isEmpty()) {
            notes.append(reply.note);
        }
    }
    QCOMPARE(said, ChatBot::mostToAll);
    QCOMPARE(notes.size(), qsizetype(1));
    QVERIFY2(notes.constFirst().contains(QStringLiteral("20 times")), qPrintable(notes.first()));
}

void ChatBotTest::answersAgainWhenTimeHasPassed()
{
    Bot bot;
    for (std::size_t count = 0; count < ChatBot::mostToOne; ++count) {
        bot.now += 10s;
        QVERIFY(!bot.ask().text.isEmpty());
    }
    bot.now = 10s + ChatBot::window - 1ns;
    QVERIFY(!bot.ask().note.isEmpty());
    bot.now = 10s + ChatBot::window; // the first is a minute old
    QVERIFY(!bot.ask().text.isEmpty());
    QVERIFY(!bot.ask().note.isEmpty()); // and it falls silent anew
}

void ChatBotTest::comesToAnEndWithAnotherBot()
{
    BotSettings settings = talkative();
    settings.answers = {QStringLiteral("数学!")};
    Bot one(settings);
    Bot other(settings);
    QString heard = QStringLiteral("数学?");
    std::size_t count = 0;
    for (; !heard.isEmpty() && count < 1000; ++count) {
        Bot &hearer = count % 2 == 0 ? one : other;
        hearer.now += 1s;
        heard =
            hearer.hear(Kind::Says, heard.toStdString(), peerNumber(static_cast<int>(count % 2)))
                .text;
    }
    QCOMPARE(count, 2 * ChatBot::mostToOne + 1);
}

void ChatBotTest::comesToAnEndInACircleOfBots()
{
    constexpr int bots = 10;
    BotSettings settings = talkative();
    settings.answers = {QStringLiteral("数学!")};
    std::vector<ChatBot> all(bots);
    for (ChatBot &bot : all) {
        bot.setSettings(settings);
    }
    std::deque<int> speakers = {0}; // of what all others have yet to hear
    std::size_t said = 0;
    while (!speakers.empty() && said < 10000) {
        const int speaker = speakers.front();
        speakers.pop_front();
        ++said;
        for (int hearer = 0; hearer < bots; ++hearer) {
            if (!all.at(static_cast<std::size_t>(hearer))
                     .hear({Kind::Says, "bot", "数学"}, peerNumber(speaker), hearer == speaker, 1s)
                     .text.isEmpty()) {
                speakers.push_back(hearer);
            }
        }
    }
    QVERIFY(said <= bots * ChatBot::mostToAll + 1);
}

void ChatBotTest::choosesAnswersItself()
{
    ChatBot bot;
    bot.setSettings(talkative());
    QSet<QString> given;
    auto now = 0s;
    for (int count = 0; count < 1000; ++count) {
        given.insert(bot.hear({Kind::Says, "Ann", "数学"}, ann, false, now += 1min).text);
    }
    QCOMPARE(given.size(), qsizetype(3));
}

QTEST_APPLESS_MAIN(ChatBotTest)
#include "tst_chatbot.moc"
