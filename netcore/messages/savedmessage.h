#pragma once

#include "netcore/messages/message.h"

#include <QString>
#include <QStringList>

namespace sockyard
{

/// The names of a folder and of those around it, outermost first. Empty: what lies in no folder.
using FolderPath = QStringList;

/// A message that a person keeps. A value.
struct SavedMessage {
    QString name = {};
    FolderPath folder = {};
    Message message = {};
    QString note = {};

    friend bool operator==(const SavedMessage &, const SavedMessage &) = default;
};

} // namespace sockyard
