#pragma once

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

// How tests look into a log that the program saved as JSON Lines.
namespace sockyard::test
{

struct SavedLine {
    QJsonObject object;

    QString text(const char *key) const { return object.value(QLatin1StringView(key)).toString(); }
    int connection() const { return object.value(QStringLiteral("connection")).toInt(); }
    QByteArray data() const { return QByteArray::fromBase64(text("data").toLatin1()); }
};

/// Hands each line of a log to \a use, one by one: a log may be larger than memory.
template <typename Use>
void forEachLine(const QString &fileName, Use use)
{
    QFile file(fileName);
    if (file.open(QIODevice::ReadOnly)) {
        while (!file.atEnd()) {
            use(SavedLine{QJsonDocument::fromJson(file.readLine()).object()});
        }
    }
}

inline QList<SavedLine> linesOf(const QString &fileName)
{
    QList<SavedLine> result;
    forEachLine(fileName, [&result](const SavedLine &line) { result.append(line); });
    return result;
}

/// All bytes of that kind of event in a saved log.
inline QByteArray bytesOf(const QString &fileName, const char *kind)
{
    QByteArray bytes;
    forEachLine(fileName, [&bytes, kind](const SavedLine &line) {
        if (line.text("event") == QLatin1StringView(kind)) {
            bytes += line.data();
        }
    });
    return bytes;
}

inline QStringList kindsOf(const QString &fileName)
{
    QStringList kinds;
    forEachLine(fileName, [&kinds](const SavedLine &line) { kinds.append(line.text("event")); });
    return kinds;
}

/// The kinds of one connection's events in order, as one text: "connected sent received closed". A
/// row of the same kind stands once.
inline QString savedStory(const QString &fileName, int connection)
{
    QStringList kinds;
    forEachLine(fileName, [&kinds, connection](const SavedLine &line) {
        const QString kind = line.text("event");
        if (line.connection() == connection && (kinds.isEmpty() || kinds.constLast() != kind)) {
            kinds.append(kind);
        }
    });
    return kinds.join(u' ');
}

} // namespace sockyard::test
