#pragma once

#include "netcore/projections/peercertificate.h"

#include <QStringList>
#include <QWidget>

#include <optional>

namespace sockyard
{

class NoticeBar;

/// Where a person accepts a certificate that could not be verified, for one peer, and takes that
/// back. It is shown for as long as there is something to choose, or such a choice is in force; the
/// choice is kept in the settings (acceptedcertificates.h). Main thread.
class AcceptanceBar : public QWidget
{
    Q_OBJECT

public:
    explicit AcceptanceBar(QWidget *parent = nullptr);

    /// Whom the form names now, as `HOST:PORT`; empty: nobody, or without TLS.
    void setPeer(const QString &peer);
    /// What a connection to that peer has found.
    void setRefused(const QString &peer, const std::optional<PeerCertificate::Refused> &refused);
    /// Accepted in this run without having been kept, from the command line.
    void setGiven(const QStringList &fingerprints);
    /// The fingerprints that are accepted from the peer.
    QStringList accepted() const;

Q_SIGNALS:
    /// A person has accepted one: it can be tried again.
    void acceptedOne();

private:
    void act();
    void showChoice();

    NoticeBar *m_bar;
    QString m_peer;
    QString m_refusedPeer;
    std::optional<PeerCertificate::Refused> m_refused;
    QStringList m_given;
};

} // namespace sockyard
