#include "widgets/pages/acceptedcertificates.h"

#include <QSettings>
#include <QUrl>

namespace sockyard
{

namespace
{

// A slash would begin another group, and case does not count in names.
QString keyOf(const QString &peer)
{
    return QStringLiteral("client/acceptedCertificates/") +
           QString::fromLatin1(QUrl::toPercentEncoding(peer.toLower()));
}

} // namespace

QString acceptedCertificate(const QString &peer)
{
    return QSettings().value(keyOf(peer)).toString();
}

void acceptCertificate(const QString &peer, const QString &fingerprint)
{
    QSettings().setValue(keyOf(peer), fingerprint);
}

void forgetCertificate(const QString &peer)
{
    QSettings().remove(keyOf(peer));
}

} // namespace sockyard
