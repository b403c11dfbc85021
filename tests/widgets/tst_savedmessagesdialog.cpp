#include "netcore/messages/messagebookjson.h"
#include "tests/support/widgets.h"
#include "widgets/models/messagestore.h"
#include "widgets/views/savedmessagesdialog.h"
#include "widgets/views/savedmessagestree.h"

#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace sockyard;
using namespace sockyard::test;

class TestSavedMessagesDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void sendsWithADoubleClickEnterAndTheButton();
    void sendsByKey();
    void sendsWhatIsFound();
    void savesWhatIsWritten();
    void keepsWhatWasTypedWhereItCannotBeSaved();
    void editsAndSavesBack();
    void renamesInPlace();
    void removesAndTakesItBack();
    void makesAFolderToBeNamed();
    void importsAndExports();
    void tellsWhyAFileCannotBeImported();
    void sendsNothingWhereMessagesAreNotWritten();
    void stopsNobody();

private:
    QPushButton *button(const char *name) const
    {
        return widgetNamed<QPushButton>(m_dialog.get(), name);
    }
    QLineEdit *field(const char *name) const
    {
        return widgetNamed<QLineEdit>(m_dialog.get(), name);
    }
    SavedMessagesTree *tree() const
    {
        return widgetNamed<SavedMessagesTree>(m_dialog.get(), "savedTree");
    }
    QString line() const { return widgetNamed<QLabel>(m_dialog.get(), "savedLine")->text(); }
    void add(const QString &name, const FolderPath &folder = {})
    {
        const SavedMessage saved{.name = name, .folder = folder, .message = {.text = name}};
        m_store->change(
            [&saved](MessageBook &book, QString *problem) { return book.add(saved, problem); });
    }
    QModelIndex indexOf(const QString &name) const
    {
        const auto *const model = tree()->model();
        return model
            ->match(model->index(0, 0), Qt::DisplayRole, name, 1,
                    Qt::MatchExactly | Qt::MatchRecursive)
            .value(0);
    }
    void choose(const QString &name) const { tree()->setCurrentIndex(indexOf(name)); }
    QStringList names() const
    {
        QStringList names;
        for (const SavedMessage &saved : m_store->book().messages()) {
            names.append(saved.name);
        }
        return names;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<MessageStore> m_store;
    std::unique_ptr<SavedMessagesDialog> m_dialog;
    Message m_written;
    QStringList m_sent;
};

void TestSavedMessagesDialog::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = std::make_shared<MessageStore>(m_folder->filePath(QStringLiteral("book.json")));
    m_dialog = std::make_unique<SavedMessagesDialog>(m_store);
    m_dialog->setSource([this] { return m_written; });
    m_written = {.text = QStringLiteral("written")};
    m_sent.clear();
    connect(m_dialog.get(), &SavedMessagesDialog::sendRequested, this,
            [this](const Message &message) { m_sent.append(message.text); });
    connect(m_dialog.get(), &SavedMessagesDialog::loadRequested, this,
            [this](const Message &message) { m_written = message; });
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TestSavedMessagesDialog::cleanup()
{
    m_dialog.reset();
    m_store.reset();
    m_folder.reset();
}

