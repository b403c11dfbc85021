#pragma once

#include "netcore/chat/finding.h"
#include "netcore/doctor/multicastfacts.h"

#include <span>

namespace sockyard
{

/// One finding about the whole chat, and when it fits. Of a check's rows the first that fits is
/// taken. In the sentence `{name}` is a word of sentencewords.h.
struct ChatFindingRow {
    DoctorCheck check;
    bool (*fits)(const MulticastFacts &facts);
    FindingSign sign;
    const char *sentence;
};

/// The same about one interface; these rows count where none about the whole fits.
struct LineFindingRow {
    DoctorCheck check;
    bool (*fits)(const MulticastFacts &facts, const LineFacts &line);
    FindingSign sign;
    const char *sentence;
};

/// Where the sentences are translated.
inline constexpr const char *findingContext = "sockyard::FindingRows";

/// The tables: of the chat, and of each interface.
std::span<const ChatFindingRow> chatFindingRows();
std::span<const LineFindingRow> lineFindingRows();

// What rows of both ask.

bool isIpv6(const MulticastFacts &facts);
/// It has lines, and none of them leads to another host.
bool isOnLoopbackOnly(const MulticastFacts &facts);
/// It is there, up, and has an address of the group's family: what is asked beyond that has an
/// answer.
bool isUsable(const MulticastFacts &facts, const LineFacts &line);
bool hasAddress(const MulticastFacts &facts, const LineFacts &line);

} // namespace sockyard
