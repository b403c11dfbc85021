#include "netcore/http/servedfolder.h"

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

} // namespace

ServedFolder::Found ServedFolder::find(std::string_view relative) const
{
    if (relative.find('\0') != std::string_view::npos) {
        return {{}, Refusal::Missing};
    }
    if (!relative.empty()) {
        std::size_t begin = 0;
        while (begin <= relative.size()) {
            const std::size_t end = std::min(relative.find('/', begin), relative.size());
            const std::string_view name = relative.substr(begin, end - begin);
            if (name == "..") {
                return {{}, Refusal::LeadsOut};
            }
            if (name.empty() || name == ".") {
                return {{}, Refusal::Missing};
            }
            begin = end + 1;
        }
    }
    return findBeneath(relative);
}

void sortEntries(std::vector<FolderEntry> &entries)
{
    // By keys that are made once: ten thousand long names that begin alike are soon compared then.
    struct Keyed {
        std::string key;
        FolderEntry entry;
    };
    std::vector<Keyed> keyed;
    keyed.reserve(entries.size());
    for (FolderEntry &entry : entries) {
        std::string key = entry.name;
        std::transform(key.begin(), key.end(), key.begin(), lower);
        keyed.push_back({std::move(key), std::move(entry)});
    }
    std::sort(keyed.begin(), keyed.end(), [](const Keyed &left, const Keyed &right) {
        const int order = left.key.compare(right.key); // as bytes without a sign
        return order == 0 ? left.entry.name < right.entry.name : order < 0;
    });
    std::transform(keyed.begin(), keyed.end(), entries.begin(),
                   [](Keyed &one) { return std::move(one.entry); });
}

} // namespace sockyard
