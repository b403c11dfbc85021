#include "netcore/sockets/kernelwords.h"
#include "tests/support/kernelviews.h"
#include "tests/support/widgets.h"
#include "widgets/views/kernelpane.h"
#include "widgets/views/tones.h"

#include <QClipboard>
#include <QLabel>
#include <QScrollArea>
#include <QSet>
#include <QToolButton>
#include <QVBoxLayout>

#include <memory>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::chrono_literals;

namespace
{

/// As long as its numbers get.
KernelView crowdedView()
{
    KernelView view = calmView();
    view.unread = 1'000'000'000'000;
    view.unacknowledged = 1'000'000'000'000;
    view.notSent = 1'000'000'000'000;
    view.peerWindow = 0;
    view.roundTrip = 123456789us;
    view.roundTripVariation = 123456789us;
    view.retransmitsInARow = 255;
    view.retransmitsInAll = 4'000'000'000;
    view.congestionControl = "a-name-as-long-as-it-gets";
    view.congestionWindow = 4'000'000'000;
    view.slowStartThreshold = 2'000'000'000;
    view.deliveryRate = 1'000'000'000'000;
    view.pacingRate = 1'000'000'000'000;
    view.lastSent = 1h;
    view.lastReceived = 1h;
    return view;
}

} // namespace

class TestKernelPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void saysWhyThereIsNothing();
    void everyStateIsShownWithItsMeaning();
    void aConnectionThatIsGoneIsClosed();
    void eachValueStandsBesideItsName();
    void valuesAreExplainedAndReadAloud();
    void rowsThatHaveNoValueGoAndComeBack();
    void marksHaveASignAndATone();
    void remarksComeAndGo();
    void keepsItsWidthAndItsRowsWhateverTheNumbersAre();
    void fitsANarrowPlace();
    void whatIsSelectedStaysSelected();
    void copiesEverythingAsPlainText();
    void aSubjectIsShownAsItIs();
    void followsThePalette();

private:
    QStringList shown(const char *name) const;
    QLineEdit *value(const QString &name) const;

    std::unique_ptr<QWidget> m_window;
    KernelPane *m_pane = nullptr;
};

