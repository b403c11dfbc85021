#pragma once

#include "netcore/code/codewriter.h"
#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

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

    /// Runs it in its folder, with everything that it starts in a process group that ends with it.
    void start(const QByteArray &input = {})
    {
        // setsid and a trap: a shell's children would outlive it.
        const auto keeper = QStringLiteral(
            "cd \"$1\" && shift && trap 'trap - TERM; kill 0' TERM; \"$@\" & wait $!");
        QStringList arguments{QStringLiteral("--wait"), QStringLiteral("bash"),
                              QStringLiteral("-c"),     keeper,
                              QStringLiteral("keeper"), m_folder.path()};
        m_program.startAndKeepInput(QStringLiteral("setsid"), arguments + m_command);
        m_program.write(input);
    }
    Program &program() { return m_program; }

private:
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
    Program m_program;
};

} // namespace sockyard::test
