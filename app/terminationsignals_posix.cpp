#include "app/terminationsignals.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace sockyard
{

namespace
{

constexpr std::array caught = {SIGINT, SIGTERM, SIGHUP};

// A handler may do next to nothing; it may write to a pipe.
std::array<int, 2> pipeEnds = {-1, -1};

void handle(int number)
{
    std::signal(number, SIG_DFL); // the second one ends the program
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &byte, 1);
}

} // namespace

TerminationSignals::TerminationSignals(QObject *parent)
    : QObject(parent)
{
    if (::pipe(pipeEnds.data()) != 0) {
        return; // the signals then end the program as they always do
    }
    for (const int end : pipeEnds) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
    auto *notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        std::array<char, 16> bytes = {};
        [[maybe_unused]] const auto count = ::read(pipeEnds[0], bytes.data(), bytes.size());
        Q_EMIT asked();
    });
    for (const int number : caught) {
        std::signal(number, handle);
    }
}

TerminationSignals::~TerminationSignals()
{
    for (const int number : caught) {
        std::signal(number, SIG_DFL);
    }
    for (int &end : pipeEnds) {
        if (end >= 0) {
            ::close(end);
            end = -1;
        }
    }
}

} // namespace sockyard
