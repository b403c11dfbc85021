#include "netcore/messages/inientries.h"

#include <QCoreApplication>

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr int hexadecimal = 16;

std::optional<char16_t> unitOf(QStringView digits)
{
    bool isNumber = false;
    const ushort number = digits.toUShort(&isNumber, hexadecimal);
    return isNumber ? std::optional(static_cast<char16_t>(number)) : std::nullopt;
}

/// `%20` and `%U3042` in names of groups and keys.
QString unescapedKey(QStringView key)
{
    QString out;
    for (qsizetype at = 0; at < key.size(); ++at) {
        if (key.at(at) == u'\\') {
            out += u'/';
            continue;
        }
        const bool isLong = key.mid(at, 2) == u"%U";
        const qsizetype digits = isLong ? 4 : 2;
        const qsizetype from = at + (isLong ? 2 : 1);
        const auto unit = key.at(at) == u'%' && from + digits <= key.size()
                              ? unitOf(key.mid(from, digits))
                              : std::nullopt;
        if (unit) {
            out += QChar(*unit);
            at = from + digits - 1;
        } else {
            out += key.at(at);
        }
    }
    return out;
}

/// What stands in no group is in `[General]`, and a group of that name in `[%General]`.
QString groupNamed(QStringView name)
{
    if (name.compare(u"General", Qt::CaseInsensitive) == 0) {
        return {};
    }
    return name.compare(u"%General", Qt::CaseInsensitive) == 0 ? name.mid(1).toString()
                                                               : unescapedKey(name);
}

/// Slashes at the ends and doubled ones count for nothing.
QString normalKey(const QString &key)
{
    return key.split(u'/', Qt::SkipEmptyParts).join(u'/');
}

bool isHexDigit(QChar character)
{
    const char16_t lower = character.unicode() | 0x20;
    return (character >= u'0' && character <= u'9') || (lower >= u'a' && lower <= u'f');
}

QChar singleEscape(QChar letter)
{
    switch (letter.unicode()) {
    case u'a':
        return u'\a';
    case u'b':
        return u'\b';
    case u'f':
        return u'\f';
    case u'n':
        return u'\n';
    case u'r':
        return u'\r';
    case u't':
        return u'\t';
    case u'v':
        return u'\v';
    case u'0':
        return QChar(u'\0');
    default:
        return letter;
    }
}

/// Without its quotation marks, and with what its escapes stand for.
QString unescapedValue(QStringView value)
{
    constexpr qsizetype mostDigits = 4;
    QString out;
    for (qsizetype at = 0; at < value.size(); ++at) {
        if (value.at(at) == u'"') {
            continue;
        }
        if (value.at(at) != u'\\' || at + 1 == value.size()) {
            out += value.at(at);
            continue;
        }
        ++at;
        if (value.at(at) != u'x') {
            out += singleEscape(value.at(at));
            continue;
        }
        qsizetype end = at + 1;
        while (end < value.size() && end <= at + mostDigits && isHexDigit(value.at(end))) {
            ++end;
        }
        if (const auto unit = unitOf(value.mid(at + 1, end - at - 1))) {
            out += QChar(*unit);
        }
        at = end - 1;
    }
    return out;
}

} // namespace

std::optional<IniEntries> IniEntries::read(const QByteArray &bytes, QString *problem)
{
    IniEntries entries;
    QString group;
    const QString text = QString::fromUtf8(bytes);
    qsizetype number = 0;
    for (const QStringView raw : QStringView(text).split(u'\n')) {
        ++number;
        const QStringView line = raw.trimmed();
        if (line.isEmpty() || line.startsWith(u';') || line.startsWith(u'#')) {
            continue;
        }
        if (line.startsWith(u'[') && line.endsWith(u']')) {
            group = groupNamed(line.mid(1, line.size() - 2).trimmed());
            continue;
        }
        const qsizetype sign = line.indexOf(u'=');
        if (sign <= 0) {
            *problem = QCoreApplication::translate("sockyard::IniEntries",
                                                   "Line %1 is none of an INI file.")
                           .arg(number);
            return std::nullopt;
        }
        QString value = unescapedValue(line.mid(sign + 1).trimmed());
        if (value.startsWith(u"@@")) {
            value.remove(0, 1);
        } else if (value.startsWith(u'@')) {
            continue; // no text
        }
        const QString key = unescapedKey(line.left(sign).trimmed());
        entries.m_values.insert(normalKey(group + u'/' + key), value);
    }
    return entries;
}

bool IniEntries::contains(const QString &key) const
{
    return m_values.contains(normalKey(key));
}

QString IniEntries::value(const QString &key) const
{
    return m_values.value(normalKey(key));
}

} // namespace sockyard
