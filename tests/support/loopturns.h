#pragma once

#include <QAbstractEventDispatcher>
#include <QEventLoop>
#include <QTimer>

namespace sockyard::test
{

/// How often the event loop of this thread wakes up while a timer goes off \a ticks times: about
/// that often where nothing else happens, and without end where something spins. On a slow machine
/// both take longer, and the count says the same.
inline int turnsDuring(int ticks)
{
    constexpr int tick = 20;
    int turns = 0;
    int left = ticks;
    QEventLoop loop;
    QTimer timer;
    QObject::connect(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake, &loop,
                     [&turns] { ++turns; });
    QObject::connect(&timer, &QTimer::timeout, &loop, [&left, &loop] {
        if (--left == 0) {
            loop.quit();
        }
    });
    timer.start(tick);
    loop.exec();
    return turns;
}

} // namespace sockyard::test
