#include "netcore/storagewords.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace sockyard
{

QString storageWords(const StorageTrouble &trouble)
{
    const auto tr = [](const char *text) {
        return QCoreApplication::translate("sockyard::Storage", text);
    };
    const QString path = QFileInfo(trouble.path).filePath();
    const QString error = QString::fromLocal8Bit(trouble.error.message());
    switch (trouble.kind) {
    case StorageTrouble::Kind::CannotOpen:
        return tr("no file for the log can be made in %1: %2. The log keeps what memory holds.")
            .arg(path, error);
    case StorageTrouble::Kind::CannotWrite:
        return tr("the log's file %1 cannot be written: %2. The oldest events go.")
            .arg(path, error);
    case StorageTrouble::Kind::CannotRead:
        return tr("the log's file %1 cannot be read: %2. Some events cannot be shown.")
            .arg(path, error);
    case StorageTrouble::Kind::DiskNearlyFull:
        return tr("the disk is nearly full: the log's file does not grow any more. The oldest "
                  "events go.");
    }
    return {};
}

} // namespace sockyard
