#pragma once

#include <string>
#include <vector>

namespace sockyard
{

/// The words of the command line as QApplication is to see them. On X11 it takes `--name NAME` for
/// the name of its windows, and drops both words; `--name=NAME` it leaves alone. To be kept as long
/// as the application.
class ArgumentWords
{
public:
    ArgumentWords(int argc, char *argv[]);

    /// For the constructor of QApplication, which changes both.
    int &count() { return m_count; }
    char **words() { return m_pointers.data(); }

private:
    std::vector<std::string> m_words;
    std::vector<char *> m_pointers; // with a null at its end
    int m_count = 0;
};

} // namespace sockyard
