#pragma once

#include <QByteArray>
#include <QString>

namespace sockyard
{

/// Writes what a person typed into a program of one language, so that it stands there as what it is
/// and can become neither code, nor the end of a comment, nor a control sequence of the terminal
/// that shows it. Pure; any thread.
class CodeQuoter
{
public:
    CodeQuoter() = default;
    virtual ~CodeQuoter() = default;
    CodeQuoter(const CodeQuoter &) = delete;
    CodeQuoter &operator=(const CodeQuoter &) = delete;

    /// Any bytes, as the language writes them. Long ones take several lines, which begin with
    /// \a indent.
    virtual QString bytes(const QByteArray &bytes, const QString &indent) const = 0;
    /// A name, an address or a path. Characters that no text of the system can hold (U+0000) are
    /// left out.
    virtual QString text(const QString &text) const = 0;
    /// A sentence as a comment, in as many lines as it needs, without the last line's end.
    virtual QString comment(const QString &sentence, const QString &indent) const = 0;

protected:
    /// The comment, each of whose lines begins with \a sign.
    static QString commentBehind(const QString &sign, const QString &sentence,
                                 const QString &indent);
    /// What \a escaped makes of each byte, in pieces of a line each, and a new one behind each
    /// end of line. At least one piece, which may be empty.
    static QStringList pieces(const QByteArray &bytes, QString (*escaped)(unsigned char byte));
    /// True for a character that stands for itself wherever text is shown: printable ASCII, and
    /// letters and digits of scripts that are written from left to right.
    static bool isPlain(char32_t character);
    /// Printable ASCII, the space included.
    static constexpr bool isPrintable(unsigned byte) { return byte >= 0x20 && byte < 0x7f; }
    /// `\ooo`, always three digits, so that whatever follows is not taken for one.
    static QString octal(unsigned char byte);
    /// `\xhh`
    static QString hex(unsigned char byte);
};

} // namespace sockyard
