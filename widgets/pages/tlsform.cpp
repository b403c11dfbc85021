#include "widgets/pages/tlsform.h"

#include "widgets/views/filefield.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

namespace sockyard
{

namespace
{

constexpr int fieldsInALine = 4;
constexpr int columnsOfAField = 2; // its label, and itself

} // namespace

TlsForm::TlsForm(const Words &words, QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_least(new QComboBox(this))
    , m_protocols(new QLineEdit(this))
    , m_certificate(new FileField("certificateEdit", tr("Certificate"), this))
    , m_key(new FileField("keyEdit", tr("Key"), this))
    , m_trust(new FileField("trustEdit", words.trust, this))
    , m_keyLog(new FileField("keyLogEdit", tr("Key log"), this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_least->setObjectName(QStringLiteral("leastVersionBox"));
    m_least->addItem(tr("1.2"), static_cast<int>(TlsVersion::V1_2));
    m_least->addItem(tr("1.3"), static_cast<int>(TlsVersion::V1_3));
    m_protocols->setObjectName(QStringLiteral("protocolsEdit"));
    m_protocols->setPlaceholderText(tr("none"));
    m_certificate->setPlaceholder(words.certificate);
    m_key->setPlaceholder(tr("in the same file"));
    m_trust->setPlaceholder(words.noTrust);
    m_keyLog->setPlaceholder(tr("none"));
    add(tr("TLS from"), m_least,
        tr("The oldest version that is spoken. 1.0 and 1.1 are broken, and never spoken here."));
    add(tr("ALPN"), m_protocols,
        tr("Application protocols, the best first, with commas between them: h2, http/1.1. Empty: "
           "they are not spoken about."));
    add(tr("Certificate"), m_certificate,
        tr("This side's certificate (PEM), with those that vouch for it behind it"));
    add(tr("Key"), m_key, tr("The certificate's private key (PEM, without a password)"));
    add(words.trust, m_trust, words.trustTip);
    add(tr("Key log"), m_keyLog,
        tr("A file to which the secrets of all connections are written, so that Wireshark can read "
           "what it records. Empty: none, unless SSLKEYLOGFILE is set."));
    for (int field = 0; field < fieldsInALine; ++field) {
        m_grid->setColumnStretch(field * columnsOfAField + 1, 1);
    }
    connect(m_least, &QComboBox::currentIndexChanged, this, &TlsForm::changed);
    connect(m_protocols, &QLineEdit::textChanged, this, &TlsForm::changed);
    for (const FileField *field : {m_certificate, m_key, m_trust, m_keyLog}) {
        connect(field, &FileField::changed, this, &TlsForm::changed);
    }
}

void TlsForm::add(const QString &label, QWidget *field, const QString &tip)
{
    field->setToolTip(tip);
    field->setAccessibleName(label);
    auto *buddy = new QLabel(label, this);
    buddy->setBuddy(field);
    const int row = m_count / fieldsInALine;
    const int column = m_count % fieldsInALine * columnsOfAField;
    m_grid->addWidget(buddy, row, column);
    m_grid->addWidget(field, row, column + 1);
    ++m_count;
}

void TlsForm::setCommon(const TlsSettings &settings)
{
    m_least->setCurrentIndex(m_least->findData(static_cast<int>(settings.least)));
    m_protocols->setText(settings.protocols);
    m_certificate->setFile(settings.certificateFile);
    m_key->setFile(settings.keyFile);
    m_trust->setFile(settings.trustFile);
    m_keyLog->setFile(settings.keyLogFile);
}

void TlsForm::fillCommon(TlsSettings &settings) const
{
    settings.least = static_cast<TlsVersion>(m_least->currentData().toInt());
    settings.protocols = m_protocols->text();
    settings.certificateFile = m_certificate->file();
    settings.keyFile = m_key->file();
    settings.trustFile = m_trust->file();
    settings.keyLogFile = m_keyLog->file();
}

int TlsForm::changedCommon(const TlsSettings &settings)
{
    int count = settings.least == TlsSettings().least ? 0 : 1;
    for (const QString &text : {settings.protocols, settings.certificateFile, settings.keyFile,
                                settings.trustFile, settings.keyLogFile}) {
        count += text.trimmed().isEmpty() ? 0 : 1;
    }
    return count;
}

} // namespace sockyard
