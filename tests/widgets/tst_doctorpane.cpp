#include "tests/support/widgets.h"
#include "widgets/models/doctormodel.h"
#include "widgets/models/doctorwords.h"
#include "widgets/views/doctorpane.h"
#include "widgets/views/doctorrow.h"
#include "widgets/views/tones.h"

#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>
#include <QVBoxLayout>

#include <memory>

using namespace sockyard;
using namespace sockyard::test;

namespace
{

const std::string longSentence =
    "va is up, but the system says that it cannot do multicast, as many tunnels and VPNs cannot. "
    "Choose another interface (or: sudo ip link set va multicast on).";

} // namespace

class TestDoctorPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void opensWithAnExamination();
    void showsARowForEachFinding();
    void followsWhatChanges();
    void sumsUpAtTheTop();
    void asksAgain();
    void isPutAwayAndComesBack();
    void isWorkedByKeys();
    void copiesTheReport();
    void takesTwoFifthsOfItsWindowAtMost_data();
    void takesTwoFifthsOfItsWindowAtMost();
    void isNoHigherThanItsRows();
    void cutsNoSentence_data();
    void cutsNoSentence();
    void showsTheFirstFaultAtTheEnd();
    void takesNothingForMarkup();
    void isReadAloud();
    void signsHaveATone_data();
    void signsHaveATone();

private:
    void apply(const std::vector<std::string> &notes);
    void examineAll(const std::string &sentence);
    QList<DoctorRow *> rows() const;
    QStringList shown(const char *name) const;
    QString summary() const { return widgetNamed<QLabel>(m_pane, "doctorSummary")->text(); }
    /// The layouts have settled.
    void settle() const { QCoreApplication::sendPostedEvents(); }

    std::unique_ptr<EventLog> m_log;
    std::unique_ptr<DoctorModel> m_model;
    std::unique_ptr<QWidget> m_window;
    DoctorPane *m_pane = nullptr;
    QWidget *m_rest = nullptr; // of the page
};

