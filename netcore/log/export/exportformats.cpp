#include "netcore/log/export/exportformats.h"

#include "netcore/log/export/csv.h"
#include "netcore/log/export/jsonlines.h"
#include "netcore/log/export/pcapng.h"
#include "netcore/log/export/plaintext.h"
#include "netcore/log/export/rawbytes.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

template <typename T>
std::unique_ptr<ExportWriter> make()
{
    return std::make_unique<T>();
}

// THE list of formats.
constexpr std::array rows = {
    ExportFormat{"jsonl", "jsonl", QT_TRANSLATE_NOOP("sockyard::ExportFormats", "JSON Lines"),
                 make<JsonLinesWriter>, false},
    ExportFormat{"csv", "csv",
                 QT_TRANSLATE_NOOP("sockyard::ExportFormats", "Comma-separated values"),
                 make<CsvWriter>, false},
    ExportFormat{"text", "txt", QT_TRANSLATE_NOOP("sockyard::ExportFormats", "Text to read"),
                 make<PlainTextWriter>, false},
    ExportFormat{"pcapng", "pcapng",
                 QT_TRANSLATE_NOOP("sockyard::ExportFormats", "Packets for Wireshark"),
                 make<PcapngWriter>, false},
    ExportFormat{"raw", "bin", QT_TRANSLATE_NOOP("sockyard::ExportFormats", "Only the bytes"),
                 make<RawBytesWriter>, true},
};

} // namespace

QString ExportFormat::titleText() const
{
    return QCoreApplication::translate("sockyard::ExportFormats", title);
}

QString ExportFormat::dialogFilter() const
{
    return QStringLiteral("%1 (*.%2)").arg(titleText(), QString::fromLatin1(suffix));
}

std::span<const ExportFormat> exportFormats()
{
    return rows;
}

const ExportFormat *exportFormatNamed(QStringView id)
{
    const auto row = std::find_if(rows.begin(), rows.end(), [id](const ExportFormat &format) {
        return id == QLatin1StringView(format.id);
    });
    return row == rows.end() ? nullptr : &*row;
}

const ExportFormat *exportFormatOfEnding(const QString &fileName)
{
    const QString suffix = QFileInfo(fileName).suffix().toLower();
    const auto row = std::find_if(rows.begin(), rows.end(), [&suffix](const ExportFormat &format) {
        return !format.isRaw && suffix == QLatin1StringView(format.suffix);
    });
    return row == rows.end() ? nullptr : &*row;
}

const ExportFormat &exportFormatFor(const QString &fileName)
{
    const ExportFormat *const format = exportFormatOfEnding(fileName);
    return format == nullptr ? rows.front() : *format;
}

} // namespace sockyard
