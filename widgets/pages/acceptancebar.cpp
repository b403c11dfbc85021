#include "widgets/pages/acceptancebar.h"

#include "netcore/codec/visibletext.h"
#include "widgets/models/words.h"
#include "widgets/pages/acceptedcertificates.h"
#include "widgets/views/noticebar.h"

#include <QVBoxLayout>

namespace sockyard
{

namespace
{

// In two halves, so that a small window can break it.
QString broken(const QString &fingerprint)
{
    constexpr qsizetype middle = 47;
    QString text = fingerprint;
    if (text.size() > middle) {
        text[middle] = u' ';
    }
    return text;
}

} // namespace

AcceptanceBar::AcceptanceBar(QWidget *parent)
    : QWidget(parent)
    , m_bar(new NoticeBar(NoticeBar::Closable::No, this))
{
    setObjectName(QStringLiteral("acceptanceBar"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_bar);
    connect(m_bar, &NoticeBar::actionRequested, this, &AcceptanceBar::act);
    showChoice();
}

void AcceptanceBar::setPeer(const QString &peer)
{
    if (peer != m_peer) {
        m_peer = peer;
        m_given.clear(); // it was for another
        showChoice();
    }
}

void AcceptanceBar::setRefused(const QString &peer,
                               const std::optional<PeerCertificate::Refused> &refused)
{
    if (peer != m_refusedPeer || refused != m_refused) {
        m_refusedPeer = peer;
        m_refused = refused;
        showChoice();
    }
}

void AcceptanceBar::setGiven(const QStringList &fingerprints)
{
    m_given = fingerprints;
    showChoice();
}

QStringList AcceptanceBar::accepted() const
{
    const QString kept = m_peer.isEmpty() ? QString() : acceptedCertificate(m_peer);
    return kept.isEmpty() ? m_given : m_given + QStringList{kept};
}

void AcceptanceBar::act()
{
    if (!accepted().isEmpty()) {
        m_given.clear();
        forgetCertificate(m_peer);
        showChoice();
    } else if (m_refused) {
        acceptCertificate(m_peer, QString::fromStdString(m_refused->fingerprint));
        m_refused.reset();
        showChoice();
        Q_EMIT acceptedOne();
    }
}

void AcceptanceBar::showChoice()
{
    const QStringList inForce = m_peer.isEmpty() ? QStringList() : accepted();
    const bool isOffered = m_refused && !m_peer.isEmpty() && m_refusedPeer == m_peer;
    setVisible(!inForce.isEmpty() || isOffered);
    if (!inForce.isEmpty()) {
        m_bar->tell(NoticeBar::Kind::Warning,
                    tr("Accepted from %1, verified or not: the certificate with the SHA-256 %2")
                        .arg(m_peer, broken(inForce.join(QStringLiteral(", ")))),
                    tr("Take back"));
    } else if (isOffered) {
        m_bar->tell(NoticeBar::Kind::Warning,
                    tr("%1 If you know that the certificate with this SHA-256 is the right one, "
                       "accept it: %2")
                        .arg(fromUtf8(visibleText(m_refused->why)),
                             broken(QString::fromStdString(m_refused->fingerprint))),
                    tr("Accept for this peer"));
    }
}

} // namespace sockyard