void TestDoctorPane::init()
{
    m_log = std::make_unique<EventLog>();
    m_model = std::make_unique<DoctorModel>();
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    m_pane = new DoctorPane(m_model.get(), m_window.get());
    m_rest = new QWidget(m_window.get());
    layout->addWidget(m_pane);
    layout->addWidget(m_rest, 1);
    m_window->resize(1024, 700);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestDoctorPane::cleanup()
{
    m_window.reset();
    m_model.reset();
}

void TestDoctorPane::apply(const std::vector<std::string> &notes)
{
    for (const std::string &note : notes) {
        const std::string text = "doctor: " + note;
        m_log->append({.kind = EventKind::Note, .note = text});
        m_model->apply(*m_log->at(m_log->size() - 1));
    }
    m_model->publish();
    settle();
}

void TestDoctorPane::examineAll(const std::string &sentence)
{
    apply({"begin", "ok socket: " + sentence, "ok membership va: " + sentence,
           "ok interface va: " + sentence, "ok route va: " + sentence, "ok probe va: " + sentence,
           "ok hosts: " + sentence, "ok port: " + sentence, "ok family: " + sentence,
           "ok scope: " + sentence, "fault firewall: " + sentence});
}

QList<DoctorRow *> TestDoctorPane::rows() const
{
    QList<DoctorRow *> rows = m_pane->findChildren<DoctorRow *>();
    std::sort(rows.begin(), rows.end(),
              [](const DoctorRow *a, const DoctorRow *b) { return a->y() < b->y(); });
    return rows;
}

QStringList TestDoctorPane::shown(const char *name) const
{
    QStringList texts;
    for (const DoctorRow *row : rows()) {
        texts.append(widgetNamed<QLabel>(row, name)->text());
    }
    return texts;
}

void TestDoctorPane::opensWithAnExamination()
{
    QVERIFY(!m_pane->isVisible());
    apply({"end"});
    QVERIFY(!m_pane->isVisible());
    apply({"begin"});
    QVERIFY(m_pane->isVisible());
}

void TestDoctorPane::showsARowForEachFinding()
{
    apply({"begin", "fault socket: Not joined.", "ok probe va: It came back.",
           "warning interface va: A loopback.", "busy family: Listening.", "unknown hosts: None."});
    QCOMPARE(shown("doctorMark"),
             QStringList({QStringLiteral("✗"), QStringLiteral("!"), QStringLiteral("✓"),
                          QStringLiteral("?"), QStringLiteral("…")}));
    QCOMPARE(shown("doctorTitle"),
             QStringList({QStringLiteral("Socket"), QStringLiteral("Interface va"),
                          QStringLiteral("Probe va"), QStringLiteral("Other hosts"),
                          QStringLiteral("Other group")}));
    QCOMPARE(shown("doctorSentence").constFirst(), QStringLiteral("Not joined."));
    for (const DoctorRow *row : rows()) { // sentences stand below each other
        QCOMPARE(widgetNamed<QLabel>(row, "doctorSentence")->x(),
                 widgetNamed<QLabel>(rows().constFirst(), "doctorSentence")->x());
    }
}

void TestDoctorPane::followsWhatChanges()
{
    apply({"begin", "busy probe va: Wait."});
    apply({"ok probe va: It came back.", "fault socket: Not joined."});
    QCOMPARE(shown("doctorMark"), QStringList({QStringLiteral("✗"), QStringLiteral("✓")}));
    QCOMPARE(shown("doctorSentence").constLast(), QStringLiteral("It came back."));
    apply({"begin", "ok port: Free."});
    QCOMPARE(shown("doctorTitle"), QStringList(QStringLiteral("Port")));
}

void TestDoctorPane::sumsUpAtTheTop()
{
    apply({"begin"});
    QCOMPARE(summary(), QStringLiteral("Looking; it takes about 5 seconds"));
    apply({"fault socket: s", "fault port: p", "end"});
    QCOMPARE(summary(), QStringLiteral("2 faults found"));
    apply({"begin", "ok socket: s", "end"});
    QCOMPARE(summary(), QStringLiteral("No fault was found: the others may be silent"));
}

void TestDoctorPane::asksAgain()
{
    const QSignalSpy asked(m_pane, &DoctorPane::askedAgain);
    auto *const button = widgetNamed<QPushButton>(m_pane, "doctorAgain");
    apply({"begin", "ok socket: s"});
    QVERIFY(!button->isEnabled());
    click(button);
    QVERIFY(asked.isEmpty());
    apply({"end"});
    click(button);
    QCOMPARE(asked.size(), qsizetype(1));
}

void TestDoctorPane::isPutAwayAndComesBack()
{
    const QSignalSpy away(m_pane, &DoctorPane::putAway);
    apply({"begin", "ok socket: s"});
    click(widgetNamed<QToolButton>(m_pane, "doctorClose"));
    QVERIFY(!m_pane->isVisible());
    QCOMPARE(away.size(), qsizetype(1));
    apply({"ok port: p", "end"}); // who put it away does not want to see it
    QVERIFY(!m_pane->isVisible());
    apply({"begin"});
    QVERIFY(m_pane->isVisible());
}

void TestDoctorPane::isWorkedByKeys()
{
    apply({"begin", "ok socket: s", "end"});
    m_window->activateWindow();
    auto *const again = widgetNamed<QPushButton>(m_pane, "doctorAgain");
    again->setFocus();
    QTRY_VERIFY(again->hasFocus());
    const QSignalSpy asked(m_pane, &DoctorPane::askedAgain);
    QTest::keyClick(again, Qt::Key_Space);
    QCOMPARE(asked.size(), qsizetype(1));
    QTest::keyClick(again, Qt::Key_Tab);
    QVERIFY(widgetNamed<QPushButton>(m_pane, "doctorCopy")->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    auto *const close = widgetNamed<QToolButton>(m_pane, "doctorClose");
    QVERIFY(close->hasFocus());
    QTest::keyClick(close, Qt::Key_Space);
    QVERIFY(!m_pane->isVisible());
}

void TestDoctorPane::copiesTheReport()
{
    QApplication::clipboard()->clear();
    auto *const copy = widgetNamed<QPushButton>(m_pane, "doctorCopy");
    apply({"begin"});
    QVERIFY(!copy->isEnabled());
    apply({"fault socket: Not joined.", "ok port: Free.", "end"});
    click(copy);
    QCOMPARE(QApplication::clipboard()->text(), reportText(m_model->report()));
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("✗ Socket: Not joined.")));
    const DoctorRow *const row = rows().constFirst(); // and each sentence by hand
    QVERIFY(widgetNamed<QLabel>(row, "doctorSentence")
                ->textInteractionFlags()
                .testFlag(Qt::TextSelectableByMouse));
}

void TestDoctorPane::takesTwoFifthsOfItsWindowAtMost_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("usual") << QSize(1024, 700);
    QTest::newRow("small") << QSize(640, 420);
    QTest::newRow("narrow") << QSize(400, 700);
}

void TestDoctorPane::takesTwoFifthsOfItsWindowAtMost()
{
    QFETCH(const QSize, size);
    m_window->resize(size);
    examineAll(longSentence);
    settle();
    QCOMPARE(m_window->size(), size); // nothing was pushed wider or higher
    QVERIFY(m_pane->height() <= size.height() * 2 / 5);
    QTRY_VERIFY(m_pane->height() >= size.height() / 5);
    QVERIFY(m_pane->height() <= size.height() * 2 / 5);
    QVERIFY(m_rest->height() >= size.height() / 2);
    m_window->resize(size.width(), size.height() + 200);
    settle();
    QVERIFY(m_pane->height() <= m_window->height() * 2 / 5);
}

