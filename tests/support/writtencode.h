#pragma once

#include "netcore/code/codewriter.h"
#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <optional>
#include <stdexcept>

namespace sockyard::test
{

/// A program that was written for a request, in a folder of its own, where it is run as a person
/// would run it: by its interpreter, or by what the C compiler makes of it without any warning.
class WrittenCode
{
public:
    WrittenCode(const CodeRequest &request, const QString &language)
        : m_written(writeProgram(request, *codeLanguageNamed(language)))
    {
        if (!m_folder.isValid()) {
            throw std::runtime_error("no folder");
        }
        QFile file(path(m_written.fileName));
        const QByteArray text = m_written.text.toUtf8();
        if (!file.open(QFile::WriteOnly) || file.write(text) != text.size()) {
            throw std::runtime_error("the program cannot be written");
        }
        file.close();
        if (language == QStringLiteral("c")) {
            compile();
        } else {
            const QString interpreter =
                language == QStringLiteral("python") ? QStringLiteral("python3")
                : language == QStringLiteral("ruby") ? QStringLiteral("ruby")
                                                     : QStringLiteral("sh");
            m_command = {interpreter, path(m_written.fileName)};
        }
    }

    ~WrittenCode() { end(); }
    WrittenCode(const WrittenCode &) = delete;
    WrittenCode &operator=(const WrittenCode &) = delete;

    const WrittenProgram &written() const { return m_written; }
    QString path(const QString &name) const { return m_folder.filePath(name); }
    /// What is in its folder, beside what belongs there.
    QStringList strangers() const
    {
        QStringList names =
            QDir(m_folder.path())
                .entryList(QDir::AllEntries | QDir::System | QDir::Hidden | QDir::NoDotAndDotDot);
        names.removeAll(m_written.fileName);
        names.removeAll(QStringLiteral("program"));
        return names;
    }

    /// Runs it in its folder. What it starts ends with it.
    void start()
    {
        end();
        // A session of its own, so that the number of the process is that of its group.
        const auto place = QStringLiteral("cd \"$1\" && shift && exec \"$@\"");
        m_program.emplace();
        m_program->start(QStringLiteral("setsid"),
                         QStringList{QStringLiteral("sh"), QStringLiteral("-c"), place,
                                     QStringLiteral("sh"), m_folder.path()} +
                             m_command);
        m_group = m_program->processId();
    }
    /// As Ctrl+C does it.
    void interrupt() const { ::kill(static_cast<pid_t>(-m_group), SIGINT); }
    Program &program() { return *m_program; }

private:
    void end()
    {
        if (m_group > 0) {
            ::kill(static_cast<pid_t>(-m_group), SIGKILL);
        }
        m_program.reset();
    }

    void compile()
    {
        QProcess compiler;
        compiler.start(QStringLiteral("cc"),
                       {QStringLiteral("-std=c11"), QStringLiteral("-Wall"),
                        QStringLiteral("-Wextra"), QStringLiteral("-Werror"), QStringLiteral("-o"),
                        path(QStringLiteral("program")), path(m_written.fileName),
                        QStringLiteral("-lssl"), QStringLiteral("-lcrypto")});
        if (!compiler.waitForFinished(60000) || compiler.exitCode() != 0) {
            throw std::runtime_error(compiler.readAllStandardError().toStdString());
        }
        m_command = {path(QStringLiteral("program"))};
    }

    WrittenProgram m_written;
    QTemporaryDir m_folder;
    QStringList m_command;
    std::optional<Program> m_program;
    qint64 m_group = 0;
};

} // namespace sockyard::test
