#include "netcore/log/saved/savedlogreport.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::SavedLog", text);
}

QString number(std::uint64_t count)
{
    return QLocale().toString(static_cast<qulonglong>(count));
}

} // namespace

QString faultText(const LineFault &fault)
{
    const QString key = QString::fromLatin1(fault.key.data(), static_cast<int>(fault.key.size()));
    switch (fault.kind) {
    case LineFault::Kind::TooLong:
        return tr("longer than any line of a saved log");
    case LineFault::Kind::NotUtf8:
        return tr("not UTF-8");
    case LineFault::Kind::NotAnObject:
        return tr("not an object of JSON");
    case LineFault::Kind::KeyTwice:
        return tr("\"%1\" stands there twice").arg(key);
    case LineFault::Kind::KeyMissing:
        return tr("\"%1\" is missing").arg(key);
    case LineFault::Kind::BadValue:
        return tr("the value of \"%1\" is not of the form that is wanted, or out of range")
            .arg(key);
    case LineFault::Kind::TextTooLong:
        return tr("the text of \"%1\" is longer than a log keeps").arg(key);
    case LineFault::Kind::UnknownEvent:
        return tr("an event that is not known here");
    case LineFault::Kind::BadBase64:
        return tr("\"%1\" is not base64").arg(key);
    case LineFault::Kind::DataUnwanted:
        return tr("\"%1\" of an event that has none").arg(key);
    case LineFault::Kind::BytesDoNotFit:
        return tr("\"%1\" is not the length of the data").arg(key);
    case LineFault::Kind::TooManyTabs:
        return tr("from one more tab than a file may have (%1)").arg(mostSavedTabs);
    }
    return {};
}

QString reportText(const SavedLogReport &report)
{
    QStringList parts;
    if (!report.error.isEmpty()) {
        parts.append(report.error);
    }
    if (report.cancelled) {
        parts.append(tr("Reading was cancelled: what follows in the file is not shown."));
    }
    if (report.refused > 0) {
        QString text =
            report.refused == 1
                ? tr("1 line could not be read and is left out.")
                : tr("%1 lines could not be read and are left out.").arg(number(report.refused));
        for (const SavedLogReport::Refusal &refusal : report.refusals) {
            text += u' ' + tr("Line %1: %2.").arg(number(refusal.line), faultText(refusal.fault));
        }
        if (report.refused > report.refusals.size()) {
            text += QStringLiteral(" …");
        }
        parts.append(text);
    }
    if (report.truncated) {
        parts.append(tr("The last line is cut off: the file was not written to its end."));
    }
    if (parts.isEmpty() && report.events == 0) {
        parts.append(tr("There are no events in this file."));
    }
    return parts.join(u'\n');
}

} // namespace sockyard
