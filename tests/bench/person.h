#pragma once

#include "netcore/query/eventset.h"
#include "netcore/query/filterjob.h"
#include "netcore/query/findjob.h"

#include <QObject>
#include <QTimer>

#include <random>

class QScrollBar;

namespace sockyard
{
class Page;
}

namespace sockyard::bench
{

/// What a person does at the window while events arrive: scrolls the table of events, page by page
/// and to any place, to its top and back to its end, while a filter is applied to what was there
/// and to what arrives, and a text is looked for that is not there; when they are through, they
/// begin again.
class Person : public QObject
{
public:
    /// \a page is the tab in front.
    explicit Person(Page &page);

    void begin();
    void stop();

    /// How often a whole log was looked through since begin().
    int filters() const { return m_filters; }
    int finds() const { return m_finds; }

private:
    void act();
    void scroll();
    void filter();
    void find();

    const Page &m_page;
    QScrollBar *m_bar = nullptr;
    QTimer m_timer;
    int m_step = 0;
    int m_filters = 0;
    int m_finds = 0;
    FilterJob m_filter;
    EventSet m_filtered;
    FindJob m_find;
    std::minstd_rand m_random; // the same moves each time
};

} // namespace sockyard::bench
