#include "tests/bench/person.h"

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

Person::Person(QWidget &page)
{
    if (const auto *table = page.findChild<EventTable *>()) {
        m_bar = table->verticalScrollBar();
    }
    m_timer.setInterval(pause);
    connect(&m_timer, &QTimer::timeout, this, &Person::act);
}

void Person::act()
{
    if (m_bar != nullptr) {
        scroll();
    }
    m_step = (m_step + 1) % roundOfSteps;
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
