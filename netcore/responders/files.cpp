#include "netcore/responders/files.h"

#include "netcore/codec/visibletext.h"
#include "netcore/http/byterange.h"
#include "netcore/http/folderpage.h"
#include "netcore/http/httpdate.h"
#include "netcore/http/httpstatus.h"

#include <QCoreApplication>
#include <QStringDecoder>

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr std::size_t mostEntries = 10000;
constexpr std::size_t looksAt = 4096; // bytes of a text, to see how it is written
constexpr std::size_t mostShown = 300;

QString words(const char *text)
{
    return QCoreApplication::translate("sockyard::Files", text);
}

QString shown(const std::string &path)
{
    return QString::fromStdString(visibleText("/" + path, mostShown));
}

/// The names on the way that a path in a request stands for, with `/` between them.
struct Way {
    std::string relative;
    bool isFolder = false; ///< the path ended in `/`
    bool isGood = true;    ///< false where a name is empty or holds a `/`
};

Way wayOf(std::string_view path)
{
    Way way;
    path.remove_prefix(1);
    for (;;) {
        const std::size_t slash = path.find('/');
        const std::string name = percentDecoded(path.substr(0, slash));
        const bool isLast = slash == std::string_view::npos;
        if (isLast && name.empty()) {
            way.isFolder = true;
            return way;
        }
        way.isGood = way.isGood && !name.empty() && name.find('/') == std::string::npos;
        way.relative.append(way.relative.empty() ? "" : "/").append(name);
        if (isLast) {
            return way;
        }
        path.remove_prefix(slash + 1);
    }
}

/// The path from the server's root on, as it stands in a link.
std::string linkTo(const std::string &relative)
{
    std::string link;
    std::size_t begin = 0;
    while (begin <= relative.size() && !relative.empty()) {
        const std::size_t end = std::min(relative.find('/', begin), relative.size());
        link.append("/").append(percentEncoded(relative.substr(begin, end - begin)));
        begin = end + 1;
    }
    return link;
}

/// The query as it came; what is not ASCII as percent escapes.
std::string encodedQuery(std::string_view query)
{
    std::string encoded;
    for (const char byte : query) {
        if (static_cast<unsigned char>(byte) < 0x80) {
            encoded += byte;
        } else {
            encoded += percentEncoded(std::string_view(&byte, 1));
        }
    }
    return encoded;
}

/// True where that text begins as UTF-8. What is no text has no bytes of an encoding.
bool isUtf8(const ServedItem &file)
{
    std::array<std::byte, looksAt> buffer = {};
    std::error_code error;
    const std::size_t count = file.read(0, buffer, error);
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text =
        decoder.decode(QByteArrayView(buffer.data(), static_cast<qsizetype>(count)));
    return !error && !decoder.hasError() && !text.contains(QChar(0));
}

enum class Verdict { Go, NotModified, Failed };

/// RFC 9110 section 13.2.2, for what has a date and no entity tag.
Verdict judged(const HttpRequest &request, std::chrono::sys_seconds modified,
               std::chrono::sys_seconds now)
{
    if (const auto tags = request.value("if-match")) {
        if (*tags != "*") {
            return Verdict::Failed;
        }
    } else if (const auto text = request.value("if-unmodified-since")) {
        const auto date = parseHttpDate(*text, now);
        if (date && modified > *date) {
            return Verdict::Failed;
        }
    }
    if (const auto tags = request.value("if-none-match")) {
        return *tags == "*" ? Verdict::NotModified : Verdict::Go;
    }
    if (const auto text = request.value("if-modified-since")) {
        const auto date = parseHttpDate(*text, now);
        if (date && modified <= *date) {
            return Verdict::NotModified;
        }
    }
    return Verdict::Go;
}

/// Whether what the client has is a part of this very file (RFC 9110 section 13.1.5). A date of the
/// last second could be that of two files.
bool mayHaveRange(const HttpRequest &request, std::chrono::sys_seconds modified,
                  std::chrono::sys_seconds now)
{
    const auto text = request.value("if-range");
    return !text ||
           (parseHttpDate(*text, now) == modified && now - modified >= std::chrono::seconds(1));
}

} // namespace

