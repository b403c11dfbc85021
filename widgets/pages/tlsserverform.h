#pragma once

#include "widgets/pages/tlsform.h"

namespace sockyard
{

/// What a server can choose for TLS. Main thread.
class TlsServerForm : public TlsForm
{
    Q_OBJECT

public:
    explicit TlsServerForm(QWidget *parent = nullptr);

    /// Shows what is in \a settings.
    void setSettings(const TlsServerSettings &settings);
    /// What is shown.
    TlsServerSettings settings() const;
    /// How many things are other than usual.
    int changedCount() const;

private:
    QComboBox *m_clients;
};

} // namespace sockyard
