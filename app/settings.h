#pragma once

#include "netcore/log/export/autosave.h"

#include <QString>

namespace sockyard
{

/// What a person has chosen once for all runs, as it is kept in the user's configuration (QSettings
/// of this program). A value; what is read is always within the ranges.
struct Settings {
    /// A number that a person may choose, and within what.
    struct Range {
        int least = 0;
        int most = 0;
        int usual = 0;
    };
    static constexpr Range memoryRange = {16, 1024 * 1024, 128};
    static constexpr Range diskRange = {0, 1024 * 1024, 8};
    static constexpr Range freeRange = {0, 1024 * 1024, 1};
    static constexpr Range fileSizeRange = {0, 1024 * 1024, 256};
    static constexpr Range fileMinutesRange = {0, 60 * 24 * 366, 60};

    int memoryMebibytes = memoryRange.usual; ///< for all logs together
    int diskGibibytes = diskRange.usual;     ///< for all logs together; 0: nothing on disk
    int freeGibibytes = freeRange.usual;     ///< of the disk, that is left to others
    QString storageFolder;                   ///< empty: defaultStorageFolder()

    bool autosave = false;
    QString autosaveFolder;                       ///< empty: none was chosen yet
    int autosaveMebibytes = fileSizeRange.usual;  ///< a file; 0: no limit
    int autosaveMinutes = fileMinutesRange.usual; ///< a file; 0: no limit

    static Settings load();
    /// False where the configuration could not be written.
    bool save() const;

    /// In the user's cache folder.
    static QString defaultStorageFolder();
    QString usedStorageFolder() const
    {
        return storageFolder.isEmpty() ? defaultStorageFolder() : storageFolder;
    }
    LogStore::Limits storageLimits() const;
    AutosaveSettings autosaveSettings() const;

    friend bool operator==(const Settings &, const Settings &) = default;
};

} // namespace sockyard