constinit const std::array<ReplyOption, 1> Files::options = {ReplyOption{
    .key = "folder",
    .title = QT_TRANSLATE_NOOP("sockyard::Responders", "Folder"),
    .description = QT_TRANSLATE_NOOP("sockyard::Responders",
                                     "What is served: everything in it can be read by whoever can "
                                     "connect, and nothing outside of it."),
    .kind = ReplyOption::Kind::Folder,
    .usual = ""}};

PreparedReply Files::prepare(const OptionValues &values)
{
    const QString folder = values.text("folder");
    if (folder.isEmpty()) {
        return {{}, words("folder: choose the folder that is to be served.")};
    }
    auto shared = std::make_shared<Shared>();
    const std::error_code error =
        folder.contains(QChar(0))
            ? std::make_error_code(std::errc::no_such_file_or_directory)
            : shared->folder.open(std::filesystem::path(folder.toStdU16String()));
    if (error) {
        return {{},
                words("folder: \"%1\" cannot be served: %2")
                    .arg(folder.left(static_cast<qsizetype>(mostShown)),
                         QString::fromStdString(error.message()))};
    }
    shared->types.typeOf("index.html"); // the first question takes long
    return {[shared](const ClientFacts & /*client*/) { return std::make_unique<Files>(shared); }};
}

Files::Files(std::shared_ptr<Shared> shared)
    : m_shared(std::move(shared))
{
}

HttpAnswer Files::answerTo(const HttpRequest &request)
{
    if (request.method() != "GET" && request.method() != "HEAD") {
        return onlyReading();
    }
    const Way way = wayOf(request.target().path);
    ServedFolder::Found found = {{}, ServedFolder::Refusal::Missing};
    if (way.isGood) {
        found = m_shared->folder.find(way.relative);
    }
    if (found.item && found.item->kind() == ServedItem::Kind::Folder) {
        return answerWithFolder(request, *found.item, way.relative, way.isFolder);
    }
    if (found.item && way.isFolder) {
        found = {{}, ServedFolder::Refusal::Missing}; // a file is no folder
    }
    HttpAnswer answer =
        found.item ? answerWithFile(request, std::move(*found.item), way.relative) : refusal(found);
    if (!found.item) {
        answer.note += QStringLiteral(": ") + shown(way.relative);
    }
    return answer;
}

// To the client whatever is not served looks alike: it learns nothing about what is outside.
HttpAnswer Files::refusal(const ServedFolder::Found &found) const
{
    using Refusal = ServedFolder::Refusal;
    HttpAnswer answer = explained(404, "There is nothing at this path.");
    switch (found.refusal) {
    case Refusal::None:
    case Refusal::Missing:
        answer.note = words("404, there is nothing of that name");
        break;
    case Refusal::LeadsOut:
        answer.note = words("404, this leads out of the folder, and nothing of it is served");
        break;
    case Refusal::NotAFile:
        answer.note = words("404, this is neither a file nor a folder, and is not opened");
        break;
    case Refusal::NotReadable:
        answer = explained(403, "This cannot be read.");
        answer.note = words("403, the system does not let it be read");
        break;
    case Refusal::Shortage:
        answer = explained(503, "The server is short of something. Try again later.");
        answer.fields.push_back({"Retry-After", "1"});
        answer.note = words("503, it cannot be opened now (%1)")
                          .arg(QString::fromStdString(found.error.message()));
        break;
    case Refusal::Failed:
        answer = explained(500, "This cannot be opened.");
        answer.note = words("500, it cannot be opened (%1)")
                          .arg(QString::fromStdString(found.error.message()));
        break;
    }
    return answer;
}

