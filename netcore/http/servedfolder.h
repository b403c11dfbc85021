#pragma once

#include "netcore/http/serveditem.h"

#include <filesystem>
#include <optional>
#include <string_view>

namespace sockyard
{

/// A folder of which everything may be read, and nothing outside of it, whoever asks for what: no
/// `..`, no symbolic link that leads out, no device, pipe or socket, not even if somebody exchanges
/// folders for links meanwhile. What counts is where the opened file itself is, asked from the
/// system after it was opened; what a name seemed to say before counts for nothing.
///
/// open() is for whoever makes it; find() is for any thread. It needs a system that says where an
/// open file is: Linux (with /proc), macOS and Windows do.
class ServedFolder
{
public:
    /// Why something is not served.
    enum class Refusal : std::uint8_t {
        None,
        Missing,     ///< there is nothing of that name
        LeadsOut,    ///< it is outside of the folder
        NotAFile,    ///< neither a regular file nor a folder
        NotReadable, ///< the system does not let this user read it
        Shortage,    ///< the system has no descriptor or no memory left: later it may go
        Failed,      ///< anything else
    };

    struct Found {
        std::optional<ServedItem> item;
        Refusal refusal = Refusal::None; ///< where there is no item
        std::error_code error = {};
    };

    std::error_code open(const std::filesystem::path &folder);
    bool isOpen() const { return m_root.isOpen(); }
    /// The folder itself, as the system names it, in UTF-8; empty where it says nothing.
    std::string path() const;

    /// What is at \a relative: names in UTF-8 (on POSIX any bytes) with `/` between them; empty for
    /// the folder itself. A name that is empty, `.` or `..` or holds NUL is in no folder.
    Found find(std::string_view relative) const;

private:
    Found findBeneath(std::string_view relative) const;

    FileHandle m_root;
};

/// Sorts as FolderEntries says.
void sortEntries(std::vector<FolderEntry> &entries);

} // namespace sockyard