void TestDoctorPane::isNoHigherThanItsRows()
{
    apply({"begin", "ok socket: Short."});
    settle();
    QTRY_VERIFY2(m_pane->height() < 150, std::to_string(m_pane->height()).c_str());
    const int before = m_pane->height();
    apply({"ok port: Short.", "ok hosts: Short.", "ok scope: Short.", "ok firewall: Short."});
    QTRY_VERIFY(m_pane->height() > before);
    apply({"fault probe va: " + longSentence, "fault family: " + longSentence});
    const auto *const scroll = widgetNamed<QScrollArea>(m_pane, "doctorScroll");
    QTRY_COMPARE(scroll->verticalScrollBar()->maximum(), 0); // all has room
    QTRY_VERIFY(!scroll->verticalScrollBar()->isVisible());
    QTRY_COMPARE(scroll->widget()->width(), scroll->viewport()->width());
}

void TestDoctorPane::cutsNoSentence_data()
{
    takesTwoFifthsOfItsWindowAtMost_data();
}

void TestDoctorPane::cutsNoSentence()
{
    QFETCH(const QSize, size);
    m_window->resize(size);
    examineAll(longSentence);
    settle();
    const auto *const scroll = widgetNamed<QScrollArea>(m_pane, "doctorScroll");
    QVERIFY(scroll->widget()->width() <= scroll->viewport()->width());
    int bottom = 0;
    for (const DoctorRow *row : rows()) {
        const auto *const sentence = widgetNamed<QLabel>(row, "doctorSentence");
        QVERIFY(sentence->height() >= sentence->heightForWidth(sentence->width()));
        QVERIFY(sentence->geometry().right() <= row->width());
        QVERIFY(row->y() >= bottom); // none lies over another
        bottom = row->geometry().bottom();
    }
    QScrollBar *const bar = scroll->verticalScrollBar();
    QTRY_VERIFY((bar->setValue(bar->maximum()), !rows().constLast()->visibleRegion().isEmpty()));
}

void TestDoctorPane::showsTheFirstFaultAtTheEnd()
{
    m_window->resize(640, 420);
    examineAll(longSentence);
    DoctorRow *const fault = rows().constLast();
    QTRY_VERIFY(fault->visibleRegion().isEmpty());
    apply({"end"});
    QTRY_VERIFY(!fault->visibleRegion().isEmpty());
}

void TestDoctorPane::takesNothingForMarkup()
{
    apply({"begin", "fault family: <b>Eve</b> talks &amp; \x1b[31mlaughs"});
    QCOMPARE(shown("doctorSentence").constFirst(),
             QStringLiteral("<b>Eve</b> talks &amp; \\x1b[31mlaughs"));
    const auto labels = m_pane->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
    }
}

void TestDoctorPane::isReadAloud()
{
    apply({"begin", "fault interface va: It is down."});
    QCOMPARE(rows().constFirst()->accessibleName(),
             QStringLiteral("Interface va, fault: It is down."));
    QVERIFY(!m_pane->accessibleName().isEmpty());
    QVERIFY(!widgetNamed<QToolButton>(m_pane, "doctorClose")->accessibleName().isEmpty());
}

void TestDoctorPane::signsHaveATone_data()
{
    QTest::addColumn<QColor>("base");
    QTest::addColumn<QColor>("text");
    QTest::newRow("light") << QColor(Qt::white) << QColor(Qt::black);
    QTest::newRow("dark") << QColor(30, 30, 30) << QColor(240, 240, 240);
}

void TestDoctorPane::signsHaveATone()
{
    QFETCH(const QColor, base);
    QFETCH(const QColor, text);
    QPalette palette = QApplication::palette();
    const QPalette before = palette;
    for (const auto role : {QPalette::Base, QPalette::Window}) {
        palette.setColor(role, base);
    }
    for (const auto role : {QPalette::Text, QPalette::WindowText}) {
        palette.setColor(role, text);
    }
    apply({"begin", "fault socket: s", "ok port: p"});
    QApplication::setPalette(palette); // while it is shown, as a person does
    settle();
    const auto colorOf = [this](qsizetype row, const char *label) {
        return widgetNamed<QLabel>(rows().at(row), label)->palette().color(QPalette::WindowText);
    };
    const QColor fault = colorOf(0, "doctorMark");
    const QColor fine = colorOf(1, "doctorMark");
    const QColor words = colorOf(0, "doctorSentence");
    const QColor ground = m_pane->grab().toImage().pixelColor(1, 1);
    QApplication::setPalette(before);
    QCOMPARE(fault, toneColor(Tone::Bad, palette));
    QCOMPARE(fine, toneColor(Tone::Good, palette));
    QCOMPARE(words, text);
    QVERIFY(std::abs(ground.lightness() - words.lightness()) > 120);
}

QTEST_MAIN(TestDoctorPane)
#include "tst_doctorpane.moc"
