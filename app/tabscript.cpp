#include "app/tabscript.h"

#include "app/printline.h"
#include "widgets/models/words.h"
#include "widgets/pages/page.h"

namespace sockyard
{

TabScript::TabScript(Page *page, QObject *parent)
    : QObject(parent)
    , m_page(page)
{
    connect(page, &Page::shown, this, &TabScript::tellAll);
}

void TabScript::tellAll(EventNumber from, EventNumber to)
{
    for (EventNumber number = from; number < to && !m_silent; ++number) {
        const auto event = m_page->session().log().at(number);
        if (event && !carriesData(event->kind())) {
            tell(*event);
        }
    }
}

bool TabScript::isFailure(const Event &event)
{
    return event.kind() == EventKind::Failed || event.kind() == EventKind::TimedOut;
}

void TabScript::say(const QString &line)
{
    printLine(stdout, line);
}

void TabScript::complain(const QString &line)
{
    printLine(stderr, line);
}

void TabScript::fail(const QString &line)
{
    m_failed = true;
    complain(line);
}

void TabScript::fail(const Event &event)
{
    fail(fromUtf8(event.note()));
}

} // namespace sockyard
