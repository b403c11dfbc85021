#pragma once

#include "netcore/projections/bytesource.h"
#include "widgets/models/textdecoder.h"

#include <QString>

#include <array>

class QWidget;

namespace sockyard
{

/// The forms in which bytes go to the clipboard.
enum class CopyForm { Hex, Text, Dump, CArray, Python, Base64 };

inline constexpr std::array copyForms = {CopyForm::Hex,    CopyForm::Text,   CopyForm::Dump,
                                         CopyForm::CArray, CopyForm::Python, CopyForm::Base64};

/// `&hex`, `C &array`, …: to stand behind "Copy as".
QString copyFormName(CopyForm form);

/// The most bytes that are copied at a time. As a dump these are 80 million characters, which is
/// what clipboards and the programs behind them bear.
inline constexpr qint64 maximumCopy = 16 * 1024 * 1024;

/// Puts the bytes between two offsets on the clipboard. Where there are more than maximumCopy, a
/// tool tip of \a view says so, and the clipboard stays. As a text, bytes that are not of the
/// encoding become U+FFFD, and NUL becomes U+2400, since many programs end a pasted text at the
/// first NUL.
void copyBytes(QWidget *view, const ByteSource &source, qint64 from, qint64 to, CopyForm form,
               const TextDecoder &decoder);

} // namespace sockyard
