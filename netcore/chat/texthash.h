#pragma once

#include <QHashFunctions>

#include <string>
#include <string_view>

namespace sockyard
{

/// Hashes texts that somebody else may have chosen: with a seed of this process, so that nobody can
/// choose many with one hash. A std::string_view finds a std::string by it without a copy.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const
    {
        return qHashBits(text.data(), text.size(), QHashSeed::globalSeed());
    }
};

} // namespace sockyard
