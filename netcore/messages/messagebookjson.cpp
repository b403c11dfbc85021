#include "netcore/messages/messagebookjson.h"

#include "netcore/messages/messagejson.h"
#include "netcore/messages/shownwords.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <optional>

namespace sockyard
{

namespace
{

constexpr int version = 1;

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::MessageBookJson", text);
}

QString versionField()
{
    return QStringLiteral("sockyard-messages");
}

QString foldersField()
{
    return QStringLiteral("folders");
}

QString messagesField()
{
    return QStringLiteral("messages");
}

QString nameField()
{
    return QStringLiteral("name");
}

QString folderField()
{
    return QStringLiteral("folder");
}

QString noteField()
{
    return QStringLiteral("note");
}

/// What no such object has.
std::optional<FieldProblem> foreignField(const QJsonObject &object, const QStringList &known)
{
    const QStringList names = object.keys();
    for (const QString &name : names) {
        if (!known.contains(name)) {
            return FieldProblem{{},
                                tr("\"%1\" is no field. There are %2.")
                                    .arg(shownInWords(name), known.join(QStringLiteral(", ")))};
        }
    }
    return std::nullopt;
}

FolderPath pathFromJson(const QJsonValue &value, std::optional<FieldProblem> *problem)
{
    FolderPath path;
    const QJsonArray names = value.toArray();
    bool isRight = value.isArray();
    for (const QJsonValue name : names) {
        isRight = isRight && name.isString();
        path.append(name.toString());
    }
    if (!isRight && !*problem) {
        *problem = FieldProblem{folderField(), tr("wants names in brackets, as [\"Lamps\"].")};
    }
    return path;
}

/// Reads a book; stops at the first mistake.
class BookReader
{
public:
    ReadMessageBook read(const QByteArray &json)
    {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(json, &error);
        if (error.error != QJsonParseError::NoError) {
            fail(tr("This is no JSON: %1, at byte %2.")
                     .arg(error.errorString(), QString::number(error.offset)));
        } else if (!document.isObject()) {
            fail(tr("Messages are written in braces, as {\"%1\": %2, \"messages\": […]}.")
                     .arg(versionField(), QString::number(version)));
        } else {
            readBook(document.object());
        }
        if (!m_problem.isEmpty()) {
            return {{}, m_problem};
        }
        return {m_book, {}};
    }

private:
    void readBook(const QJsonObject &object)
    {
        if (object.value(versionField()).toInt(-1) != version) {
            fail(tr("\"%1\" wants the number %2. Another one is written by another version of this "
                    "program.")
                     .arg(versionField(), QString::number(version)));
            return;
        }
        if (const auto problem =
                foreignField(object, {versionField(), foldersField(), messagesField()})) {
            fail(problem->words);
            return;
        }
        readList(object, foldersField(), &BookReader::readFolder);
        readList(object, messagesField(), &BookReader::readMessage);
    }

    void readList(const QJsonObject &object, const QString &field,
                  void (BookReader::*readOne)(const QJsonValue &, qsizetype))
    {
        const QJsonValue value = object.value(field);
        if (m_problem.isEmpty() && !value.isArray() && !value.isUndefined()) {
            fail(tr("\"%1\" wants a list in brackets.").arg(field));
        }
        const QJsonArray list = value.toArray();
        for (qsizetype number = 0; number < list.size() && m_problem.isEmpty(); ++number) {
            (this->*readOne)(list.at(number), number);
        }
    }

    void readFolder(const QJsonValue &value, qsizetype number)
    {
        std::optional<FieldProblem> problem;
        const FolderPath path = pathFromJson(value, &problem);
        QString words = problem ? problem->words : QString();
        if (problem || !m_book.addFolder(path, &words)) {
            fail(tr("Folder %1: %2").arg(QString::number(number + 1), words));
        }
    }

    void readMessage(const QJsonValue &value, qsizetype number)
    {
        if (!value.isObject()) {
            failMessage(number, {{}, tr("a message is written in braces, as {\"name\": …}.")});
            return;
        }
        const QJsonObject object = value.toObject();
        auto problem = foreignField(object, QStringList{nameField(), folderField(), noteField()} +
                                                messageFields());
        SavedMessage saved;
        saved.name = textFromJson(object, nameField(), &problem);
        saved.note = textFromJson(object, noteField(), &problem);
        saved.message = messageFromJson(object, &problem);
        if (object.contains(folderField())) {
            saved.folder = pathFromJson(object.value(folderField()), &problem);
        }
        if (problem) {
            failMessage(number, *problem);
            return;
        }
        QString words;
        if (!m_book.add(saved, &words)) {
            failMessage(number, {{}, words});
        }
    }

    void failMessage(qsizetype number, const FieldProblem &problem)
    {
        QString place = tr("Message %1").arg(number + 1);
        if (!problem.field.isEmpty()) {
            place += QStringLiteral(", ") + problem.field;
        }
        fail(place + QStringLiteral(": ") + problem.words);
    }

    void fail(const QString &words) { m_problem = words; }

    MessageBook m_book;
    QString m_problem;
};

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace

ReadMessageBook messageBookFromJson(const QByteArray &json)
{
    return BookReader().read(json);
}

QByteArray messageBookToJson(const MessageBook &book)
{
    QJsonArray folders;
    for (const FolderPath &folder : book.folders()) {
        folders.append(QJsonArray::fromStringList(folder));
    }
    QByteArrayList messages;
    for (const SavedMessage &saved : book.messages()) {
        QJsonObject object = toJson(saved.message);
        object.insert(nameField(), saved.name);
        object.insert(folderField(), QJsonArray::fromStringList(saved.folder));
        object.insert(noteField(), saved.note);
        messages.append(compact(object));
    }
    return "{\"" + versionField().toUtf8() + "\": " + QByteArray::number(version) +
           ",\n \"folders\": " + QJsonDocument(folders).toJson(QJsonDocument::Compact) +
           ",\n \"messages\": [\n  " + messages.join(",\n  ") + "]}\n";
}

} // namespace sockyard
