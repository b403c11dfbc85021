#pragma once

#include <QHash>
#include <QMimeDatabase>
#include <QString>

#include <string>

namespace sockyard
{

/// The media types of files by their names, as the system knows them. What was asked once is known
/// from then on. For one thread.
class MediaTypes
{
public:
    /// Such as `text/plain`; `application/octet-stream` where nothing is known.
    std::string typeOf(const std::string &name);

private:
    QMimeDatabase m_database;
    QHash<QString, std::string> m_known;
};

} // namespace sockyard
