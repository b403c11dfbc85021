#include "app/argumentwords.h"

#include <string_view>
#include <utility>

namespace sockyard
{

ArgumentWords::ArgumentWords(int argc, char *argv[])
{
    constexpr std::string_view name = "--name";
    bool isOption = true;
    for (int index = 0; index < argc; ++index) {
        std::string word = argv[index];
        isOption = isOption && word != "--"; // behind it everything is a file
        if (isOption && word == name && index + 1 < argc) {
            ++index;
            word += '=';
            word += argv[index];
        }
        m_words.push_back(std::move(word));
    }
    for (std::string &word : m_words) {
        m_pointers.push_back(word.data());
    }
    m_count = static_cast<int>(m_pointers.size());
    m_pointers.push_back(nullptr);
}

} // namespace sockyard
