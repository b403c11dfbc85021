#include "tests/support/widgets.h"
#include "widgets/views/noticebar.h"

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

using namespace sockyard;
using namespace sockyard::test;

class TestNoticeBar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void takesNoRoomWhileThereIsNothingToTell();
    void showsHtmlAsPlainText();
    void saysItsKindByASignToo();
    void goesWhenItIsPutAway();
    void staysWhereItCannotBePutAway();
    void isReadAloud();

private:
    std::unique_ptr<QWidget> m_window;
    NoticeBar *m_bar = nullptr;
};

void TestNoticeBar::init()
{
    m_window = std::make_unique<QWidget>();
    auto *layout = new QVBoxLayout(m_window.get());
    m_bar = new NoticeBar(NoticeBar::Closable::Yes, m_window.get());
    layout->addWidget(m_bar);
    m_window->resize(600, 200);
    m_window->show();
}

void TestNoticeBar::cleanup()
{
    m_window.reset();
}

void TestNoticeBar::takesNoRoomWhileThereIsNothingToTell()
{
    QVERIFY(!m_bar->isVisible());
    m_bar->tell(NoticeBar::Kind::Error, QStringLiteral("ECONNREFUSED: nobody listens"));
    QVERIFY(m_bar->isVisible());
    m_bar->putAway();
    QVERIFY(!m_bar->isVisible());
    QVERIFY(m_bar->text().isEmpty());
}

void TestNoticeBar::showsHtmlAsPlainText()
{
    const QString text = QStringLiteral("<h1>big</h1><img src=\"/etc/hostname\"> &amp; &lt;");
    m_bar->tell(NoticeBar::Kind::Error, text);
    auto *label = widgetNamed<QLabel>(m_bar, "noticeText");
    QCOMPARE(label->textFormat(), Qt::PlainText);
    QCOMPARE(label->text(), text);
    QCOMPARE(m_bar->text(), text);
}

void TestNoticeBar::saysItsKindByASignToo()
{
    QSet<QString> signs;
    for (const auto kind :
         {NoticeBar::Kind::Information, NoticeBar::Kind::Warning, NoticeBar::Kind::Error}) {
        m_bar->tell(kind, QStringLiteral("text"));
        const auto labels = m_bar->findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            if (label->text() != QStringLiteral("text")) {
                signs.insert(label->text());
            }
        }
    }
    QCOMPARE(signs.size(), qsizetype(3));
}

void TestNoticeBar::goesWhenItIsPutAway()
{
    m_bar->tell(NoticeBar::Kind::Error, QStringLiteral("text"));
    click(m_bar->findChild<QToolButton *>());
    QVERIFY(!m_bar->isVisible());
    m_bar->tell(NoticeBar::Kind::Error, QStringLiteral("again"));
    QVERIFY(m_bar->isVisible());
}

void TestNoticeBar::staysWhereItCannotBePutAway()
{
    NoticeBar bar(NoticeBar::Closable::No);
    bar.tell(NoticeBar::Kind::Warning, QStringLiteral("text"));
    QVERIFY(bar.isVisible());
    const auto buttons = bar.findChildren<QToolButton *>();
    for (const QToolButton *button : buttons) {
        QVERIFY(!button->isVisible());
    }
}

void TestNoticeBar::isReadAloud()
{
    m_bar->tell(NoticeBar::Kind::Error, QStringLiteral("ECONNREFUSED: nobody listens"));
    QVERIFY(m_bar->accessibleName().contains(QStringLiteral("ECONNREFUSED: nobody listens")));
}

QTEST_MAIN(TestNoticeBar)
#include "tst_noticebar.moc"
