#pragma once

#include "netcore/endpoints/endpoint.h"
#include "netcore/iothread.h"
#include "netcore/logfollower.h"

#include <QCoreApplication>
#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

namespace sockyard
{

/// An endpoint on the I/O thread and its log, seen from the main thread: commands go down by
/// post(), and what happened comes up in the log only. What is so at this moment, and has no
/// history, is asked for by ask(). It lives on the main thread and must not outlive the
/// IoThread.
///
/// It follows the log for all views of the endpoint, see LogFollower.
class SessionBase : public QObject
{
    Q_OBJECT

public:
    ~SessionBase() override;

    const EventLog &log() const { return *m_log; }
    /// The log, for who needs it longer than the session lives.
    std::shared_ptr<const EventLog> sharedLog() const { return m_log; }
    /// The log, for who registers a Reader of its own.
    std::shared_ptr<EventLog> logToRead() const { return m_log; }
    /// Every event before this number has been told by eventsArrived().
    EventNumber arrived() const { return m_follower.arrived(); }

    /// Ends in order what the endpoint does.
    void stop();
    /// Adds an event of the endpoint itself that happened elsewhere.
    void report(EventKind kind, const QString &note);
    /// Forgets all events so far. The Note that follows in the log says so.
    void clearLog();

Q_SIGNALS:
    /// Events [from, to) are there. Where a person cleared the log meanwhile, some may be gone
    /// again.
    void eventsArrived(sockyard::EventNumber from, sockyard::EventNumber to);

protected:
    using Factory = std::function<std::unique_ptr<Endpoint>(std::shared_ptr<EventLog>)>;

    SessionBase(IoThread &thread, std::shared_ptr<EventLog> log, Factory factory, QObject *parent);

    void postToEndpoint(std::function<void(Endpoint &)> command);

private:
    IoThread &m_thread;
    std::shared_ptr<EventLog> m_log;
    // What it holds is made, used and deleted on the I/O thread.
    std::shared_ptr<std::unique_ptr<Endpoint>> m_endpoint;
    LogFollower m_follower;
};

/// The session of one kind of endpoint.
template <typename EndpointType>
class Session : public SessionBase
{
public:
    explicit Session(IoThread &thread, QObject *parent = nullptr)
        : Session(thread, std::make_shared<EventLog>(thread.store()), parent)
    {
    }
    Session(IoThread &thread, const std::shared_ptr<EventLog> &log, QObject *parent = nullptr)
        : SessionBase(
              thread, log,
              [](std::shared_ptr<EventLog> its) {
                  return std::make_unique<EndpointType>(std::move(its));
              },
              parent)
    {
    }

    /// What is so at this moment and is no event, such as how many bytes wait in a queue: runs \a
    /// question on the I/O thread, later, and then \a answered with what it gave on the main
    /// thread, unless \a context is gone by then.
    template <typename Question, typename Answered>
    void ask(Question question, QObject *context, Answered answered)
    {
        postToEndpoint([question = std::move(question), answered = std::move(answered),
                        guard = QPointer<QObject>(context)](Endpoint &endpoint) {
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [answer = question(static_cast<EndpointType &>(endpoint)), answered, guard] {
                    if (guard) {
                        answered(answer);
                    }
                },
                Qt::QueuedConnection);
        });
    }

    /// Runs \a command on the I/O thread, later, in the order of posting.
    void post(std::function<void(EndpointType &)> command)
    {
        postToEndpoint([command = std::move(command)](Endpoint &endpoint) {
            command(static_cast<EndpointType &>(endpoint));
        });
    }
};

} // namespace sockyard
