#include "widgets/views/copybytes.h"

#include "netcore/codec/byteformats.h"
#include "netcore/codec/hexdump.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QLocale>
#include <QToolTip>
#include <QWidget>

#include <algorithm>
#include <vector>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::CopyBytes", text);
}

std::vector<std::byte> bytesOf(const ByteSource &source, qint64 from, qint64 to)
{
    std::vector<std::byte> bytes;
    bytes.reserve(static_cast<std::size_t>(to - from));
    source.visit(static_cast<std::uint64_t>(from), static_cast<std::uint64_t>(to),
                 [&bytes](const ByteSource::Piece &piece) {
                     bytes.insert(bytes.end(), piece.bytes.begin(), piece.bytes.end());
                 });
    return bytes;
}

QString formed(ByteView bytes, qint64 from, CopyForm form, const TextDecoder &decoder)
{
    switch (form) {
    case CopyForm::Hex:
        return QString::fromStdString(hexText(bytes));
    case CopyForm::Text:
        return decoder.text(bytes);
    case CopyForm::Dump:
        return QString::fromStdString(hexDump(bytes, static_cast<std::uint64_t>(from)));
    case CopyForm::CArray:
        return QString::fromStdString(cArray(bytes));
    case CopyForm::Python:
        return QString::fromStdString(pythonBytes(bytes));
    case CopyForm::Base64:
        return QString::fromStdString(base64Text(bytes));
    }
    return {};
}

} // namespace

QString copyFormName(CopyForm form)
{
    switch (form) {
    case CopyForm::Hex:
        return tr("&hex");
    case CopyForm::Text:
        return tr("&text");
    case CopyForm::Dump:
        return tr("&dump");
    case CopyForm::CArray:
        return tr("&C array");
    case CopyForm::Python:
        return tr("&Python bytes");
    case CopyForm::Base64:
        return tr("&base64");
    }
    return {};
}

void copyBytes(QWidget *view, const ByteSource &source, qint64 from, qint64 to, CopyForm form,
               const TextDecoder &decoder)
{
    if (to - from > maximumCopy) {
        const QString limit = view->locale().formattedDataSize(maximumCopy);
        QToolTip::showText(view->mapToGlobal(view->rect().center()),
                           tr("Too much to copy at once. Select at most %1.").arg(limit), view);
        return;
    }
    const std::vector<std::byte> bytes = bytesOf(source, from, to);
    if (!bytes.empty()) {
        QGuiApplication::clipboard()->setText(formed(bytes, from, form, decoder));
    }
}

} // namespace sockyard
