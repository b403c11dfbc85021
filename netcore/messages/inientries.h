#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <optional>

namespace sockyard
{

/// The texts of an INI file as QSettings writes it. QSettings itself is not asked, since it makes
/// whatever object such a file wants (`@Variant`), and a stranger may have written it; here such a
/// value is no text and left out. A value.
class IniEntries
{
public:
    /// Nothing where that is no INI file; \a problem then says which line is none.
    static std::optional<IniEntries> read(const QByteArray &bytes, QString *problem);

    /// \a key is `group/key`, as QSettings has it.
    bool contains(const QString &key) const;
    /// Empty where there is none.
    QString value(const QString &key) const;

private:
    QHash<QString, QString> m_values;
};

} // namespace sockyard
