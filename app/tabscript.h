#pragma once

#include "netcore/log/event.h"

#include <QObject>
#include <QString>

namespace sockyard
{

class Event;
class Page;

/// What the command line has one tab do, and what a script is told of it: a line of standard output
/// for what happened, of standard error for what failed. Owned by Script, on the main thread.
class TabScript : public QObject
{
    Q_OBJECT

public:
    /// \a page lives as long as this.
    explicit TabScript(Page *page, QObject *parent = nullptr);

    Page *page() const { return m_page; }
    /// Fills the page's form and starts it.
    virtual void start() = 0;
    /// True when something failed, and nothing has made it good.
    virtual bool hasFailed() const { return m_failed; }
    /// Nothing is told any more.
    void silence() { m_silent = true; }

protected:
    /// An event that the page has shown; one without bytes of the network.
    virtual void tell(const Event &event) = 0;
    /// Whether a call failed or took too long.
    static bool isFailure(const Event &event);
    static void say(const QString &line);
    static void complain(const QString &line);
    /// Complains, and has failed.
    void fail(const QString &line);
    void fail(const Event &event);

private:
    void tellAll(EventNumber from, EventNumber to);

    Page *const m_page;
    bool m_silent = false;
    bool m_failed = false;
};

} // namespace sockyard
