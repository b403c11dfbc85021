#pragma once

#include "netcore/logfollower.h"
#include "netcore/projections/counters.h"
#include "netcore/projections/lifecycle.h"

#include <QWidget>

#include <optional>

class QLabel;
class QStackedWidget;

namespace sockyard
{

class ConnectionModel;
class ConnectionView;
class DatagramSide;
class LifecycleStrip;
class LogView;
class SavedMessagesDialog;

/// One log of a saved file, as its tab showed it: lifecycle strip, connections or peers, events and
/// bytes, and the line that sums up. Nothing in it can be changed. It follows the log while it is
/// being read, and holds it. Main thread.
class SavedLogView : public QWidget
{
    Q_OBJECT

public:
    explicit SavedLogView(const std::shared_ptr<EventLog> &log, QWidget *parent = nullptr);

    std::shared_ptr<const EventLog> sharedLog() const { return m_log; }
    LogView *logView() const { return m_view; }
    QString statusText() const;

Q_SIGNALS:
    /// These events have been folded and shown.
    void shown(sockyard::EventNumber from, sockyard::EventNumber to);

private:
    void fold(EventNumber from, EventNumber to);
    void showAll();
    void showEventNumber(EventNumber number);
    bool isOfDatagrams() const;
    bool isListed(const Event &event) const;
    void saveAsMessage(const Event &event);

    std::shared_ptr<const EventLog> m_log;
    LogFollower m_follower;
    std::optional<Lifecycle> m_lifecycle; // of what kind, the first events tell
    Counters m_counters;
    std::uint64_t m_unlisted = 0; // events of connections that are not in the list
    ConnectionModel *m_connections;
    LifecycleStrip *m_strip;
    QStackedWidget *m_side; // one of these two
    ConnectionView *m_list;
    DatagramSide *m_datagrams;
    LogView *m_view;
    SavedMessagesDialog *m_savedMessages = nullptr;
    QLabel *m_status;
};

} // namespace sockyard
