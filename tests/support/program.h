#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QString>

namespace sockyard::test
{

/// A child process, and all that it has said so far. It is ended, if it still runs, when this goes
/// out of scope.
class Program
{
public:
    Program() = default;
    ~Program()
    {
        if (m_process.state() != QProcess::NotRunning) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }
    Program(const Program &) = delete;
    Program &operator=(const Program &) = delete;

    /// \a input is all that it can read.
    void start(const QString &program, const QStringList &arguments, const QByteArray &input = {})
    {
        startAndKeepInput(program, arguments);
        m_process.write(input);
        m_process.closeWriteChannel();
    }
    void startAndKeepInput(const QString &program, const QStringList &arguments)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        m_process.setProcessEnvironment(environment);
        m_process.start(program, arguments);
    }
    /// More that it can read, of a program that was started so.
    void write(const QByteArray &input) { m_process.write(input); }
    /// Asks it to end (SIGTERM).
    void terminate() { m_process.terminate(); }

    /// Ends it as a crash would.
    void kill() { m_process.kill(); }

    /// Its number; 0 while it does not run.
    qint64 processId() const { return m_process.processId(); }
    bool hasEnded() const { return m_process.state() == QProcess::NotRunning; }
    /// Of a program that has ended by itself; -1 where it was killed or never began.
    int status() const
    {
        return m_process.error() == QProcess::FailedToStart ||
                       m_process.exitStatus() == QProcess::CrashExit
                   ? -1
                   : m_process.exitCode();
    }
    const QByteArray &output()
    {
        m_output += m_process.readAllStandardOutput();
        return m_output;
    }
    /// Without what Qt itself says about a platform that has no display.
    QByteArray errors()
    {
        m_errors += m_process.readAllStandardError();
        QByteArray words;
        qsizetype begin = 0;
        while (begin < m_errors.size()) {
            const qsizetype end = m_errors.indexOf('\n', begin);
            const QByteArray line = m_errors.mid(begin, end < 0 ? -1 : end + 1 - begin);
            if (!line.startsWith("This plugin does not support ") &&
                !line.startsWith("QStandardPaths: ")) {
                words += line;
            }
            begin += line.size();
        }
        return words;
    }
    QStringList outputLines()
    {
        return QString::fromUtf8(output()).split(u'\n', Qt::SkipEmptyParts);
    }

private:
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_errors;
};

} // namespace sockyard::test
