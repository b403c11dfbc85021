#include "netcore/tls/tlskeylog.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace sockyard
{

QString TlsKeyLog::wantedFile(const QString &chosen)
{
    return chosen.isEmpty() ? qEnvironmentVariable("SSLKEYLOGFILE") : chosen;
}

bool TlsKeyLog::open(const QString &fileName)
{
    const QFileInfo there(fileName);
    if (there.exists() && !there.isFile()) {
        // To open a pipe would wait for its reader.
        m_error = QCoreApplication::translate("sockyard::TlsKeyLog", "it is no file");
        return false;
    }
    m_file.setFileName(fileName);
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered,
                     QFileDevice::ReadOwner | QFileDevice::WriteOwner)) {
        m_error = m_file.errorString();
        return false;
    }
    return true;
}

void TlsKeyLog::write(const char *line)
{
    m_file.write(QByteArray(line) + '\n'); // in one call: others may add to it, too
}

} // namespace sockyard
