#include "app/mainwindow.h"
#include "app/settings.h"
#include "app/settingsdialog.h"
#include "tests/support/pages.h"
#include "widgets/pages/tcpserverpage.h"

#include <QCheckBox>
#include <QDir>
#include <QFileDialog>
#include <QMenuBar>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace sockyard;
using namespace sockyard::test;

namespace
{
constexpr int patience = 20000;
}

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void areTheUsualOnesAtFirst();
    void areKept();
    void stayWithinTheirRangesWhateverTheFileSays();
    void keepWhatIsChangedAtOnce();
    void refuseAFolderThatIsNotThere();
    void refuseAutosaveWithoutAFolder();
    void chooseAFolder();
    void storageFolderIsOptional();
    void openFromTheMenuWithoutStoppingAnything();
    void haveAnAccessibleNameForWhateverCanBeUsed();
    void autosaveBeginsAndEndsAtOnce();
    void autosaveGoesOnAtTheNextStart();
    void autosaveTellsInThePageWhatIsWrong();

private:
    void openWindow()
    {
        m_window = std::make_unique<MainWindow>(*m_thread);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void openDialog()
    {
        m_dialog = std::make_unique<SettingsDialog>();
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    }
    QString notice(const char *name) const
    {
        const auto *const bar = widgetNamed<NoticeBar>(m_dialog.get(), name);
        return bar->isVisible() ? bar->text() : QString();
    }
    QStringList files() const { return QDir(m_folder->path()).entryList(QDir::Files); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<IoThread> m_thread;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<SettingsDialog> m_dialog;
};

void TestSettings::initTestCase()
{
    // Never the user's own, however this is run.
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(QStringLiteral("SockyardTest"));
    QCoreApplication::setApplicationName(QStringLiteral("tst_settings"));
}

void TestSettings::init()
{
    QSettings().clear();
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_thread = std::make_unique<IoThread>();
}

void TestSettings::cleanup()
{
    m_dialog.reset();
    m_window.reset();
    m_thread.reset();
    QSettings().clear();
}

void TestSettings::areTheUsualOnesAtFirst()
{
    const Settings settings = Settings::load();
    QCOMPARE(settings, Settings());
    QCOMPARE(settings.memoryMebibytes, 128);
    QCOMPARE(settings.diskGibibytes, 8);
    QCOMPARE(settings.freeGibibytes, 1);
    QVERIFY(!settings.autosave);
    QCOMPARE(settings.usedStorageFolder(), Settings::defaultStorageFolder());
    QVERIFY(!settings.usedStorageFolder().isEmpty());
}

void TestSettings::areKept()
{
    Settings settings;
    settings.memoryMebibytes = 64;
    settings.diskGibibytes = 0;
    settings.freeGibibytes = 5;
    settings.storageFolder = QStringLiteral("/somewhere, else %1");
    settings.autosave = true;
    settings.autosaveFolder = QStringLiteral("/n\u00e4chte");
    settings.autosaveMebibytes = 10;
    settings.autosaveMinutes = 0;
    QVERIFY(settings.save());
    QCOMPARE(Settings::load(), settings);
    QCOMPARE(settings.autosaveSettings().sizeLimit, std::uint64_t(10 * 1024 * 1024));
    QCOMPARE(settings.autosaveSettings().timeLimit.count(), std::int64_t(0));
}

void TestSettings::stayWithinTheirRangesWhateverTheFileSays()
{
    QSettings store;
    store.setValue(QStringLiteral("log/memoryMebibytes"), 1);
    store.setValue(QStringLiteral("log/diskGibibytes"), QStringLiteral("many"));
    store.setValue(QStringLiteral("log/freeGibibytes"), -7);
    store.setValue(QStringLiteral("autosave/mebibytes"), QStringLiteral("99999999999999"));
    store.setValue(QStringLiteral("autosave/on"), QStringLiteral("perhaps"));
    const Settings settings = Settings::load();
    QCOMPARE(settings.memoryMebibytes, Settings::memoryRange.least);
    QCOMPARE(settings.diskGibibytes, Settings::diskRange.usual);
    QCOMPARE(settings.freeGibibytes, 0);
    QCOMPARE(settings.autosaveMebibytes, Settings::fileSizeRange.most);
}

void TestSettings::keepWhatIsChangedAtOnce()
{
    openDialog();
    QVERIFY(!m_dialog->isModal());
    const QSignalSpy changed(m_dialog.get(), &SettingsDialog::changed);
    auto *const memory = widgetNamed<QSpinBox>(m_dialog.get(), "memoryBox");
    memory->setFocus();
    memory->selectAll();
    QTest::keyClicks(memory, QStringLiteral("512"));
    QCOMPARE(changed.size(), qsizetype(0)); // not 5, nor 51
    QTest::keyClick(memory, Qt::Key_Tab);
    QCOMPARE(changed.size(), qsizetype(1));
    QCOMPARE(Settings::load().memoryMebibytes, 512);
}

void TestSettings::refuseAFolderThatIsNotThere()
{
    openDialog();
    auto *const edit = widgetNamed<QLineEdit>(m_dialog.get(), "storageFolderEdit");
    type(edit, QStringLiteral("/no/such/folder"));
    QTest::keyClick(edit, Qt::Key_Tab);
    QVERIFY(notice("storageNotice").contains(QStringLiteral("no such folder")));
    QVERIFY(Settings::load().storageFolder.isEmpty());
    QCOMPARE(edit->text(), QStringLiteral("/no/such/folder")); // nothing typed is lost
    type(edit, m_folder->path());
    QTRY_COMPARE_WITH_TIMEOUT(Settings::load().storageFolder, m_folder->path(), patience);
    QVERIFY(notice("storageNotice").isEmpty());
}

void TestSettings::refuseAutosaveWithoutAFolder()
{
    openDialog();
    auto *const check = widgetNamed<QCheckBox>(m_dialog.get(), "autosaveCheck");
    check->setFocus();
    QTest::keyClick(check, Qt::Key_Space);
    QVERIFY(check->isChecked());
    QVERIFY(notice("autosaveNotice").contains(QStringLiteral("Choose a folder")));
    QVERIFY(!Settings::load().autosave);
    auto *const edit = widgetNamed<QLineEdit>(m_dialog.get(), "autosaveFolderEdit");
    type(edit, m_folder->path());
    QTest::keyClick(edit, Qt::Key_Tab);
    QVERIFY(Settings::load().autosave);
    QCOMPARE(Settings::load().autosaveFolder, m_folder->path());
    QVERIFY(notice("autosaveNotice").isEmpty());
}

void TestSettings::chooseAFolder()
{
    openDialog();
    auto *const edit = widgetNamed<QLineEdit>(m_dialog.get(), "autosaveFolderEdit");
    click(edit->parentWidget()->findChild<QPushButton *>());
    auto *const dialog = widgetNamed<QFileDialog>(m_dialog.get(), "folderDialog");
    QVERIFY(!dialog->isModal());
    Q_EMIT dialog->fileSelected(m_folder->path());
    dialog->close();
    QCOMPARE(edit->text(), m_folder->path());
    QCOMPARE(Settings::load().autosaveFolder, m_folder->path());
}

void TestSettings::storageFolderIsOptional()
{
    Settings settings;
    settings.storageFolder = m_folder->path();
    QVERIFY(settings.save());
    openDialog();
    auto *const edit = widgetNamed<QLineEdit>(m_dialog.get(), "storageFolderEdit");
    QCOMPARE(edit->text(), m_folder->path());
    type(edit, QString());
    QTest::keyClick(edit, Qt::Key_Tab);
    QVERIFY(Settings::load().storageFolder.isEmpty());
    QVERIFY(!edit->placeholderText().isEmpty());
}

void TestSettings::openFromTheMenuWithoutStoppingAnything()
{
    openWindow();
    QTest::keyClick(m_window.get(), Qt::Key_Comma, Qt::ControlModifier);
    QTRY_VERIFY(m_window->findChild<SettingsDialog *>() != nullptr);
    QTest::keyClick(m_window.get(), Qt::Key_Comma, Qt::ControlModifier);
    QCOMPARE(m_window->findChildren<SettingsDialog *>().size(), qsizetype(1));
    auto *const dialog = m_window->findChild<SettingsDialog *>();
    QVERIFY(!dialog->isModal());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(m_window->findChild<SettingsDialog *>() == nullptr);
}

void TestSettings::haveAnAccessibleNameForWhateverCanBeUsed()
{
    openDialog();
    const auto widgets = m_dialog->findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if ((widget->focusPolicy() & Qt::TabFocus) == 0 ||
            widget->objectName().startsWith(QStringLiteral("qt_"))) {
            continue;
        }
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        QVERIFY2(!(button != nullptr ? button->text() : widget->accessibleName()).isEmpty(),
                 qPrintable(widget->objectName()));
    }
}

