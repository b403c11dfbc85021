#pragma once

#include "netcore/http/serveditem.h"

#include <string>
#include <string_view>

namespace sockyard
{

/// How many bytes the list of a FolderPage may have. Not all of 10,000 long names are that short.
inline constexpr std::size_t mostFolderPage = 2U * 1024 * 1024;

/// A page in HTML with a link to each of the entries. \a path is that of the folder, decoded and
/// with a `/` at both ends: `/` for the folder that is served itself. Names are inert text: no
/// markup, no invisible or direction-changing characters.
std::string folderPage(std::string_view path, const FolderEntries &entries);

} // namespace sockyard
