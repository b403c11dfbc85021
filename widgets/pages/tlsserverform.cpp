#include "widgets/pages/tlsserverform.h"

#include <QComboBox>

namespace sockyard
{

TlsServerForm::TlsServerForm(QWidget *parent)
    : TlsForm({.certificate = tr("made by this server"),
               .trust = tr("Trust"),
               .trustTip = tr("The issuers (PEM) of clients' certificates that are accepted, where "
                              "clients are asked for one"),
               .noTrust = tr("nobody")},
              parent)
    , m_clients(new QComboBox(this))
{
    using Clients = TlsServerSettings::ClientCertificates;
    setObjectName(QStringLiteral("tlsServerForm"));
    m_clients->setObjectName(QStringLiteral("clientCertificatesBox"));
    m_clients->addItem(tr("not asked"), static_cast<int>(Clients::NotAsked));
    m_clients->addItem(tr("asked"), static_cast<int>(Clients::Asked));
    m_clients->addItem(tr("required"), static_cast<int>(Clients::Required));
    add(tr("Clients"), m_clients, tr("Whether clients have to show a certificate of their own"));
    connect(m_clients, &QComboBox::currentIndexChanged, this, &TlsForm::changed);
}

void TlsServerForm::setSettings(const TlsServerSettings &settings)
{
    setCommon(settings);
    m_clients->setCurrentIndex(m_clients->findData(static_cast<int>(settings.clientCertificates)));
}

TlsServerSettings TlsServerForm::settings() const
{
    TlsServerSettings settings;
    fillCommon(settings);
    settings.clientCertificates =
        static_cast<TlsServerSettings::ClientCertificates>(m_clients->currentData().toInt());
    return settings;
}

int TlsServerForm::changedCount() const
{
    const TlsServerSettings now = settings();
    return changedCommon(now) +
           (now.clientCertificates == TlsServerSettings().clientCertificates ? 0 : 1);
}

} // namespace sockyard
