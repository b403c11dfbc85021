#include "widgets/pages/tlsclientform.h"

#include <QLineEdit>

namespace sockyard
{

TlsClientForm::TlsClientForm(QWidget *parent)
    : TlsForm({.certificate = tr("none"),
               .trust = tr("Trust"),
               .trustTip = tr("Certificates (PEM) that are trusted beside those that this system "
                              "trusts: a server's own, or those of its issuer"),
               .noTrust = tr("whom the system trusts")},
              parent)
    , m_name(new QLineEdit(this))
{
    setObjectName(QStringLiteral("tlsClientForm"));
    m_name->setObjectName(QStringLiteral("serverNameEdit"));
    m_name->setPlaceholderText(tr("the host"));
    add(tr("Server name"), m_name,
        tr("The name that the server's certificate has to have, and that the server is told (SNI). "
           "Empty: the host."));
    connect(m_name, &QLineEdit::textChanged, this, &TlsForm::changed);
}

void TlsClientForm::setSettings(const TlsClientSettings &settings)
{
    setCommon(settings);
    m_name->setText(settings.serverName);
}

TlsClientSettings TlsClientForm::settings() const
{
    TlsClientSettings settings;
    fillCommon(settings);
    settings.serverName = m_name->text();
    return settings;
}

int TlsClientForm::changedCount() const
{
    const TlsClientSettings now = settings();
    return changedCommon(now) + (now.serverName.trimmed().isEmpty() ? 0 : 1);
}

} // namespace sockyard
