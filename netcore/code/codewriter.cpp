#include "netcore/code/codewriter.h"

#include "netcore/code/codetemplate.h"
#include "netcore/code/factsof.h"

#include <QFile>

namespace sockyard
{

WrittenProgram writeProgram(const CodeRequest &request, const CodeLanguage &language)
{
    const QString name = templateNameOf(request) + u'.' + language.suffix;
    QFile file(QStringLiteral(":/code/%1/%2").arg(language.id, name));
    const bool isOpen = file.open(QFile::ReadOnly);
    Q_ASSERT(isOpen);
    Q_UNUSED(isOpen);
    const CodeTemplate source(QString::fromUtf8(file.readAll()));
    CodeTemplate::Filled filled = source.fill(factsOf(request), language.quoter());
    Q_ASSERT_X(filled.error.isEmpty(), qPrintable(name), qPrintable(filled.error));
    return {.text = std::move(filled.text), .notes = std::move(filled.notes), .fileName = name};
}

} // namespace sockyard
