#include "netcore/code/codelanguage.h"

#include "netcore/code/cquoter.h"
#include "netcore/code/pythonquoter.h"
#include "netcore/code/rubyquoter.h"
#include "netcore/code/shellquoter.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

template <typename T>
const CodeQuoter &only()
{
    static const T quoter;
    return quoter;
}

// THE list of languages.
constexpr std::array rows = {
    CodeLanguage{QLatin1StringView("python"), QLatin1StringView("Python"), QLatin1StringView("py"),
                 only<PythonQuoter>},
    CodeLanguage{QLatin1StringView("c"), QLatin1StringView("C"), QLatin1StringView("c"),
                 only<CQuoter>},
    CodeLanguage{QLatin1StringView("ruby"), QLatin1StringView("Ruby"), QLatin1StringView("rb"),
                 only<RubyQuoter>},
    CodeLanguage{QLatin1StringView("shell"), QLatin1StringView("Shell"), QLatin1StringView("sh"),
                 only<ShellQuoter>},
};

} // namespace

std::span<const CodeLanguage> codeLanguages()
{
    return rows;
}

const CodeLanguage *codeLanguageNamed(const QString &id)
{
    const auto *const found = std::find_if(rows.begin(), rows.end(),
                                           [&id](const CodeLanguage &row) { return row.id == id; });
    return found == rows.end() ? nullptr : found;
}

QString codeLanguageNames()
{
    QStringList names;
    for (const CodeLanguage &row : rows) {
        names.append(row.id);
    }
    return names.join(QStringLiteral(", "));
}

} // namespace sockyard