void TestKernelPane::init()
{
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    layout->setContentsMargins(0, 0, 0, 0);
    m_pane = new KernelPane(m_window.get());
    layout->addWidget(m_pane);
    m_window->resize(300, 500);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestKernelPane::cleanup()
{
    m_window.reset();
}

/// The texts of all labels of that name that are seen.
QStringList TestKernelPane::shown(const char *name) const
{
    QStringList texts;
    const auto labels = m_pane->findChildren<QLabel *>(QString::fromLatin1(name));
    for (const QLabel *label : labels) {
        if (label->isVisible()) {
            texts.append(label->text());
        }
    }
    return texts;
}

QLineEdit *TestKernelPane::value(const QString &name) const
{
    const auto edits = m_pane->findChildren<QLineEdit *>(QStringLiteral("kernelValue"));
    for (QLineEdit *edit : edits) {
        if (edit->isVisible() && edit->accessibleName() == name) {
            return edit;
        }
    }
    return nullptr;
}

void TestKernelPane::saysWhyThereIsNothing()
{
    QSet<QString> reasons;
    for (const auto why : {KernelPane::Nothing::NoneSelected, KernelPane::Nothing::NotAvailable,
                           KernelPane::Nothing::NotTold}) {
        m_pane->setView(crowdedView());
        m_pane->setNothing(why);
        QVERIFY(shown("kernelName").isEmpty());
        QVERIFY(shown("kernelRemark").isEmpty());
        QCOMPARE(shown("kernelState"), QStringList(QString()));
        QVERIFY(!widgetNamed<QToolButton>(m_pane, "copyKernelView")->isEnabled());
        QVERIFY(m_pane->text().isEmpty());
        reasons.insert(widgetNamed<QLabel>(m_pane, "kernelMeaning")->text());
    }
    QCOMPARE(reasons.size(), qsizetype(3));
    QVERIFY(!reasons.contains(QString()));
}

void TestKernelPane::everyStateIsShownWithItsMeaning()
{
    for (int number = 0; number < tcpStateCount; ++number) {
        KernelView view;
        view.state = static_cast<TcpState>(number);
        m_pane->setView(view);
        QCOMPARE(widgetNamed<QLabel>(m_pane, "kernelState")->text(), tcpStateName(*view.state));
        QCOMPARE(widgetNamed<QLabel>(m_pane, "kernelMeaning")->text(),
                 tcpStateMeaning(*view.state));
    }
}

void TestKernelPane::aConnectionThatIsGoneIsClosed()
{
    m_pane->setView(calmView());
    m_pane->setNothing(KernelPane::Nothing::Gone);
    QCOMPARE(widgetNamed<QLabel>(m_pane, "kernelState")->text(), QStringLiteral("CLOSED"));
    QVERIFY(shown("kernelName").isEmpty());
    QVERIFY(m_pane->text().contains(QStringLiteral("CLOSED")));
}

void TestKernelPane::eachValueStandsBesideItsName()
{
    m_pane->setView(calmView());
    const auto rows = kernelRows(calmView());
    QCOMPARE(shown("kernelName").size(), static_cast<qsizetype>(rows.size()));
    const auto labels = m_pane->findChildren<QLabel *>(QStringLiteral("kernelName"));
    for (std::size_t index = 0; index < rows.size(); ++index) {
        const QLabel *const label = labels.at(static_cast<qsizetype>(index));
        QLineEdit *const edit = value(rows[index].name);
        QVERIFY(edit != nullptr);
        QCOMPARE(label->text(), rows[index].name);
        QCOMPARE(edit->text(), rows[index].value);
        QVERIFY(qAbs(label->geometry().center().y() - edit->geometry().center().y()) <= 2);
    }
}

void TestKernelPane::valuesAreExplainedAndReadAloud()
{
    m_pane->setView(calmView());
    for (const KernelRow &row : kernelRows(calmView())) {
        QCOMPARE(value(row.name)->toolTip(), row.explanation);
        QVERIFY(value(row.name)->isReadOnly());
    }
    QCOMPARE(widgetNamed<QLabel>(m_pane, "kernelState")->accessibleName(),
             QStringLiteral("TCP state"));
}

void TestKernelPane::rowsThatHaveNoValueGoAndComeBack()
{
    m_pane->setView(calmView());
    const QStringList before = shown("kernelName");
    KernelView late;
    late.state = TcpState::TimeWait;
    late.endsIn = 30s;
    m_pane->setView(late);
    QCOMPARE(shown("kernelName"), QStringList(QStringLiteral("Gone in")));
    QCOMPARE(value(QStringLiteral("Gone in"))->text(), QStringLiteral("30 s"));
    m_pane->setView(calmView());
    QCOMPARE(shown("kernelName"), before);
}

void TestKernelPane::marksHaveASignAndATone()
{
    KernelView view = calmView();
    m_pane->setView(view);
    QLineEdit *const unread = value(QStringLiteral("Unread here"));
    QLineEdit *const retransmits = value(QStringLiteral("Retransmits"));
    const QColor plain = unread->palette().color(QPalette::Text);
    QCOMPARE(retransmits->palette().color(QPalette::Text), plain);
    view.unread = 5;
    view.retransmitsInARow = 2;
    view.retransmitsInAll = 2;
    m_pane->setView(view);
    QCOMPARE(unread->text(), QStringLiteral("⚠ 5 B"));
    QCOMPARE(unread->palette().color(QPalette::Text), toneColor(Tone::Marked, m_pane->palette()));
    QCOMPARE(retransmits->text(), QStringLiteral("✗ 2, 2 in a row"));
    QCOMPARE(retransmits->palette().color(QPalette::Text), toneColor(Tone::Bad, m_pane->palette()));
    m_pane->setView(calmView());
    QCOMPARE(unread->text(), QStringLiteral("0 B"));
    QCOMPARE(unread->palette().color(QPalette::Text), plain);
}

void TestKernelPane::remarksComeAndGo()
{
    m_pane->setView(calmView());
    QVERIFY(shown("kernelRemark").isEmpty());
    m_pane->setView(crowdedView());
    const QStringList remarks = shown("kernelRemark");
    QCOMPARE(remarks.size(), qsizetype(3));
    QVERIFY(remarks.at(0).startsWith(QStringLiteral("✗ ")));
    QVERIFY(remarks.at(1).contains(QStringLiteral("peer does not read")));
    QVERIFY(remarks.at(2).contains(QStringLiteral("program does not read")));
    m_pane->setView(calmView());
    QVERIFY(shown("kernelRemark").isEmpty());
}

void TestKernelPane::keepsItsWidthAndItsRowsWhateverTheNumbersAre()
{
    m_pane->setView(calmView());
    QTRY_VERIFY(value(QStringLiteral("MSS"))->width() > 50);
    const int hint = m_pane->minimumSizeHint().width();
    const QRect place = value(QStringLiteral("MSS"))->geometry();
    m_pane->setView(crowdedView());
    QCoreApplication::sendPostedEvents();
    QCOMPARE(m_pane->minimumSizeHint().width(), hint);
    QCOMPARE(value(QStringLiteral("MSS"))->geometry(), place);
    QCOMPARE(value(QStringLiteral("Congestion control"))->cursorPosition(), 0);
}

void TestKernelPane::fitsANarrowPlace()
{
    m_pane->setView(crowdedView());
    QVERIFY(m_pane->minimumSizeHint().width() <= 300);
    QCOMPARE(m_window->width(), 300);
    m_window->resize(240, 200);
    auto *scroll = m_pane->findChild<QScrollArea *>();
    QTRY_COMPARE(scroll->widget()->width(), scroll->viewport()->width());
}

void TestKernelPane::whatIsSelectedStaysSelected()
{
    KernelView view = calmView();
    m_pane->setView(view);
    QLineEdit *const unread = value(QStringLiteral("Unread here"));
    QTest::mouseDClick(unread, Qt::LeftButton, Qt::NoModifier, QPoint(4, unread->height() / 2));
    QCOMPARE(unread->selectedText(), QStringLiteral("0"));
    view.roundTrip = 1300us;
    m_pane->setView(view);
    QCOMPARE(unread->selectedText(), QStringLiteral("0"));
    unread->selectAll();
    view.unread = 12;
    m_pane->setView(view);
    QVERIFY(unread->hasSelectedText());
    QTest::keyClick(unread, Qt::Key_X); // nobody changes what the kernel says
    QCOMPARE(unread->text(), QStringLiteral("⚠ 12 B"));
}

void TestKernelPane::copiesEverythingAsPlainText()
{
    m_pane->setSubject(QStringLiteral("127.0.0.1:50112"));
    m_pane->setView(calmView());
    click(widgetNamed<QToolButton>(m_pane, "copyKernelView"));
    const QString text = QGuiApplication::clipboard()->text();
    QCOMPARE(text, QStringLiteral("127.0.0.1:50112\n") + kernelText(calmView()));
    QVERIFY(text.contains(QStringLiteral("\nMSS: ↑ 1448 B  ↓ 1460 B\n")));
}

void TestKernelPane::aSubjectIsShownAsItIs()
{
    auto *subject = widgetNamed<QLabel>(m_pane, "kernelSubject");
    QVERIFY(!subject->isVisible());
    m_pane->setSubject(QStringLiteral("<b>10.0.0.1:1</b>"));
    QVERIFY(subject->isVisible());
    QCOMPARE(subject->textFormat(), Qt::PlainText);
    QCOMPARE(subject->text(), QStringLiteral("<b>10.0.0.1:1</b>"));
    m_pane->setSubject({});
    QVERIFY(!subject->isVisible());
}

void TestKernelPane::followsThePalette()
{
    const QPalette before = m_window->palette();
    m_pane->setView(crowdedView());
    QPalette dark = before;
    dark.setColor(QPalette::Base, Qt::black);
    dark.setColor(QPalette::Window, Qt::black);
    dark.setColor(QPalette::Text, Qt::white);
    dark.setColor(QPalette::WindowText, Qt::white);
    m_window->setPalette(dark);
    const QColor now = value(QStringLiteral("MSS"))->palette().color(QPalette::Text);
    const QColor marked = value(QStringLiteral("Unread here"))->palette().color(QPalette::Text);
    m_window->setPalette(before);
    QCOMPARE(now, QColor(Qt::white));
    QCOMPARE(marked, toneColor(Tone::Marked, dark));
    QCOMPARE(value(QStringLiteral("MSS"))->palette().color(QPalette::Text),
             toneColor(Tone::Plain, before));
}

QTEST_MAIN(TestKernelPane)
#include "tst_kernelpane.moc"
