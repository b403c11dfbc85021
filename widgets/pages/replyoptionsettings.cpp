#include "widgets/pages/replyoptionsettings.h"

#include <QSettings>

namespace sockyard
{

namespace
{

QString groupOf(const QString &reply)
{
    return QStringLiteral("server/replies/") + reply;
}

} // namespace

ReplyOptions savedReplyOptions(const QString &reply)
{
    QSettings settings;
    settings.beginGroup(groupOf(reply));
    ReplyOptions options;
    const QStringList keys = settings.childKeys();
    for (const QString &key : keys) {
        const QVariant value = settings.value(key);
        if (value.typeId() == QMetaType::QString) { // what somebody else wrote is as if absent
            options.insert(key, value.toString());
        }
    }
    return options;
}

void saveReplyOptions(const QString &reply, std::span<const ReplyOption> options,
                      const ReplyOptions &chosen)
{
    QSettings settings;
    settings.beginGroup(groupOf(reply));
    for (const ReplyOption &option : options) {
        const QString key = QString::fromLatin1(option.key);
        const QString usual = QString::fromUtf8(option.usual);
        const QString value = chosen.value(key, usual);
        if (value == usual) {
            settings.remove(key);
        } else if (settings.value(key).toString() != value) {
            settings.setValue(key, value);
        }
    }
}

} // namespace sockyard
