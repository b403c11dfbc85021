#include "tests/support/clientpage.h"
#include "tests/support/teststrings.h"
#include "widgets/models/sequencemodel.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/repeatbar.h"
#include "widgets/views/sequencedialog.h"

#include <QAction>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;

namespace
{

/// Writes a file of that name into \a folder.
QString writeFile(const QTemporaryDir &folder, std::string_view bytes)
{
    QFile file(folder.filePath(QStringLiteral("some bytes.bin")));
    if (!file.open(QIODevice::WriteOnly) ||
        file.write(bytes.data(), static_cast<qint64>(bytes.size())) !=
            static_cast<qint64>(bytes.size())) {
        qFatal("%s could not be written", qPrintable(file.fileName()));
    }
    return file.fileName();
}

} // namespace

/// What a person has the client send: what leaves is what the peer gets.
class TestClientSending : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void sendsEveryByteThatHexadecimalsCanName();
    void sendsADumpThatWasPasted();
    void sendsEscapes();
    void fillsMacrosAnewEachTime();
    void sendsNothingOfWhatIsWrong_data();
    void sendsNothingOfWhatIsWrong();
    void sendsAFileAsItIs();
    void cancelsAFile();
    void finishesBehindAFile();
    void repeatsAMessageUntilItIsStopped();
    void repeatsSoManyTimes();
    void playsASequenceWithAnAnswer();
    void stopsASequenceThatGetsNoAnswer();

private:
    void connectToListener();
    /// What can be done behind "⋯".
    void openRepeat() const
    {
        widgetNamed<QAction>(m_page->page(), "repeatAction")->trigger();
        QVERIFY(widgetNamed<RepeatBar>(m_page->page(), "repeatBar")->isVisible());
    }
    SequenceDialog *openSequence() const
    {
        widgetNamed<QAction>(m_page->page(), "sequenceAction")->trigger();
        return widgetNamed<SequenceDialog>(m_page->page(), "sequenceDialog");
    }
    static void addStep(const SequenceDialog *dialog, const QString &message);
    static void typeInto(const SequenceDialog *dialog, int row, int column, const QString &text);
    QStringList notes(const char *word) const
    {
        return m_page->dataOf(EventKind::Note).filter(QString::fromLatin1(word));
    }
    /// How far what is being sent is; empty where nothing is.
    QString sendingText() const
    {
        const auto *const text =
            m_page->page()->findChild<ElidedLabel *>(QStringLiteral("sendingText"));
        return text != nullptr && text->isVisible() ? text->text() : QString();
    }

    std::unique_ptr<PeerListener> m_listener;
    std::optional<Peer> m_peer;
    std::unique_ptr<OpenClientPage> m_page;
};

void TestClientSending::init()
{
    QSettings().clear();
    m_listener = std::make_unique<PeerListener>();
    m_page = std::make_unique<OpenClientPage>();
    connectToListener();
}

void TestClientSending::cleanup()
{
    m_page.reset();
    m_peer.reset();
    m_listener.reset();
}

void TestClientSending::connectToListener()
{
    m_page->connectTo(m_listener->port());
    QTRY_VERIFY_WITH_TIMEOUT(m_listener->acceptInto(m_peer), patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConnected(), patience);
}

// Notations.

void TestClientSending::sendsEveryByteThatHexadecimalsCanName()
{
    std::string all;
    QString text;
    for (int value = 0; value < 256; ++value) {
        all += static_cast<char>(value);
        text += QStringLiteral("%1 ").arg(value, 2, 16, QLatin1Char('0'));
    }
    m_page->choose("notationBox", QStringLiteral("Hex"));
    m_page->say(text);
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), all, patience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->lastRowOf(EventKind::Sent) >= 0, patience);
    m_page->clickRow("eventTable", m_page->lastRowOf(EventKind::Sent));
    QCOMPARE(m_page->shownBytes(), all);
}

void TestClientSending::sendsADumpThatWasPasted()
{
    m_page->choose("notationBox", QStringLiteral("Hex"));
    m_page->sayPasted(QStringLiteral("00000000  68 65 6c 6c 6f 0a 00 ff                           "
                                     "|hello...|\n00000008\n"));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "hello\n\0\xff"s, patience);
}

void TestClientSending::sendsEscapes()
{
    m_page->choose("notationBox", QStringLiteral("Escapes"));
    m_page->choose("endingBox", QStringLiteral("LF"));
    m_page->say(QStringLiteral("a\\r\\n\\t\\0\\xff\\u{3042}\\\\$$"));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "a\r\n\t\0\xff\xe3\x81\x82\\$\n"s, patience);
}

