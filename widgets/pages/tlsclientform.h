#pragma once

#include "widgets/pages/tlsform.h"

namespace sockyard
{

/// What a client can choose for TLS. Main thread.
class TlsClientForm : public TlsForm
{
    Q_OBJECT

public:
    explicit TlsClientForm(QWidget *parent = nullptr);

    /// Shows what is in \a settings, but for the certificates that are accepted: the page tells
    /// those.
    void setSettings(const TlsClientSettings &settings);
    /// What is shown.
    TlsClientSettings settings() const;
    /// How many things are other than usual.
    int changedCount() const;

private:
    QLineEdit *m_name;
};

} // namespace sockyard
