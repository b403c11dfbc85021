#include "tests/support/modeltexts.h"
#include "widgets/models/messagestore.h"
#include "widgets/models/savedmessagesmodel.h"

#include <QAbstractItemModelTester>
#include <QMimeData>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;

using Model = SavedMessagesModel;

class TestSavedMessagesModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QCoreApplication::setOrganizationName(QStringLiteral("Sockyard")); }
    void init();
    void cleanup();

    void showsFoldersAndThenMessages();
    void numbersTheFirstNineAsTheyAreRead();
    void renamesMessagesAndFolders();
    void tellsWhyANameCannotBe();
    void findsByWords();
    void movesAMessageIntoAFolder();
    void ordersMessagesByDragging();
    void movesAFolderIntoAnother();
    void showsInertText();
    void takesARemovalBack();
    void keepsTheBookOverARestart();
    void keepsTheHistoryOverARestartWithoutDuplicates();
    void isTheSameForAll();

private:
    std::shared_ptr<MessageStore> open() const
    {
        return std::make_shared<MessageStore>(m_folder->filePath(QStringLiteral("book.json")));
    }
    void add(const QString &name, const FolderPath &folder = {})
    {
        const SavedMessage saved{
            .name = name, .folder = folder, .message = {.text = name.toUpper()}};
        QCOMPARE(m_store->change([&saved](MessageBook &book, QString *problem) {
            return book.add(saved, problem);
        }),
                 QString());
    }
    /// The tree in one line: `Lamps(on off) other`
    QString tree(const Model &model, const QModelIndex &parent = {}) const
    {
        QStringList parts;
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex index = model.index(row, 0, parent);
            QString part = index.data().toString();
            if (!model.messageAt(index)) {
                part += u'(' + tree(model, index) + u')';
            }
            parts.append(part);
        }
        return parts.join(u' ');
    }
    static void drop(Model &model, const QModelIndex &what, int row, const QModelIndex &where)
    {
        const std::unique_ptr<QMimeData> data(model.mimeData({what}));
        QVERIFY(model.dropMimeData(data.get(), Qt::MoveAction, row, 0, where));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<MessageStore> m_store;
};

void TestSavedMessagesModel::init()
{
    QSettings().clear();
    m_folder = std::make_unique<QTemporaryDir>();
    m_store = open();
}

void TestSavedMessagesModel::cleanup()
{
    m_store.reset();
    m_folder.reset();
}

void TestSavedMessagesModel::showsFoldersAndThenMessages()
{
    Model model(m_store);
    const QAbstractItemModelTester tester(&model);
    add(QStringLiteral("other"));
    add(QStringLiteral("on"), {QStringLiteral("Lamps")});
    add(QStringLiteral("dim"), {QStringLiteral("Lamps"), QStringLiteral("Kitchen")});
    QCOMPARE(tree(model), QStringLiteral("Lamps(Kitchen(dim) on) other"));
    QCOMPARE(textAt(model, 1, Model::MessageColumn), QStringLiteral("OTHER"));
    const QModelIndex dim = model.indexOfMessage(2);
    QCOMPARE(dim.data().toString(), QStringLiteral("dim"));
    QCOMPARE(model.folderAt(dim), (FolderPath{QStringLiteral("Lamps"), QStringLiteral("Kitchen")}));
}

void TestSavedMessagesModel::numbersTheFirstNineAsTheyAreRead()
{
    Model model(m_store);
    const QAbstractItemModelTester tester(&model);
    for (int number = 0; number < 10; ++number) {
        add(QStringLiteral("m%1").arg(number));
    }
    add(QStringLiteral("first"), {QStringLiteral("Folder")});
    const QModelIndex first = model.indexOfMessage(10);
    QCOMPARE(first.siblingAtColumn(Model::KeyColumn).data().toString(), QStringLiteral("Alt+1"));
    QCOMPARE(Model::messageOfKey(m_store->book(), 1), std::optional<qsizetype>(10));
    QCOMPARE(Model::messageOfKey(m_store->book(), 9), std::optional<qsizetype>(7));
    QCOMPARE(Model::messageOfKey(m_store->book(), 10), std::nullopt);
    QCOMPARE(model.indexOfMessage(8).siblingAtColumn(Model::KeyColumn).data().toString(),
             QString());
    // What is searched for changes no key.
    model.setSearch(QStringLiteral("m0"));
    QCOMPARE(textAt(model, 0, Model::KeyColumn), QStringLiteral("Alt+2"));
}

void TestSavedMessagesModel::renamesMessagesAndFolders()
{
    Model model(m_store);
    const QAbstractItemModelTester tester(&model);
    add(QStringLiteral("on"), {QStringLiteral("Lamps")});
    QVERIFY(model.setData(model.indexOfMessage(0), QStringLiteral("off")));
    QVERIFY(model.setData(model.index(0, 0), QStringLiteral("Lights")));
    QCOMPARE(tree(model), QStringLiteral("Lights(off)"));
    QVERIFY(model.flags(model.index(0, 0)).testFlag(Qt::ItemIsEditable));
    QVERIFY(!model.flags(model.index(0, Model::MessageColumn)).testFlag(Qt::ItemIsEditable));
}

