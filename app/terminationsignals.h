#pragma once

#include <QObject>

namespace sockyard
{

/// Tells, on the event loop, that the system or a person at a terminal wants the program to end
/// (SIGINT, SIGTERM, SIGHUP on POSIX), so that it ends in order. A second one ends it at once. One
/// object a program.
class TerminationSignals : public QObject
{
    Q_OBJECT

public:
    explicit TerminationSignals(QObject *parent = nullptr);
    ~TerminationSignals() override;

Q_SIGNALS:
    void asked();
};

} // namespace sockyard
