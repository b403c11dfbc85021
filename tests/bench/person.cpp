#include "tests/bench/person.h"

#include "widgets/pages/page.h"
#include "widgets/views/eventtable.h"

#include <QScrollBar>

#include <chrono>

namespace sockyard::bench
{

namespace
{

using namespace std::chrono_literals;

constexpr auto pause = 40ms; // as a key that is held down repeats
constexpr int roundOfSteps = 100;

} // namespace

Person::Person(Page &page)
    : m_page(page)
{
    if (const auto *table = page.findChild<EventTable *>()) {
        m_bar = table->verticalScrollBar();
    }
    m_timer.setInterval(pause);
    connect(&m_timer, &QTimer::timeout, this, &Person::act);
    connect(&m_filter, &FilterJob::matched, this, [this](const std::vector<EventNumber> &numbers) {
        for (const EventNumber number : numbers) {
            m_filtered.append(number);
        }
        m_filtered.dropBefore(m_page.session().log().first());
    });
    connect(&m_filter, &FilterJob::caughtUp, this, [this] { ++m_filters; });
    connect(&m_find, &FindJob::notFound, this, [this] { ++m_finds; });
    connect(&page, &Page::shown, this,
            [this](EventNumber, EventNumber end) { m_filter.extendTo(end); });
}

void Person::begin()
{
    m_filters = 0;
    m_finds = 0;
    m_timer.start();
}

void Person::stop()
{
    m_timer.stop();
    m_filter.stop();
    m_find.cancel();
}

void Person::act()
{
    if (m_bar != nullptr) {
        scroll();
    }
    if (m_step % (roundOfSteps / 2) == 0 && !m_filter.isRunning()) {
        filter();
    }
    if (!m_find.isRunning()) {
        find();
    }
    m_step = (m_step + 1) % roundOfSteps;
}

void Person::filter()
{
    m_filtered.clear();
    m_filter.start(m_page.session().sharedLog(),
                   *Filter::parse(QStringLiteral("connection == 2 and received and size > 16")),
                   m_page.session().arrived());
}

void Person::find()
{
    m_find.start({.log = m_page.session().sharedLog(),
                  .needle = *Needle::parse(Needle::Kind::Text, QStringLiteral("nowhere"), false),
                  .from = {},
                  .end = m_page.session().arrived()});
}

void Person::scroll()
{
    if (m_step == 0) {
        m_bar->setValue(m_bar->minimum());
    } else if (m_step < roundOfSteps / 4) {
        m_bar->setValue(m_bar->value() + m_bar->pageStep());
    } else if (m_step < roundOfSteps / 2) {
        m_bar->setValue(
            std::uniform_int_distribution(m_bar->minimum(), m_bar->maximum())(m_random));
    } else if (m_step == roundOfSteps / 2) {
        m_bar->setValue(m_bar->maximum()); // and it follows the end
    }
}

} // namespace sockyard::bench
