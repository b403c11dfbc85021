#pragma once

#include <QString>

namespace sockyard
{

/// What somebody else wrote, as a short, inert piece of a sentence.
QString shownInWords(const QString &text);
/// The same of a file's name, which a person wants to see whole.
QString shownFileName(const QString &name);
/// The name of a file without its folder, in quotation marks.
QString quotedFileName(const QString &path);

} // namespace sockyard
