#pragma once

#include <QObject>
#include <QTimer>

#include <random>

class QLineEdit;
class QTableView;

namespace sockyard
{
class Page;
}

namespace sockyard::bench
{

/// What a person does at the table of a server's clients while they come, talk and go: scrolls it,
/// page by page and to any place, sorts it by one column after the other, types a filter and takes
/// it back, selects all; when they are through, they begin again.
class ClientsPerson : public QObject
{
public:
    /// \a page is the tab in front; one without such a table has nothing to do.
    explicit ClientsPerson(Page &page);

    void begin();
    void stop();

    bool isAtWork() const { return m_timer.isActive(); }
    /// How often all of it was done since begin().
    int rounds() const { return m_rounds; }
    /// How often the table took another order, and other rows, since begin().
    int sorts() const { return m_sorts; }
    int filters() const { return m_filters; }

private:
    void act();
    void scroll();
    void sort(int column, Qt::SortOrder order);
    void type(const QString &filter);

    QTableView *m_table = nullptr;
    QLineEdit *m_filter = nullptr;
    QTimer m_timer;
    int m_step = 0;
    int m_rounds = 0;
    int m_sorts = 0;
    int m_filters = 0;
    std::minstd_rand m_random; // the same moves each time
};

} // namespace sockyard::bench
