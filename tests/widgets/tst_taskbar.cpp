#include "tests/support/widgets.h"
#include "widgets/views/taskbar.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>

using namespace sockyard;
using namespace sockyard::test;

class TestTaskBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void showsNothingOfShortWork();
    void showsLongWorkAndHowFarItIs();
    void asksOnceToCancel();
    void showsTextAsText();

private:
    std::unique_ptr<QWidget> m_window;
    TaskBar *m_bar = nullptr;
};

void TestTaskBar::init()
{
    m_window = std::make_unique<QWidget>();
    m_window->resize(600, 60);
    m_bar = new TaskBar(m_window.get());
    m_bar->resize(600, 40);
    m_window->show();
}

void TestTaskBar::showsNothingOfShortWork()
{
    QVERIFY(!m_bar->isVisible());
    m_bar->begin(QStringLiteral("Saving"));
    QVERIFY(!m_bar->isVisible());
    m_bar->end();
    // A timer that began later and takes as long has passed: the bar's own would have, too.
    bool passed = false;
    QTimer::singleShot(600, m_bar, [&passed] { passed = true; });
    QTRY_VERIFY(passed);
    QVERIFY(!m_bar->isVisible());
}

void TestTaskBar::showsLongWorkAndHowFarItIs()
{
    m_bar->begin(QStringLiteral("Saving a file"));
    QTRY_VERIFY(m_bar->isVisible());
    QCOMPARE(widgetNamed<QLabel>(m_bar, "taskText")->text(), QStringLiteral("Saving a file"));
    auto *const progress = widgetNamed<QProgressBar>(m_bar, "taskProgress");
    QCOMPARE(progress->accessibleName(), QStringLiteral("Saving a file"));
    m_bar->setProgress(0.25);
    QCOMPARE(progress->text(), QStringLiteral("25%"));
    m_bar->setProgress(7);
    QCOMPARE(progress->text(), QStringLiteral("100%"));
    m_bar->end();
    QVERIFY(!m_bar->isVisible());
    m_bar->begin(QStringLiteral("again"));
    QCOMPARE(progress->value(), 0);
}

void TestTaskBar::asksOnceToCancel()
{
    const QSignalSpy asked(m_bar, &TaskBar::cancelRequested);
    m_bar->begin(QStringLiteral("Saving"));
    QTRY_VERIFY(m_bar->isVisible());
    auto *const cancel = widgetNamed<QPushButton>(m_bar, "taskCancelButton");
    click(cancel);
    click(cancel);
    QCOMPARE(asked.size(), qsizetype(1));
    m_bar->end();
    m_bar->begin(QStringLiteral("again"));
    QVERIFY(cancel->isEnabled());
}

void TestTaskBar::showsTextAsText()
{
    m_bar->begin(QStringLiteral("<b>bold</b>"));
    auto *const text = widgetNamed<QLabel>(m_bar, "taskText");
    QCOMPARE(text->textFormat(), Qt::PlainText);
    QVERIFY(!text->toolTip().contains(u'<'));
}

QTEST_MAIN(TestTaskBar)
#include "tst_taskbar.moc"
