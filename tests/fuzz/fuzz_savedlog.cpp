#include "netcore/log/export/jsonlines.h"
#include "netcore/log/saved/savedlogreader.h"

#include <QIODevice>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>

using namespace sockyard;

namespace
{

void demand(bool condition, const char *what)
{
    if (!condition) {
        std::fprintf(stderr, "not so: %s\n", what);
        std::abort();
    }
}

/// Bytes that are read in pieces of at most so many.
class Pieces : public QIODevice
{
public:
    Pieces(QByteArray bytes, qint64 most)
        : m_bytes(std::move(bytes))
        , m_most(most)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    bool isSequential() const override { return true; }

protected:
    qint64 readData(char *data, qint64 length) override
    {
        const qint64 count = std::min({length, m_most, m_bytes.size() - m_place});
        std::copy_n(m_bytes.constData() + m_place, count, data);
        m_place += count;
        return count;
    }
    qint64 writeData(const char * /*data*/, qint64 /*length*/) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_most;
    qint64 m_place = 0;
};

bool isSame(const SavedEvent &left, const SavedEvent &right)
{
    const bool noted = !carriesData(left.kind); // a line of data has no place for a note
    return left.kind == right.kind && left.connection == right.connection &&
           left.moment.time == right.moment.time && left.moment.elapsed == right.moment.elapsed &&
           left.bytes == right.bytes && left.tab == right.tab && left.local == right.local &&
           left.peer == right.peer && (!noted || left.note == right.note) &&
           left.payload == right.payload;
}

/// What was read, written again and read again, is the same.
void checkRoundTrip(const SavedEvent &event)
{
    static EventLog log({.memory = 4U * 1024 * 1024, .block = 2U * 1024 * 1024});
    const EventNumber number = log.size();
    log.append(event.data());
    demand(log.size() == number + 1, "one line is one event");
    const QByteArray line = jsonLine(log.at(number).value(), event.tab);
    SavedEvent again;
    const auto fault = readSavedLine(
        std::string_view(line.constData(), static_cast<std::size_t>(line.size() - 1)), again);
    demand(!fault, "what we write we read");
    demand(isSame(event, again), "what was read stays the same");
}

} // namespace

/// The reader of saved logs, on any bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    // As it is, and in small pieces, so that the borders of what is read at a time are met too.
    for (const qint64 most : {std::numeric_limits<qint64>::max(), qint64(7)}) {
        Pieces device(bytes, most);
        SavedLogReader reader(device);
        std::uint64_t events = 0;
        for (auto step = reader.next(); step != SavedLogReader::Step::End; step = reader.next()) {
            if (step == SavedLogReader::Step::Event) {
                ++events;
                demand(reader.tab() < reader.tabs().size(), "a tab is there");
                checkRoundTrip(reader.event());
            }
        }
        const SavedLogReport &report = reader.report();
        demand(report.events == events, "every event is counted");
        demand(reader.tabs().size() <= mostSavedTabs, "no more tabs than may be");
        demand(report.refusals.size() <= SavedLogReport::mostRefusals, "no more lines are told");
        demand(reader.next() == SavedLogReader::Step::End, "the end stays the end");
        reportText(report);
    }
    return 0;
}
