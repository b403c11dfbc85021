#pragma once

#include "netcore/tls/tlssettings.h"

#include <QWidget>

class QComboBox;
class QGridLayout;
class QLineEdit;

namespace sockyard
{

class FileField;

/// What both ends can choose for TLS: the oldest version, application protocols, the own
/// certificate and key, whom to trust, and the key log. Servers and clients add to it. Main thread.
class TlsForm : public QWidget
{
    Q_OBJECT

Q_SIGNALS:
    void changed();

protected:
    /// What this end calls its files.
    struct Words {
        QString certificate; ///< the placeholder
        QString trust;       ///< the label
        QString trustTip;
        QString noTrust; ///< the placeholder
    };

    TlsForm(const Words &words, QWidget *parent);

    void setCommon(const TlsSettings &settings);
    void fillCommon(TlsSettings &settings) const;
    static int changedCommon(const TlsSettings &settings);
    /// Another field, behind those that are there.
    void add(const QString &label, QWidget *field, const QString &tip);

private:
    QGridLayout *m_grid;
    QComboBox *m_least;
    QLineEdit *m_protocols;
    FileField *m_certificate;
    FileField *m_key;
    FileField *m_trust;
    FileField *m_keyLog;
    int m_count = 0; // of fields
};

} // namespace sockyard
