#include "netcore/sockets/localpath.h"

#include "netcore/sockets/explain.h"

#include <QCoreApplication>
#include <QFile>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::LocalPath", text);
}

} // namespace

QString localPathProblem(const QString &path)
{
    if (path.isEmpty()) {
        return refusal(tr("a path is missing, such as /tmp/sockyard.sock."));
    }
    if (path.contains(QChar(0))) {
        return refusal(tr("a path ends where the character NUL stands: it cannot hold one."));
    }
    if (path.startsWith(u'@')) {
#ifdef __linux__
        if (path.size() == 1) {
            return refusal(tr("behind @ a name is missing."));
        }
#else
        return refusal(
            tr("names with @ are in a namespace that Linux alone has. Give a path; for a "
               "file that is called so, ./@NAME."));
#endif
    }
    const qsizetype size = QFile::encodeName(path).size();
    if (size > static_cast<qsizetype>(longestLocalPath)) {
        return QStringLiteral("ENAMETOOLONG: ") +
               tr("the path has %1 bytes, and a local socket's can have %2 at most, less than that "
                  "of another file. Choose a folder with a shorter name.")
                   .arg(size)
                   .arg(longestLocalPath);
    }
    return {};
}

bool isLocalText(std::string_view text)
{
    return text.starts_with(localPrefix);
}

} // namespace sockyard
