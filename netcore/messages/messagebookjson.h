#pragma once

#include "netcore/messages/messagebook.h"

#include <QByteArray>
#include <QString>

namespace sockyard
{

/// A book that was read; where it could not be, an empty one, and what is wrong, where:
/// `Message 3, ending: …`
struct ReadMessageBook {
    MessageBook book;
    QString problem = {};
};

/// Reads a book from JSON (RFC 8259):
///
///     {"sockyard-messages": 1,
///      "folders": [["Lamps"], ["Lamps", "Kitchen"]],
///      "messages": [
///       {"name": "On", "folder": ["Lamps"], "notation": "escapes", "text": "on\\n",
///        "encoding": "UTF-8", "ending": "none", "note": ""}, …]}
///
/// The number is the version. `folders` need not be there, and of a message only `name` and `text`
/// have to be. Anything else in it is a mistake and told.
ReadMessageBook messageBookFromJson(const QByteArray &json);
/// The book as such a text, one message on each line.
QByteArray messageBookToJson(const MessageBook &book);

} // namespace sockyard
