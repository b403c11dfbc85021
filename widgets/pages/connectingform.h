#pragma once

#include "netcore/endpoints/tcpclientsettings.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLineEdit;
class QSpinBox;

namespace sockyard
{

/// What few people change about how a client connects: which addresses, from where, the three
/// time-outs, what happens after a failure, and the options of its sockets. Main thread.
class ConnectingForm : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectingForm(QWidget *parent = nullptr);

    /// Shows what is in \a settings.
    void setSettings(const TcpClientSettings &settings);
    /// Puts what is shown into \a settings.
    void fill(TcpClientSettings &settings) const;
    /// How many things are other than usual.
    int changedCount() const;
    /// What the system gives where nothing else is chosen, to be shown beside that choice.
    void setSystemDefaults(const SocketOptions &defaults);

Q_SIGNALS:
    void changed();
    /// Enter was pressed in a field.
    void submitted();

private:
    /// The field of a socket option: a box of choices for a switch, else a number.
    struct OptionField {
        SocketOption option;
        QComboBox *choice = nullptr;
        QSpinBox *number = nullptr;
    };

    void addTo(QGridLayout *grid, int row, int &column, const QString &label, QWidget *field,
               const char *name, const QString &tip);
    QDoubleSpinBox *timeBox(const NumberRange &range, const QString &none);
    QWidget *optionField(const SocketOptionRow &row);
    void makeAddressLine(QGridLayout *grid);
    void makeAgainLine(QGridLayout *grid);
    void makeOptionLine(QGridLayout *grid);

    QComboBox *m_family;
    QLineEdit *m_source;
    QDoubleSpinBox *m_connectTimeout;
    QDoubleSpinBox *m_responseTimeout;
    QDoubleSpinBox *m_exchangeTimeout;
    QSpinBox *m_retries;
    QDoubleSpinBox *m_retryWait;
    QCheckBox *m_reconnect;
    std::vector<OptionField> m_options;
};

} // namespace sockyard