void TestSavedMessagesModel::tellsWhyANameCannotBe()
{
    Model model(m_store);
    const QSignalSpy failures(&model, &Model::failed);
    add(QStringLiteral("on"));
    QVERIFY(!model.setData(model.indexOfMessage(0), QString()));
    QCOMPARE(failures.size(), qsizetype(1));
    QCOMPARE(tree(model), QStringLiteral("on"));
}

void TestSavedMessagesModel::findsByWords()
{
    Model model(m_store);
    const QAbstractItemModelTester tester(&model);
    add(QStringLiteral("on"), {QStringLiteral("Lamps")});
    add(QStringLiteral("off"), {QStringLiteral("Doors")});
    add(QStringLiteral("other"));
    model.setSearch(QStringLiteral("off"));
    QCOMPARE(tree(model), QStringLiteral("Doors(off)"));
    model.setSearch(QStringLiteral("nothing like it"));
    QCOMPARE(model.rowCount(), 0);
    model.setSearch({});
    QCOMPARE(tree(model), QStringLiteral("Lamps(on) Doors(off) other"));
}

void TestSavedMessagesModel::movesAMessageIntoAFolder()
{
    Model model(m_store);
    const QAbstractItemModelTester tester(&model);
    add(QStringLiteral("a"), {QStringLiteral("Lamps")});
    add(QStringLiteral("b"));
    drop(model, model.indexOfMessage(1), -1, model.indexOfFolder({QStringLiteral("Lamps")}));
    QCOMPARE(tree(model), QStringLiteral("Lamps(a b)"));
}

void TestSavedMessagesModel::ordersMessagesByDragging()
{
    Model model(m_store);
    const QAbstractItemModelTester tester(&model);
    for (const char *name : {"a", "b", "c"}) {
        add(QString::fromLatin1(name));
    }
    drop(model, model.index(2, 0), 0, {}); // between
    QCOMPARE(tree(model), QStringLiteral("c a b"));
    drop(model, model.index(2, 0), -1, model.index(1, 0)); // upon one: in front of it
    QCOMPARE(tree(model), QStringLiteral("c b a"));
    drop(model, model.index(0, 0), 3, {});
    QCOMPARE(tree(model), QStringLiteral("b a c"));
}

void TestSavedMessagesModel::movesAFolderIntoAnother()
{
    Model model(m_store);
    const QAbstractItemModelTester tester(&model);
    add(QStringLiteral("a"), {QStringLiteral("One")});
    add(QStringLiteral("b"), {QStringLiteral("Two")});
    drop(model, model.index(1, 0), 0, {});
    QCOMPARE(tree(model), QStringLiteral("Two(b) One(a)"));
    drop(model, model.index(0, 0), -1, model.index(1, 0));
    QCOMPARE(tree(model), QStringLiteral("One(Two(b) a)"));
    // Into itself it cannot go.
    const QSignalSpy failures(&model, &Model::failed);
    const std::unique_ptr<QMimeData> data(model.mimeData({model.index(0, 0)}));
    QVERIFY(!model.dropMimeData(data.get(), Qt::MoveAction, -1, 0,
                                model.index(0, 0, model.index(0, 0))));
    QCOMPARE(tree(model), QStringLiteral("One(Two(b) a)"));
    QCOMPARE(failures.size(), qsizetype(1));
}

void TestSavedMessagesModel::showsInertText()
{
    Model model(m_store);
    const SavedMessage saved{.name = QStringLiteral("\u202eabc"),
                             .message = {.text = QStringLiteral("a\r\nb\u2066")}};
    m_store->change(
        [&saved](MessageBook &book, QString *problem) { return book.add(saved, problem); });
    QVERIFY(isInert(textAt(model, 0, Model::NameColumn)));
    QVERIFY(isInert(textAt(model, 0, Model::MessageColumn)));
}

void TestSavedMessagesModel::takesARemovalBack()
{
    Model model(m_store);
    const QAbstractItemModelTester tester(&model);
    add(QStringLiteral("a"));
    add(QStringLiteral("b"));
    QVERIFY(!m_store->canUndo());
    m_store->remove([](MessageBook &book, QString * /*problem*/) {
        book.remove(0);
        return true;
    });
    QCOMPARE(tree(model), QStringLiteral("b"));
    QVERIFY(m_store->canUndo());
    QCOMPARE(m_store->undo(), QString());
    QCOMPARE(tree(model), QStringLiteral("a b"));
    QVERIFY(!m_store->canUndo());
}

void TestSavedMessagesModel::keepsTheBookOverARestart()
{
    add(QStringLiteral("a"), {QStringLiteral("Folder")});
    m_store = open();
    const Model model(m_store);
    QCOMPARE(tree(model), QStringLiteral("Folder(a)"));
}

void TestSavedMessagesModel::keepsTheHistoryOverARestartWithoutDuplicates()
{
    for (const char *words : {"one", "two", "one"}) {
        m_store->remember({.text = QString::fromLatin1(words)});
    }
    const auto again = open();
    const QList<Message> &history = again->history().messages();
    QCOMPARE(history.size(), qsizetype(2));
    QCOMPARE(history.constLast().text, QStringLiteral("one"));
}

void TestSavedMessagesModel::isTheSameForAll()
{
    const auto one = MessageStore::shared();
    QCOMPARE(MessageStore::shared().get(), one.get());
}

QTEST_GUILESS_MAIN(TestSavedMessagesModel)
#include "tst_savedmessagesmodel.moc"
