#include "netcore/http/folderpage.h"

#include "netcore/codec/visibletext.h"
#include "netcore/http/httptarget.h"

namespace sockyard
{

namespace
{

std::string escapedHtml(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size());
    for (const char byte : text) {
        switch (byte) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            escaped += byte;
        }
    }
    return escaped;
}

std::string row(std::string_view link, std::string_view shown)
{
    std::string text = "<li><a href=\"";
    return text.append(link).append("\">").append(shown).append("</a></li>\n");
}

} // namespace

std::string folderPage(std::string_view path, const FolderEntries &entries)
{
    const std::string title = escapedHtml(visibleText(path));
    std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<title>Contents of ";
    page.append(title).append("</title>\n</head>\n<body>\n<h1>Contents of ");
    page.append(title).append("</h1>\n<ul>\n");
    if (path != "/") {
        page += row("../", "../");
    }
    bool isCut = entries.isCut;
    std::size_t shown = 0;
    for (const FolderEntry &entry : entries.entries) {
        if (page.size() > mostFolderPage) {
            isCut = true;
            break;
        }
        const std::string_view ending = entry.isFolder ? "/" : "";
        page += row(percentEncoded(entry.name).append(ending),
                    escapedHtml(visibleText(entry.name)).append(ending));
        ++shown;
    }
    page += "</ul>\n";
    if (isCut) {
        page += "<p>Only " + std::to_string(shown) + " names are listed: there are more.</p>\n";
    } else if (entries.error) {
        page += "<p>The system did not tell all names.</p>\n";
    } else if (entries.entries.empty()) {
        page += "<p>This folder is empty.</p>\n";
    }
    page += "</body>\n</html>\n";
    return page;
}

} // namespace sockyard
