#pragma once

#include "netcore/iothread.h"
#include "tests/support/modeltexts.h"
#include "tests/support/widgets.h"
#include "widgets/models/eventmodel.h"
#include "widgets/pages/page.h"
#include "widgets/views/composer.h"
#include "widgets/views/eventtable.h"
#include "widgets/views/hexview.h"
#include "widgets/views/lifecyclestrip.h"
#include "widgets/views/messageedit.h"
#include "widgets/views/noticebar.h"

#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

#include <sys/resource.h>

#include <string>

namespace sockyard::test
{

/// What a person sees of a page that is open in a window, and does with it.
class PageHand
{
public:
    explicit PageHand(Page *page)
        : m_page(page)
    {
    }

    // What one does.

    void press(const char *button) const { click(widgetNamed<QPushButton>(m_page, button)); }
    void pressStart() const { press("startButton"); }
    void typeInto(const char *field, const QString &text) const
    {
        type(widgetNamed<QLineEdit>(m_page, field), text);
    }
    void pressEnterIn(const char *field) const
    {
        QTest::keyClick(widgetNamed<QLineEdit>(m_page, field), Qt::Key_Return);
    }
    /// Types a message and presses Enter.
    void say(const QString &text) const
    {
        type(messageEdit(), text);
        QTest::keyClick(messageEdit(), Qt::Key_Return);
    }
    /// Pastes a message and presses Enter: for what keys alone cannot type, or not in time.
    void sayPasted(const QString &text) const
    {
        QApplication::clipboard()->setText(text);
        messageEdit()->setFocus();
        QTest::keyClick(messageEdit(), Qt::Key_V, Qt::ControlModifier);
        QTest::keyClick(messageEdit(), Qt::Key_Return);
    }
    void choose(const char *box, const QString &text) const
    {
        test::choose(widgetNamed<QComboBox>(m_page, box), text);
    }
    /// Clicks a row of a table.
    void clickRow(const char *tableName, int row, Qt::KeyboardModifiers keys = {}) const
    {
        auto *const table = widgetNamed<QTableView>(m_page, tableName);
        const QModelIndex index = table->model()->index(row, table->columnAt(1));
        table->scrollTo(index);
        QTest::mouseClick(table->viewport(), Qt::LeftButton, keys,
                          table->visualRect(index).center());
    }

    // What one sees.

    QString text(const char *field) const { return widgetNamed<QLineEdit>(m_page, field)->text(); }
    bool isEditable(const char *field) const
    {
        return widgetNamed<QLineEdit>(m_page, field)->isEnabled();
    }
    QString buttonText() const { return widgetNamed<QPushButton>(m_page, "startButton")->text(); }
    bool canPress(const char *button) const
    {
        return widgetNamed<QPushButton>(m_page, button)->isEnabled();
    }
    QString status() const { return widgetNamed<QLabel>(m_page, "statusLabel")->text(); }
    QString strip() const { return widgetNamed<LifecycleStrip>(m_page, "lifecycleStrip")->text(); }
    /// Empty while no notice is shown.
    QString notice() const
    {
        const auto *const bar = widgetNamed<NoticeBar>(m_page, "noticeBar");
        return bar->isVisible() ? bar->text() : QString();
    }
    MessageEdit *messageEdit() const { return widgetNamed<MessageEdit>(m_page, "messageEdit"); }
    EventTable *eventTable() const { return widgetNamed<EventTable>(m_page, "eventTable"); }
    const QAbstractItemModel &table(const char *name) const
    {
        return *widgetNamed<QTableView>(m_page, name)->model();
    }
    const QAbstractItemModel &events() const { return table("eventTable"); }
    const QAbstractItemModel &connections() const { return table("connectionTable"); }
    /// The data column of all rows of that kind.
    QStringList dataOf(EventKind kind) const
    {
        QStringList result;
        for (int row = 0; row < events().rowCount(); ++row) {
            if (kindAt(row) == kind) {
                result.append(textAt(events(), row, EventModel::DataColumn));
            }
        }
        return result;
    }
    /// The last row of that kind, or -1.
    int lastRowOf(EventKind kind) const
    {
        int row = events().rowCount() - 1;
        while (row >= 0 && kindAt(row) != kind) {
            --row;
        }
        return row;
    }
    std::string shownBytes() const
    {
        const ByteView bytes = widgetNamed<HexView>(m_page, "bytesView")->bytes();
        return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
    }
    /// The first text of a label or a cell that is not inert; empty where all is well.
    QString notInert() const
    {
        const auto labels = m_page->findChildren<QLabel *>();
        for (const QLabel *label : labels) {
            // Only what is ours, and fixed, may be left to be guessed; words may wrap.
            QString words = label->text();
            if ((label->textFormat() != Qt::PlainText && words.contains(u'<')) ||
                !isInert(words.remove(u'\n'))) {
                return label->objectName() + QStringLiteral(": ") + label->text();
            }
        }
        const auto tables = m_page->findChildren<QTableView *>();
        for (const QTableView *view : tables) {
            for (int row = 0; row < view->model()->rowCount(); ++row) {
                for (int column = 0; column < view->model()->columnCount(); ++column) {
                    const QModelIndex index = view->model()->index(row, column);
                    const QString tip = index.data(Qt::ToolTipRole).toString();
                    if (!isInert(index.data().toString()) || !isInert(tip) || tip.contains(u'<')) {
                        return view->objectName() + QStringLiteral(": ") + index.data().toString();
                    }
                }
            }
        }
        return {};
    }

private:
    EventKind kindAt(int row) const
    {
        return static_cast<EventKind>(events().index(row, 0).data(EventModel::KindRole).toInt());
    }

    Page *m_page;
};

/// A page in a window of its own, with an I/O thread of its own.
template <typename PageType>
class OpenPage : public PageHand
{
public:
    OpenPage()
        : PageHand(nullptr)
        , m_page(std::make_unique<PageType>(m_thread))
    {
        static_cast<PageHand &>(*this) = PageHand(m_page.get());
        m_page->resize(1000, 700);
        m_page->show();
    }

    PageType *operator->() const { return m_page.get(); }
    PageType *page() const { return m_page.get(); }
    bool becomesActive() const { return QTest::qWaitForWindowActive(m_page.get()); }

private:
    IoThread m_thread; // outlives the page
    std::unique_ptr<PageType> m_page;
};

/// Bytes that would do harm where they are taken for anything but bytes.
inline std::string hostileBytes()
{
    using namespace std::string_literals;
    return "<b>bold</b><img src=x>\0\x1b[31m\x07\xff\xc3(\xe2\x80\xaegpj\xe2\x80\xa8\r\n\t\xc2\x9b"
           "31m"s;
}

/// A thousand clients and their thousand peers live in one process.
inline void raiseDescriptorLimit()
{
    rlimit limit = {};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace sockyard::test