void TestClientSending::fillsMacrosAnewEachTime()
{
    m_page->choose("notationBox", QStringLiteral("Escapes"));
    m_page->say(QStringLiteral("${counter} ${peer}\\n"));
    QTest::keyClick(m_page->messageEdit(), Qt::Key_Up); // what was sent before
    QTest::keyClick(m_page->messageEdit(), Qt::Key_Return);
    const QString peer = QStringLiteral("127.0.0.1:%1").arg(m_listener->port());
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(),
                              QStringLiteral("1 %1\n2 %1\n").arg(peer).toStdString(), patience);
}

void TestClientSending::sendsNothingOfWhatIsWrong_data()
{
    QTest::addColumn<QString>("notation");
    QTest::addColumn<QString>("text");
    QTest::newRow("half a byte") << QStringLiteral("Hex") << QStringLiteral("68 6");
    QTest::newRow("no escape") << QStringLiteral("Escapes") << QStringLiteral("C:\\quit");
    QTest::newRow("no macro") << QStringLiteral("Escapes") << QStringLiteral("${user}");
    QTest::newRow("no file") << QStringLiteral("File") << QStringLiteral("/nowhere/at all");
    QTest::newRow("a folder") << QStringLiteral("File") << QStringLiteral("/");
}

void TestClientSending::sendsNothingOfWhatIsWrong()
{
    QFETCH(const QString, notation);
    QFETCH(const QString, text);
    m_page->choose("notationBox", notation);
    m_page->say(text);
    QVERIFY(!m_page->notice().isEmpty());
    QVERIFY(!m_page->canPress("sendButton"));
    QCOMPARE(m_page->messageEdit()->message(), text);
    m_page->choose("notationBox", QStringLiteral("Text"));
    m_page->messageEdit()->clear();
    m_page->say(QStringLiteral("only this"));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "only this"s, patience);
}

// Files.

void TestClientSending::sendsAFileAsItIs()
{
    const QTemporaryDir folder;
    const std::string bytes = pattern(3 * 1024 * 1024 + 1);
    const QString name = writeFile(folder, bytes);
    m_page->choose("notationBox", QStringLiteral("File"));
    m_page->choose("endingBox", QStringLiteral("CRLF"));
    m_page->say(name);
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received().size(), bytes.size() + 2, patience);
    QVERIFY(m_peer->received() == bytes + "\r\n"); // not QCOMPARE: nobody wants to read that
    QTRY_COMPARE_WITH_TIMEOUT(notes("sent the file").size(), qsizetype(1), patience);
    QVERIFY(notes("sent the file").constFirst().contains(QStringLiteral("\"some bytes.bin\"")));
}

void TestClientSending::cancelsAFile()
{
    const QTemporaryDir folder;
    // More than the buffers on the way hold: the peer does not read.
    const QString name = writeFile(folder, pattern(64 * 1024 * 1024));
    m_page->choose("notationBox", QStringLiteral("File"));
    m_page->say(name);
    QTRY_VERIFY_WITH_TIMEOUT(sendingText().contains(QStringLiteral("some bytes.bin")), patience);
    QVERIFY(sendingText().contains(QStringLiteral(" of 64.0 MiB")));
    m_page->press("sendingStopButton");
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Discarded).size(), qsizetype(1), patience);
    QVERIFY(
        m_page->dataOf(EventKind::Discarded).constFirst().contains(QStringLiteral("cancelled")));
    QTRY_VERIFY_WITH_TIMEOUT(sendingText().isEmpty(), patience);
    m_page->choose("notationBox", QStringLiteral("Text"));
    m_page->say(QStringLiteral("the end"));
    QTRY_VERIFY_WITH_TIMEOUT(m_peer->received().ends_with("the end"), patience);
    QVERIFY(m_peer->received().size() < std::size_t(64) * 1024 * 1024);
}

void TestClientSending::finishesBehindAFile()
{
    const QTemporaryDir folder;
    const std::string bytes = pattern(8 * 1024 * 1024);
    m_page->choose("notationBox", QStringLiteral("File"));
    m_page->say(writeFile(folder, bytes));
    m_page->press("finishButton");
    QTRY_VERIFY_WITH_TIMEOUT(m_peer->sawFin(), patience);
    QVERIFY(m_peer->received() == bytes);
    m_peer->sendAll("got it");
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::Received),
                              QStringList{QStringLiteral("got it")}, patience);
}

