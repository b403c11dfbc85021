#pragma once

#include <QLatin1StringView>
#include <QString>

#include <span>

namespace sockyard
{

class CodeQuoter;

/// One language in which programs are written.
struct CodeLanguage {
    QLatin1StringView id;     ///< on the command line, in settings, and the folder of its templates
    QLatin1StringView title;  ///< in the box of languages
    QLatin1StringView suffix; ///< of its files, without the dot
    const CodeQuoter &(*quoter)();
};

/// All languages, in the order in which a person sees them. The first is the default.
std::span<const CodeLanguage> codeLanguages();

/// The row of that name, or null.
const CodeLanguage *codeLanguageNamed(const QString &id);

/// `python, c, …`
QString codeLanguageNames();

} // namespace sockyard
