#pragma once

#include "netcore/log/event.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace sockyard
{

class Event;
class MainWindow;

/// The first three minutes of a learner in a few seconds, on the loopback interface: a server, a
/// client that greets it and gets the greeting back, a group in which something is said and heard.
/// It presses the same buttons as a person, and believes only the logs.
class Demo : public QObject
{
    Q_OBJECT

public:
    explicit Demo(MainWindow &window, QObject *parent = nullptr);

    void start();

Q_SIGNALS:
    /// What happened, line by line.
    void told(const QString &line);
    void finished(bool ok, const QString &why);

private:
    void serverEvent(const Event &event);
    void clientEvent(const Event &event);
    void chatEvent(const Event &event);
    void fail(const QString &why);
    void succeed();

    MainWindow &m_window;
    QTimer m_deadline;
    QByteArray m_echoed;
    QString m_speaker;                     // address of our sender in the group
    std::optional<EventNumber> m_received; // of the server: what is worth a look
    bool m_ended = false;
};

} // namespace sockyard