void TestSettings::autosaveBeginsAndEndsAtOnce()
{
    openWindow();
    m_window->showSettings();
    auto *const dialog = m_window->findChild<SettingsDialog *>();
    type(widgetNamed<QLineEdit>(dialog, "autosaveFolderEdit"), m_folder->path());
    auto *const check = widgetNamed<QCheckBox>(dialog, "autosaveCheck");
    check->setFocus();
    QTest::keyClick(check, Qt::Key_Space);
    QVERIFY(m_window->autosave().settings().has_value());
    m_window->page<TcpServerPage>()->session().report(EventKind::Note, QStringLiteral("one"));
    QTRY_COMPARE_WITH_TIMEOUT(files().size(), 1, patience);
    const QSignalSpy stopped(&m_window->autosave(), &Autosave::stopped);
    QTest::keyClick(check, Qt::Key_Space);
    QVERIFY(!m_window->autosave().settings());
    QTRY_COMPARE_WITH_TIMEOUT(stopped.size(), qsizetype(1), patience);
    QVERIFY(files().constFirst().contains(QStringLiteral("-server-")));
}

void TestSettings::autosaveGoesOnAtTheNextStart()
{
    Settings settings;
    settings.autosave = true;
    settings.autosaveFolder = m_folder->path();
    QVERIFY(settings.save());
    openWindow();
    m_window->page<TcpServerPage>()->session().report(EventKind::Note, QStringLiteral("one"));
    QTRY_COMPARE_WITH_TIMEOUT(files().size(), 1, patience);
}

void TestSettings::autosaveTellsInThePageWhatIsWrong()
{
    Settings settings;
    settings.autosave = true;
    settings.autosaveFolder = m_folder->filePath(QStringLiteral("later"));
    QVERIFY(settings.save());
    openWindow();
    const PageHand server(m_window->page<TcpServerPage>());
    QTRY_VERIFY_WITH_TIMEOUT(server.notice().contains(QStringLiteral("no such folder")), patience);
    QTRY_VERIFY_WITH_TIMEOUT(server.lastRowOf(EventKind::Note) >= 0, patience); // in the log too
    QVERIFY(QDir().mkpath(settings.autosaveFolder));
    QTRY_VERIFY_WITH_TIMEOUT(server.notice().contains(QStringLiteral("goes on")), patience);
}

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"
