#pragma once

#include "netcore/log/eventlog.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

/// What bench_log measures, one function and one file each, and what they share. They print their
/// figures in one line, `name=value …`, and return the program's status.
namespace sockyard::bench
{

/// What one append costs in a log that spills into \a folder: at the first event and at each tenth
/// of \a events.
int measureAppends(EventNumber events, const std::string &folder);
/// How fast so many bytes in a log are written into a file, and the same bytes by plain writes.
int measureExport(const std::string &format, std::uint64_t mebibytes, const std::string &file);
/// How fast so many bytes are looked through in vain; with a \a folder, when nearly all of them are
/// in a file there, against reading that file.
int measureFind(std::uint64_t mebibytes, const std::string &folder);
/// How long a filter takes over so many events in a log that spills into \a folder.
int measureFilter(EventNumber events, const std::string &folder, const std::string &expression);

/// As the program has it, with a file for so much and a good deal more.
std::shared_ptr<EventLog> spillingLog(const std::string &folder, std::uint64_t mebibytes);
/// In memory alone, with room for so much.
std::shared_ptr<EventLog> logInMemory(std::uint64_t mebibytes);
/// As the sockets do, which are told when there is room; here nobody is there to tell.
void waitForRoom(const EventLog &log);
/// One event of four peers in turn.
void appendReceived(EventLog &log, EventNumber number, ByteView payload);
/// Adds so many events with that payload; false where the log did not keep all of them.
bool fill(EventLog &log, EventNumber events, ByteView payload);
/// Lines of text as devices speak it.
std::vector<std::byte> textPayload(std::size_t size);

double secondsSince(std::chrono::steady_clock::time_point begin);
int complain(const std::string &what);

} // namespace sockyard::bench
