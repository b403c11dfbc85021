#include "netcore/query/bytesearch.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <iterator>
#include <string_view>

namespace sockyard
{

namespace
{

// So many places are looked at before anything is decided.
constexpr std::size_t stretch = 128;

// Looking closely may cost so many bytes for each that was passed.
constexpr std::size_t bearable = 8;
constexpr std::size_t bearableAtFirst = 64U * 1024;

bool isLetter(unsigned char byte)
{
    const auto lower = static_cast<unsigned char>(byte | 0x20U);
    return lower >= 'a' && lower <= 'z';
}

// How often a byte is met in what devices say to each other, roughly.
int commonness(unsigned char byte)
{
    constexpr std::string_view often("\0 etaoinsr0\xff", 12);
    if (often.find(static_cast<char>(byte)) != std::string_view::npos) {
        return 3;
    }
    if (byte < 0x10 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')) {
        return 2;
    }
    return byte < 0x80 ? 1 : 0;
}

} // namespace

ByteSearch::ByteSearch(ByteView wanted, Case letters)
    : m_wanted(wanted.size())
    , m_ignoresCase(letters == Case::Ignored)
{
    if (wanted.empty()) {
        return;
    }
    std::memcpy(m_wanted.data(), wanted.data(), wanted.size());
    std::transform(m_wanted.begin(), m_wanted.end(), m_wanted.begin(),
                   [this](unsigned char byte) { return folded(byte); });
    // The two that are met least often, and are not the same if that can be.
    std::size_t one = 0;
    for (std::size_t place = 1; place < m_wanted.size(); ++place) {
        if (commonness(m_wanted[place]) < commonness(m_wanted[one])) {
            one = place;
        }
    }
    std::size_t other = one == m_wanted.size() - 1 ? 0 : m_wanted.size() - 1;
    const auto worth = [this, one](std::size_t place) {
        return commonness(m_wanted[place]) + (place == one                       ? 8
                                              : m_wanted[place] == m_wanted[one] ? 4
                                                                                 : 0);
    };
    for (std::size_t place = 0; place < m_wanted.size(); ++place) {
        if (worth(place) < worth(other)) {
            other = place;
        }
    }
    m_one = probeAt(one);
    m_other = probeAt(other);
}

ByteSearch::Probe ByteSearch::probeAt(std::size_t place) const
{
    const unsigned char byte = m_wanted[place];
    const bool either = m_ignoresCase && isLetter(byte);
    return {.place = place, .mask = static_cast<unsigned char>(either ? 0x20 : 0), .wanted = byte};
}

unsigned char ByteSearch::folded(unsigned char byte) const
{
    return m_ignoresCase && isLetter(byte) ? static_cast<unsigned char>(byte | 0x20U) : byte;
}

bool ByteSearch::isAt(const unsigned char *bytes) const
{
    if (!m_ignoresCase) {
        return std::memcmp(bytes, m_wanted.data(), m_wanted.size()) == 0;
    }
    return std::equal(
        m_wanted.begin(), m_wanted.end(), bytes,
        [this](unsigned char wanted, unsigned char byte) { return wanted == folded(byte); });
}

bool ByteSearch::equals(ByteView bytes) const
{
    return bytes.size() == m_wanted.size() &&
           (bytes.empty() || isAt(reinterpret_cast<const unsigned char *>(bytes.data())));
}

template <typename Iterator, typename Row>
Iterator ByteSearch::searchSlowly(Iterator begin, Iterator end, const Row &rowBegin,
                                  const Row &rowEnd) const
{
    const auto hash = [this](unsigned char byte) -> std::size_t { return folded(byte); };
    const auto equal = [this](unsigned char a, unsigned char b) { return folded(a) == folded(b); };
    return std::search(begin, end, std::boyer_moore_searcher(rowBegin, rowEnd, hash, equal));
}

std::optional<std::size_t> ByteSearch::first(ByteView bytes, std::size_t from) const
{
    if (m_wanted.empty() || bytes.size() < m_wanted.size()) {
        return std::nullopt;
    }
    const auto *const begin = reinterpret_cast<const unsigned char *>(bytes.data());
    const std::size_t end = bytes.size() - m_wanted.size() + 1; // of the places
    std::size_t effort = 0;
    std::size_t at = from;
    while (at < end) {
        const std::size_t count = std::min(stretch, end - at);
        const unsigned char *const one = begin + at + m_one.place;
        const unsigned char *const other = begin + at + m_other.place;
        unsigned char any = 0;
        if (count == stretch) { // a loop of a length that is known is made of vectors
            for (std::size_t i = 0; i < stretch; ++i) {
                const bool isOne = (one[i] | m_one.mask) == m_one.wanted;
                const bool isOther = (other[i] | m_other.mask) == m_other.wanted;
                any = static_cast<unsigned char>(any | static_cast<unsigned char>(isOne & isOther));
            }
        } else {
            any = 1;
        }
        for (std::size_t i = 0; any != 0 && i < count; ++i) {
            if ((one[i] | m_one.mask) == m_one.wanted &&
                (other[i] | m_other.mask) == m_other.wanted) {
                if (isAt(begin + at + i)) {
                    return at + i;
                }
                effort += m_wanted.size();
            }
        }
        at += count;
        if (effort > bearableAtFirst + bearable * (at - from) && at < end) {
            const auto *const found =
                searchSlowly(begin + at, begin + bytes.size(), m_wanted.begin(), m_wanted.end());
            return found == begin + bytes.size()
                       ? std::nullopt
                       : std::optional(static_cast<std::size_t>(found - begin));
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> ByteSearch::last(ByteView bytes, std::size_t before) const
{
    if (m_wanted.empty() || bytes.size() < m_wanted.size()) {
        return std::nullopt;
    }
    const auto *const begin = reinterpret_cast<const unsigned char *>(bytes.data());
    const std::size_t from = std::min(before, bytes.size() - m_wanted.size() + 1);
    std::size_t effort = 0;
    std::size_t at = from; // all places from here on have been looked at
    while (at > 0) {
        const std::size_t count = std::min(stretch, at);
        at -= count;
        const unsigned char *const one = begin + at + m_one.place;
        const unsigned char *const other = begin + at + m_other.place;
        unsigned char any = 0;
        if (count == stretch) {
            for (std::size_t i = 0; i < stretch; ++i) {
                const bool isOne = (one[i] | m_one.mask) == m_one.wanted;
                const bool isOther = (other[i] | m_other.mask) == m_other.wanted;
                any = static_cast<unsigned char>(any | static_cast<unsigned char>(isOne & isOther));
            }
        } else {
            any = 1;
        }
        for (std::size_t i = count; any != 0 && i-- > 0;) {
            if ((one[i] | m_one.mask) == m_one.wanted &&
                (other[i] | m_other.mask) == m_other.wanted) {
                if (isAt(begin + at + i)) {
                    return at + i;
                }
                effort += m_wanted.size();
            }
        }
        if (effort > bearableAtFirst + bearable * (from - at) && at > 0) {
            // All that begins before this place, read from its end.
            const auto reversedBegin = std::make_reverse_iterator(begin + at + m_wanted.size() - 1);
            const auto reversedEnd = std::make_reverse_iterator(begin);
            const auto found =
                searchSlowly(reversedBegin, reversedEnd, m_wanted.rbegin(), m_wanted.rend());
            return found == reversedEnd
                       ? std::nullopt
                       : std::optional(static_cast<std::size_t>(found.base() - begin) -
                                       m_wanted.size());
        }
    }
    return std::nullopt;
}

} // namespace sockyard
