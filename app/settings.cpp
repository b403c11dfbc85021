#include "app/settings.h"

#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

#include <algorithm>
#include <chrono>

namespace sockyard
{

namespace
{

// Every key of ours, once.
constexpr auto memoryKey = "log/memoryMebibytes";
constexpr auto diskKey = "log/diskGibibytes";
constexpr auto freeKey = "log/freeGibibytes";
constexpr auto storageFolderKey = "log/folder";
constexpr auto autosaveKey = "autosave/on";
constexpr auto autosaveFolderKey = "autosave/folder";
constexpr auto autosaveSizeKey = "autosave/mebibytes";
constexpr auto autosaveMinutesKey = "autosave/minutes";

QString keyOf(const char *key)
{
    return QString::fromLatin1(key);
}

/// What a person wrote into the file by hand may be anything.
int number(const QSettings &store, const char *key, const Settings::Range &range)
{
    bool ok = false;
    const qlonglong value = store.value(keyOf(key), range.usual).toLongLong(&ok);
    return ok ? static_cast<int>(std::clamp<qlonglong>(value, range.least, range.most))
              : range.usual;
}

} // namespace

Settings Settings::load()
{
    const QSettings store;
    Settings settings;
    settings.memoryMebibytes = number(store, memoryKey, memoryRange);
    settings.diskGibibytes = number(store, diskKey, diskRange);
    settings.freeGibibytes = number(store, freeKey, freeRange);
    settings.storageFolder = store.value(keyOf(storageFolderKey)).toString();
    settings.autosave = store.value(keyOf(autosaveKey), false).toBool();
    settings.autosaveFolder = store.value(keyOf(autosaveFolderKey)).toString();
    settings.autosaveMebibytes = number(store, autosaveSizeKey, fileSizeRange);
    settings.autosaveMinutes = number(store, autosaveMinutesKey, fileMinutesRange);
    return settings;
}

bool Settings::save() const
{
    QSettings store;
    store.setValue(keyOf(memoryKey), memoryMebibytes);
    store.setValue(keyOf(diskKey), diskGibibytes);
    store.setValue(keyOf(freeKey), freeGibibytes);
    store.setValue(keyOf(storageFolderKey), storageFolder);
    store.setValue(keyOf(autosaveKey), autosave);
    store.setValue(keyOf(autosaveFolderKey), autosaveFolder);
    store.setValue(keyOf(autosaveSizeKey), autosaveMebibytes);
    store.setValue(keyOf(autosaveMinutesKey), autosaveMinutes);
    store.sync();
    return store.status() == QSettings::NoError;
}

QString Settings::defaultStorageFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation);
}

LogStore::Limits Settings::storageLimits() const
{
    constexpr std::uint64_t gibibyte = 1024U * 1024 * 1024;
    LogStore::Limits limits;
    limits.memory = static_cast<std::size_t>(memoryMebibytes) * 1024 * 1024;
    limits.file = static_cast<std::uint64_t>(diskGibibytes) * gibibyte;
    limits.leaveFree = static_cast<std::uint64_t>(freeGibibytes) * gibibyte;
    limits.folder = QFileInfo(usedStorageFolder()).filesystemFilePath();
    return limits;
}

AutosaveSettings Settings::autosaveSettings() const
{
    return {.folder = autosaveFolder,
            .sizeLimit = static_cast<std::uint64_t>(autosaveMebibytes) * 1024 * 1024,
            .timeLimit = std::chrono::minutes(autosaveMinutes)};
}

} // namespace sockyard
