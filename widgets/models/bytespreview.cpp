#include "widgets/models/bytespreview.h"

#include "netcore/codec/hexdump.h"
#include "netcore/messages/systemmacros.h"
#include "widgets/models/words.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>
#include <QRandomGenerator>

namespace sockyard
{

namespace
{

constexpr qsizetype mostInLine = 128;
constexpr qsizetype mostInDump = 512;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::BytesPreview", text);
}

/// The clock is right, the rest stays the same while one types.
class ExampleMacros : public MacroSources
{
public:
    WallTime now() override { return m_system.now(); }
    std::uint64_t nextCount() override { return 1; }
    void fillRandom(std::span<std::byte> bytes) override
    {
        QRandomGenerator numbers(1);
        for (std::byte &byte : bytes) {
            byte = static_cast<std::byte>(numbers.bounded(256));
        }
    }

private:
    SystemMacros m_system;
};

QString sizeText(qsizetype count)
{
    return count == 1 ? tr("1 byte") : tr("%1 bytes").arg(QLocale().toString(count));
}

ByteView viewOf(const QByteArray &bytes, qsizetype most)
{
    return std::as_bytes(
        std::span(bytes.constData(), static_cast<std::size_t>(std::min(bytes.size(), most))));
}

BytesPreview previewOfFile(const PreparedMessage &message)
{
    BytesPreview preview;
    preview.size = byteCountText(static_cast<std::uint64_t>(QFileInfo(message.fileName()).size()));
    const QByteArray ending = message.ending();
    if (!ending.isEmpty()) {
        preview.note =
            tr("and then %1").arg(QString::fromStdString(hexText(viewOf(ending, ending.size()))));
    }
    return preview;
}

} // namespace

BytesPreview previewOf(const PreparedMessage &message)
{
    if (message.isFile()) {
        return previewOfFile(message);
    }
    ExampleMacros sources;
    const MacroValues values{.peer = "192.0.2.1:9999"};
    const QByteArray bytes = message.bytes(values, sources);
    BytesPreview preview;
    preview.size = sizeText(bytes.size());
    preview.bytes = QString::fromStdString(hexText(viewOf(bytes, mostInLine)));
    if (bytes.size() > mostInLine) {
        preview.bytes += QStringLiteral(" …");
    }
    preview.dump = QString::fromStdString(hexDump(viewOf(bytes, mostInDump)));
    if (bytes.size() > mostInDump) {
        preview.dump += QStringLiteral("…");
    }
    if (!message.isFixed()) {
        preview.note = tr("for example: macros are filled anew each time");
    }
    return preview;
}

} // namespace sockyard
