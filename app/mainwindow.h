#pragma once

#include "netcore/iothread.h"

#include <QMainWindow>
#include <QTimer>

class QTabWidget;

namespace sockyard
{

class Page;

/// The window: a tab for each row of the list of tabs, and the menus. Owns the pages. When it is
/// closed it hides at once, lets every endpoint stop in order for a moment, and says when that is
/// done.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(IoThread &thread, QWidget *parent = nullptr);
    ~MainWindow() override;

    QList<Page *> pages() const;
    /// The page of that type.
    template <typename PageType>
    PageType *page() const
    {
        return findChild<PageType *>();
    }
    /// The id of a page's row in the list of tabs.
    QString idOf(const Page *page) const;
    void showPage(Page *page);

    /// Stops every endpoint, and emits stopped() when all have, or after two seconds.
    void stopAll();

Q_SIGNALS:
    void closeRequested();
    void stopped();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void makeMenus();
    Page *currentPage() const;
    void checkStopped();
    void about();

    QTabWidget *m_tabs;
    QTimer m_patience;
    bool m_stopping = false;
};

} // namespace sockyard
