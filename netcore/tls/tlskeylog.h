#pragma once

#include <QFile>
#include <QString>

namespace sockyard
{

/// A file with the secrets of connections, a line each as SSLKEYLOGFILE has them, by which
/// Wireshark decrypts what it records. It is added to; where it was not there, nobody but the user
/// may read it (mode 0600). Owned by a TlsContext.
class TlsKeyLog
{
public:
    /// Where it is to be: \a chosen, or what the environment says; empty: none is wanted.
    static QString wantedFile(const QString &chosen);

    /// False where it cannot be written; error() says why.
    bool open(const QString &fileName);
    QString error() const { return m_error; }
    QString fileName() const { return m_file.fileName(); }
    void write(const char *line);

private:
    QFile m_file;
    QString m_error;
};

} // namespace sockyard
