#pragma once

#include <QString>

namespace sockyard
{

/// What is wrong with something that a person typed, and where: in UTF-16 units, as a line edit
/// counts. At the end of what was typed the length may be 0.
struct QueryError {
    qsizetype position = 0;
    qsizetype length = 0;
    QString words;
};

} // namespace sockyard