HttpAnswer Files::answerWithFolder(const HttpRequest &request, const ServedItem &folder,
                                   const std::string &relative, bool isAskedAsFolder)
{
    if (!isAskedAsFolder) {
        // The links of its page go on from its own path. It begins with one slash and a name, so
        // that it cannot be taken for another host.
        HttpAnswer answer = explained(301, "This is a folder: its path ends in a slash.");
        answer.fields.push_back(
            {"Location", linkTo(relative) + "/" + encodedQuery(request.target().query)});
        answer.note = words("301, to the folder's own path: %1").arg(shown(relative + "/"));
        return answer;
    }
    const std::string before = relative.empty() ? std::string() : relative + "/";
    for (const char *const name : {"index.html", "index.htm"}) {
        ServedFolder::Found index = m_shared->folder.find(before + name);
        if (index.item && index.item->kind() == ServedItem::Kind::File) {
            return answerWithFile(request, std::move(*index.item), before + name);
        }
    }
    const FolderEntries entries = folder.entries(mostEntries);
    HttpAnswer answer = {.fields = {{"Content-Type", "text/html; charset=utf-8"},
                                    {"X-Content-Type-Options", "nosniff"}},
                         .content = folderPage("/" + before, entries)};
    answer.note =
        words("200, a list of %1 names: %2").arg(entries.entries.size()).arg(shown(before));
    return answer;
}

HttpAnswer Files::answerWithFile(const HttpRequest &request, ServedItem file,
                                 const std::string &relative)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    // RFC 9110 section 8.8.2.1: never later than the answer's own date.
    const auto modified = std::min(file.modified(), now);
    const std::string date = httpDate(modified);
    const auto withDate = [&date](HttpAnswer answer) {
        if (!date.empty()) {
            answer.fields.push_back({"Last-Modified", date});
        }
        return answer;
    };
    const auto noted = [&relative](HttpAnswer answer, std::uint64_t size, const std::string &type) {
        answer.note = words("%1, %2 B, %3: %4")
                          .arg(answer.status)
                          .arg(size)
                          .arg(QString::fromStdString(type), shown(relative));
        return answer;
    };
    switch (judged(request, modified, now)) {
    case Verdict::Go:
        break;
    case Verdict::NotModified: {
        HttpAnswer answer = withDate({.status = 304});
        answer.note = words("304, the client has it already: %1").arg(shown(relative));
        return answer;
    }
    case Verdict::Failed: {
        HttpAnswer answer = explained(412, "It is not what the request demands.");
        answer.note = words("412, it is not what the request demands: %1").arg(shown(relative));
        return answer;
    }
    }
    // RFC 9110 section 14.2: ranges are for GET alone.
    RangeWish wish;
    const auto range = request.value("range");
    if (range && request.count("range") == 1 && request.method() == "GET" &&
        mayHaveRange(request, modified, now)) {
        wish = parseRange(*range, file.size());
    }
    const std::string whole = std::to_string(file.size());
    if (wish.kind == RangeWish::Kind::Impossible) {
        HttpAnswer answer = explained(416, "The file is shorter than that.");
        answer.fields.push_back({"Content-Range", "bytes */" + whole});
        return noted(std::move(answer), file.size(), "text/plain");
    }
    std::string type = m_shared->types.typeOf(relative.substr(relative.rfind('/') + 1));
    if (type.starts_with("text/") && type != "text/html" && isUtf8(file)) {
        type += "; charset=utf-8"; // a page in HTML says it itself
    }
    ByteRange part = {0, file.size()};
    HttpAnswer answer = {.fields = {{"Content-Type", type},
                                    {"X-Content-Type-Options", "nosniff"},
                                    {"Accept-Ranges", "bytes"}}};
    if (wish.kind == RangeWish::Kind::Part) {
        part = wish.range;
        answer.status = 206;
        answer.fields.push_back({"Content-Range", "bytes " + std::to_string(part.begin) + "-" +
                                                      std::to_string(part.begin + part.length - 1) +
                                                      "/" + whole});
    }
    answer.sourceSize = part.length;
    answer.source = [item = std::make_shared<const ServedItem>(std::move(file)),
                     begin = part.begin](std::uint64_t offset, std::span<std::byte> bytes) {
        std::error_code error; // whatever it is, less was read than was promised
        return item->read(begin + offset, bytes, error);
    };
    return noted(withDate(std::move(answer)), part.length, type);
}

} // namespace sockyard
