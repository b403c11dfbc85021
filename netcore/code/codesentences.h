#pragma once

#include <QMap>
#include <QString>

namespace sockyard
{

/// What programs say that they do not do, by the names that templates have for it.
QMap<QString, QString> codeSentences();

} // namespace sockyard
