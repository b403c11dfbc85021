#pragma once

#include "netcore/log/export/exportwriter.h"

#include <QString>

#include <memory>
#include <span>

namespace sockyard
{

/// One way to write a log into a file.
struct ExportFormat {
    const char *id;
    const char *suffix; ///< of file names, without its dot
    const char *title;
    std::unique_ptr<ExportWriter> (*make)();
    /// Only bytes: it says something of one direction of one connection, and nothing of more.
    bool isRaw;

    QString titleText() const;
    /// For a file dialog: `Comma-separated values (*.csv)`.
    QString dialogFilter() const;
};

/// All formats, the usual one first.
std::span<const ExportFormat> exportFormats();
/// The format of that id, or null.
const ExportFormat *exportFormatNamed(QStringView id);
/// The format that the ending of \a fileName asks for, never a raw one; null where it is no
/// format's.
const ExportFormat *exportFormatOfEnding(const QString &fileName);
/// The same, and JSON Lines where the ending is no format's.
const ExportFormat &exportFormatFor(const QString &fileName);

} // namespace sockyard
