#pragma once

#include <QObject>
#include <QTimer>

#include <random>

class QWidget;
class QScrollBar;

namespace sockyard::bench
{

/// What a person does at the window while events arrive: scrolls the table of events, page by page
/// and to any place, to its top and back to its end. What else they do there (find, filter) has its
/// turn in act() as well.
class Person : public QObject
{
public:
    /// \a page is the tab in front.
    explicit Person(QWidget &page);

    void begin() { m_timer.start(); }
    void stop() { m_timer.stop(); }

private:
    void act();
    void scroll();

    QScrollBar *m_bar = nullptr;
    QTimer m_timer;
    int m_step = 0;
    std::minstd_rand m_random; // the same moves each time
};

} // namespace sockyard::bench
