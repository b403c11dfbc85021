#include "netcore/http/servedfolder.h"

#include <algorithm>

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
    std::sort(entries.begin(), entries.end(),
              [](const FolderEntry &left, const FolderEntry &right) {
                  const auto &one = left.name;
                  const auto &other = right.name;
                  const auto isBefore = [](char first, char second) {
                      return static_cast<unsigned char>(lower(first)) <
                             static_cast<unsigned char>(lower(second));
                  };
                  if (std::lexicographical_compare(one.begin(), one.end(), other.begin(),
                                                   other.end(), isBefore)) {
                      return true;
                  }
                  const bool isBehind = std::lexicographical_compare(
                      other.begin(), other.end(), one.begin(), one.end(), isBefore);
                  return !isBehind && one < other;
              });
}

} // namespace sockyard
