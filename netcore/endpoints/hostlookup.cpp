#include "netcore/endpoints/hostlookup.h"

#include "netcore/sockets/addressorder.h"

#include <QHostInfo>

#include <utility>

namespace sockyard
{

HostLookup::HostLookup(QObject *parent)
    : QObject(parent)
{
}

HostLookup::~HostLookup()
{
    giveUp();
}

void HostLookup::look(const QString &host)
{
    if (m_lookup == none) {
        m_host = host;
        m_lookup = QHostInfo::lookupHost(host, this, &HostLookup::resolved);
    }
}

void HostLookup::giveUp()
{
    if (m_lookup != none) {
        QHostInfo::abortHostLookup(std::exchange(m_lookup, none));
    }
}

void HostLookup::resolved(const QHostInfo &info)
{
    if (info.lookupId() != m_lookup) {
        return; // of one that was given up
    }
    m_lookup = none;
    const QList<QHostAddress> addresses = connectingOrder(info.addresses());
    // getaddrinfo(3) has error names of its own.
    if (info.error() == QHostInfo::HostNotFound ||
        (info.error() == QHostInfo::NoError && addresses.isEmpty())) {
        Q_EMIT failed(tr("EAI_NONAME: no host is named \"%1\". Check the spelling, or give its "
                         "address.")
                          .arg(m_host));
    } else if (info.error() != QHostInfo::NoError) {
        Q_EMIT failed(
            tr("EAI_FAIL: \"%1\" could not be resolved: %2").arg(m_host, info.errorString()));
    } else {
        Q_EMIT found(addresses);
    }
}

} // namespace sockyard