// Again and again.

void TestClientSending::repeatsAMessageUntilItIsStopped()
{
    type(m_page->messageEdit(), QStringLiteral("."));
    openRepeat();
    m_page->typeNumber("repeatInterval", QStringLiteral("5"));
    m_page->press("repeatButton");
    QTRY_VERIFY_WITH_TIMEOUT(m_peer->received().size() > 20, patience);
    QTRY_VERIFY_WITH_TIMEOUT(sendingText().startsWith(QStringLiteral("Repeating:  sent ")),
                             patience);
    m_page->press("repeatButton"); // Stop, by now
    QTRY_COMPARE_WITH_TIMEOUT(notes("repeat ended").size(), qsizetype(1), patience);
    const std::size_t sent = static_cast<std::size_t>(m_page->dataOf(EventKind::Sent).size());
    QVERIFY(notes("repeat ended")
                .constFirst()
                .startsWith(QStringLiteral("repeat ended: %1 sent, 0 failed, ").arg(sent)));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), std::string(sent, '.'), patience);
    QTRY_VERIFY_WITH_TIMEOUT(sendingText().isEmpty(), patience);
    QCOMPARE(m_page->messageEdit()->message(), QStringLiteral(".")); // to be repeated once more
}

void TestClientSending::repeatsSoManyTimes()
{
    m_page->choose("notationBox", QStringLiteral("Escapes"));
    type(m_page->messageEdit(), QStringLiteral("${counter},"));
    openRepeat();
    m_page->typeNumber("repeatInterval", QStringLiteral("1"));
    m_page->typeNumber("repeatTimes", QStringLiteral("7"));
    m_page->press("repeatButton");
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "1,2,3,4,5,6,7,"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(notes("repeat ended: 7 sent").size(), qsizetype(1), patience);
}

void TestClientSending::typeInto(const SequenceDialog *dialog, int row, int column,
                                 const QString &text)
{
    auto *const table = widgetNamed<QTableView>(dialog, "sequenceTable");
    table->setFocus();
    table->setCurrentIndex(table->model()->index(row, column));
    QTest::keyClick(table, Qt::Key_Return);
    QWidget *const editor = QApplication::focusWidget();
    QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
}

void TestClientSending::addStep(const SequenceDialog *dialog, const QString &message)
{
    click(widgetNamed<QPushButton>(dialog, "addRuleButton"));
    QTest::keyClicks(QApplication::focusWidget(), message);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
}

void TestClientSending::playsASequenceWithAnAnswer()
{
    SequenceDialog *const dialog = openSequence();
    QTRY_COMPARE(QApplication::activeWindow(), dialog);
    addStep(dialog, QStringLiteral("who?"));
    addStep(dialog, QStringLiteral("so be it"));
    typeInto(dialog, 1, SequenceModel::AnswerColumn, QStringLiteral("I am (\\w+)"));
    typeInto(dialog, 1, SequenceModel::WaitColumn, QStringLiteral("10"));
    click(widgetNamed<QPushButton>(dialog, "sequenceStartButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "who?"s, patience);
    m_peer->sendAll("I am the peer\n");
    QTRY_COMPARE_WITH_TIMEOUT(m_peer->received(), "who?so be it"s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(notes("the sequence is done: 2 steps").size(), qsizetype(1),
                              patience);
}

void TestClientSending::stopsASequenceThatGetsNoAnswer()
{
    SequenceDialog *const dialog = openSequence();
    QTRY_COMPARE(QApplication::activeWindow(), dialog);
    addStep(dialog, QStringLiteral("who?"));
    addStep(dialog, QStringLiteral("never sent"));
    typeInto(dialog, 1, SequenceModel::AnswerColumn, QStringLiteral("me"));
    typeInto(dialog, 1, SequenceModel::AtMostColumn, QStringLiteral("100"));
    click(widgetNamed<QPushButton>(dialog, "sequenceStartButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->dataOf(EventKind::TimedOut).size(), qsizetype(1), patience);
    QCOMPARE(m_page->dataOf(EventKind::TimedOut).constFirst(),
             QStringLiteral("no answer that fits \"me\" came within 100 ms: the sequence stops at "
                            "step 2"));
    QCOMPARE(m_peer->received(), "who?"s);
    QVERIFY(m_page->isConnected()); // the connection is as it was
}

QTEST_MAIN(TestClientSending)
#include "tst_clientsending.moc"