void TestSavedMessagesDialog::sendsWithADoubleClickEnterAndTheButton()
{
    add(QStringLiteral("a"));
    add(QStringLiteral("b"), {QStringLiteral("Folder")});
    const QPoint place = tree()->visualRect(indexOf(QStringLiteral("b"))).center();
    QTest::mouseClick(tree()->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(tree()->viewport(), Qt::LeftButton, {}, place);
    QCOMPARE(m_sent, QStringList{QStringLiteral("b")});
    choose(QStringLiteral("a"));
    tree()->setFocus();
    QTest::keyClick(tree(), Qt::Key_Return);
    click(button("savedSendButton"));
    QCOMPARE(m_sent, (QStringList{QStringLiteral("b"), QStringLiteral("a"), QStringLiteral("a")}));
    choose(QStringLiteral("Folder"));
    QVERIFY(!button("savedSendButton")->isEnabled());
}

void TestSavedMessagesDialog::sendsByKey()
{
    add(QStringLiteral("a"));
    add(QStringLiteral("b"));
    QTest::keyClick(field("savedSearchEdit"), Qt::Key_2, Qt::AltModifier);
    QCOMPARE(m_sent, QStringList{QStringLiteral("b")});
}

void TestSavedMessagesDialog::sendsWhatIsFound()
{
    add(QStringLiteral("lamp"), {QStringLiteral("Folder")});
    add(QStringLiteral("door"));
    type(field("savedSearchEdit"), QStringLiteral("lam"));
    QTest::keyClick(field("savedSearchEdit"), Qt::Key_Return);
    QCOMPARE(m_sent, QStringList{QStringLiteral("lamp")});
}

void TestSavedMessagesDialog::savesWhatIsWritten()
{
    m_written.ending = LineEnding::CrLf;
    click(button("saveWrittenButton"));
    QCOMPARE(field("savedNameEdit")->text(), QStringLiteral("written")); // a name to begin with
    type(field("savedNameEdit"), QStringLiteral("Mine"));
    auto *folder = widgetNamed<QComboBox>(m_dialog.get(), "savedFolderBox");
    type(folder->lineEdit(), QStringLiteral("Lamps / Kitchen"));
    type(field("savedNoteEdit"), QStringLiteral("at the window"));
    QTest::keyClick(field("savedNoteEdit"), Qt::Key_Return);
    const SavedMessage wanted{
        .name = QStringLiteral("Mine"),
        .folder = {QStringLiteral("Lamps"), QStringLiteral("Kitchen")},
        .message = {.text = QStringLiteral("written"), .ending = LineEnding::CrLf},
        .note = QStringLiteral("at the window")};
    QCOMPARE(m_store->book().messages(), QList<SavedMessage>{wanted});
    QVERIFY(!widgetNamed<QWidget>(m_dialog.get(), "savedForm")->isVisible());
    QCOMPARE(tree()->currentMessage(), std::optional<qsizetype>(0));
}

void TestSavedMessagesDialog::keepsWhatWasTypedWhereItCannotBeSaved()
{
    click(button("saveWrittenButton"));
    type(field("savedNameEdit"), QString());
    type(field("savedNoteEdit"), QStringLiteral("a note"));
    click(button("savedSaveButton"));
    QVERIFY(line().startsWith(u'✗'));
    QCOMPARE(field("savedNoteEdit")->text(), QStringLiteral("a note"));
    QVERIFY(field("savedNoteEdit")->isVisible());
}

void TestSavedMessagesDialog::editsAndSavesBack()
{
    add(QStringLiteral("a"));
    add(QStringLiteral("b"));
    choose(QStringLiteral("a"));
    click(button("savedEditButton"));
    QCOMPARE(m_written.text, QStringLiteral("a"));
    m_written.text = QStringLiteral("changed");
    m_store->change(
        [](MessageBook &book, QString *problem) { return book.move(0, {}, -1, problem); });
    click(button("savedSaveButton"));
    QCOMPARE(names(), (QStringList{QStringLiteral("b"), QStringLiteral("a")}));
    QCOMPARE(m_store->book().messages().at(1).message.text, QStringLiteral("changed"));
}

void TestSavedMessagesDialog::renamesInPlace()
{
    add(QStringLiteral("a"));
    choose(QStringLiteral("a"));
    tree()->setFocus();
    QTest::keyClick(tree(), Qt::Key_F2);
    auto *editor = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(editor != nullptr);
    QTest::keyClicks(editor, QStringLiteral("new"));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(names(), QStringList{QStringLiteral("new")});
    QCOMPARE(m_sent, QStringList());
}

void TestSavedMessagesDialog::removesAndTakesItBack()
{
    add(QStringLiteral("a"), {QStringLiteral("Folder")});
    add(QStringLiteral("b"));
    QVERIFY(!button("savedUndoButton")->isVisible());
    choose(QStringLiteral("Folder"));
    tree()->setFocus();
    QTest::keyClick(tree(), Qt::Key_Delete);
    QCOMPARE(names(), QStringList{QStringLiteral("b")});
    QVERIFY(line().contains(QStringLiteral("Folder")));
    click(button("savedUndoButton"));
    QCOMPARE(names(), (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    QVERIFY(!button("savedUndoButton")->isVisible());
}

void TestSavedMessagesDialog::makesAFolderToBeNamed()
{
    click(button("savedFolderButton"));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Lamps"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_COMPARE(m_store->book().folders(), QList<FolderPath>{{QStringLiteral("Lamps")}});
}

void TestSavedMessagesDialog::importsAndExports()
{
    const QSignalSpy told(m_dialog.get(), &SavedMessagesDialog::told);
    add(QStringLiteral("a"), {QStringLiteral("Folder")});
    const QString fileName = m_folder->filePath(QStringLiteral("out.json"));
    click(button("savedExportButton"));
    auto *exporting = widgetNamed<QFileDialog>(m_dialog.get(), "exportMessagesDialog");
    QVERIFY(!exporting->isModal());
    Q_EMIT exporting->fileSelected(fileName);
    exporting->close();
    QFile file(fileName);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(messageBookFromJson(file.readAll()).book, m_store->book());
    click(button("savedImportButton"));
    auto *importing = widgetNamed<QFileDialog>(m_dialog.get(), "importMessagesDialog");
    Q_EMIT importing->fileSelected(fileName);
    importing->close();
    QCOMPARE(names(), (QStringList{QStringLiteral("a"), QStringLiteral("a")}));
    QCOMPARE(told.size(), qsizetype(2));
}

void TestSavedMessagesDialog::tellsWhyAFileCannotBeImported()
{
    const QSignalSpy failures(m_dialog.get(), &SavedMessagesDialog::failed);
    m_dialog->importFrom(m_folder->filePath(QStringLiteral("nothing.json")));
    QCOMPARE(failures.size(), qsizetype(1));
    QVERIFY(line().startsWith(u'✗'));
    QCOMPARE(names(), QStringList());
}

void TestSavedMessagesDialog::sendsNothingWhereMessagesAreNotWritten()
{
    m_dialog->setSource({});
    add(QStringLiteral("a"));
    choose(QStringLiteral("a"));
    QVERIFY(!button("savedSendButton")->isVisible());
    QVERIFY(!button("saveWrittenButton")->isVisible());
    QTest::keyClick(tree(), Qt::Key_Return);
    QCOMPARE(m_sent, QStringList());
    m_dialog->save({.text = QStringLiteral("from a log")});
    click(button("savedSaveButton"));
    QCOMPARE(names(), (QStringList{QStringLiteral("a"), QStringLiteral("from a log")}));
}

void TestSavedMessagesDialog::stopsNobody()
{
    QVERIFY(!m_dialog->isModal());
    m_dialog->close();
    m_dialog->open();
    QVERIFY(!m_dialog->isModal());
    QVERIFY(m_dialog->isVisible());
}

QTEST_MAIN(TestSavedMessagesDialog)
#include "tst_savedmessagesdialog.moc"
