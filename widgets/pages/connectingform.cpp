#include "widgets/pages/connectingform.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include <algorithm>
#include <cmath>

namespace sockyard
{

namespace
{

using Settings = TcpClientSettings;

constexpr double millisecondsInSecond = 1000.0;
constexpr int columnsOfAField = 2; // its label, and itself

int millisecondsIn(const QDoubleSpinBox *box)
{
    return static_cast<int>(std::lround(box->value() * millisecondsInSecond));
}

/// A switch's box: as the system has it, on, off.
constexpr int unchosen = -1;

} // namespace

ConnectingForm::ConnectingForm(QWidget *parent)
    : QWidget(parent)
    , m_family(new QComboBox(this))
    , m_source(new QLineEdit(this))
    , m_connectTimeout(timeBox(Settings::connectTimeoutRange, tr("no limit")))
    , m_responseTimeout(timeBox(Settings::responseTimeoutRange, tr("no limit")))
    , m_exchangeTimeout(timeBox(Settings::exchangeTimeoutRange, tr("no limit")))
    , m_retries(new QSpinBox(this))
    , m_retryWait(timeBox(Settings::retryWaitRange, {}))
    , m_reconnect(new QCheckBox(tr("Connect again when the peer closes"), this))
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    makeAddressLine(grid);
    makeAgainLine(grid);
    makeOptionLine(grid);
    grid->setColumnStretch(grid->columnCount(), 1);
}

void ConnectingForm::addTo(QGridLayout *grid, int row, int &column, const QString &label,
                           QWidget *field, const char *name, const QString &tip)
{
    field->setObjectName(QString::fromLatin1(name));
    field->setToolTip(tip);
    QString words = label;
    field->setAccessibleName(words.remove(u'&'));
    auto *buddy = new QLabel(label, this);
    buddy->setBuddy(field);
    grid->addWidget(buddy, row, column);
    grid->addWidget(field, row, column + 1);
    column += columnsOfAField;
}

QDoubleSpinBox *ConnectingForm::timeBox(const NumberRange &range, const QString &none)
{
    auto *box = new QDoubleSpinBox(this);
    box->setDecimals(3);
    box->setRange(range.least / millisecondsInSecond, range.most / millisecondsInSecond);
    box->setValue(range.usual / millisecondsInSecond);
    box->setSuffix(tr(" s"));
    box->setSpecialValueText(none);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    connect(box, &QDoubleSpinBox::valueChanged, this, &ConnectingForm::changed);
    return box;
}

void ConnectingForm::makeAddressLine(QGridLayout *grid)
{
    m_family->addItem(tr("IPv4 and IPv6"), static_cast<int>(Settings::Family::Any));
    m_family->addItem(tr("IPv4 only"), static_cast<int>(Settings::Family::Ipv4));
    m_family->addItem(tr("IPv6 only"), static_cast<int>(Settings::Family::Ipv6));
    connect(m_family, &QComboBox::currentIndexChanged, this, &ConnectingForm::changed);
    m_source->setPlaceholderText(tr("any"));
    m_source->setClearButtonEnabled(true);
    connect(m_source, &QLineEdit::textChanged, this, &ConnectingForm::changed);
    connect(m_source, &QLineEdit::returnPressed, this, &ConnectingForm::submitted);
    int column = 0;
    addTo(grid, 0, column, tr("&Family"), m_family, "familyBox",
          tr("Which addresses of a name are tried. Of both, the first that answers is taken "
             "(RFC 8305)."));
    addTo(grid, 0, column, tr("Fro&m"), m_source, "sourceEdit",
          tr("The address and port of this side, which bind() gives the socket: 127.0.0.1, "
             "127.0.0.1:5000, [::1]:5000 or :5000. Empty: the system chooses."));
    column = 0;
    addTo(grid, 1, column, tr("Co&nnecting"), m_connectTimeout, "connectTimeoutBox",
          tr("Connection time-out: how long it may take until the handshake is done. When it "
             "comes, nothing has answered: address, firewall, or a machine that is off."));
    addTo(grid, 1, column, tr("Respo&nse"), m_responseTimeout, "responseTimeoutBox",
          tr("Response time-out: from the handshake until the first byte comes back. When it "
             "comes, the network works and the server's program is slow, or waits for more."));
    addTo(grid, 1, column, tr("Exchan&ge"), m_exchangeTimeout, "exchangeTimeoutBox",
          tr("Exchange time-out: from the beginning until the connection is closed, however much "
             "is said meanwhile."));
}

void ConnectingForm::makeAgainLine(QGridLayout *grid)
{
    m_retries->setRange(Settings::retriesRange.least, Settings::retriesRange.most);
    m_retries->setValue(Settings::retriesRange.usual);
    m_retries->setSpecialValueText(tr("never"));
    connect(m_retries, &QSpinBox::valueChanged, this, &ConnectingForm::changed);
    m_reconnect->setObjectName(QStringLiteral("reconnectBox"));
    m_reconnect->setToolTip(
        tr("Also when it cuts the connection, or the way there is gone; until you disconnect. "
           "The waits between grow while it does not work."));
    connect(m_reconnect, &QCheckBox::toggled, this, &ConnectingForm::changed);
    int column = 0;
    addTo(grid, 2, column, tr("&Retries"), m_retries, "retriesBox",
          tr("How often it is tried again when no connection could be made"));
    addTo(grid, 2, column, tr("After"), m_retryWait, "retryWaitBox",
          tr("How long to wait before the first of these; each further wait is twice as long, up "
             "to a minute"));
    grid->addWidget(m_reconnect, 2, column, 1, columnsOfAField);
}

void ConnectingForm::makeOptionLine(QGridLayout *grid)
{
    constexpr int inALine = 3;
    int row = 3;
    int column = 0;
    for (const SocketOptionRow &option : socketOptions()) {
        const QByteArray name = QByteArray(option.key) + "Box";
        addTo(grid, row, column, option.titleText(), optionField(option), name.constData(),
              QStringLiteral("%1: %2").arg(QString::fromLatin1(option.systemName),
                                           option.descriptionText()));
        if (column == inALine * columnsOfAField) {
            column = 0;
            ++row;
        }
    }
    setSystemDefaults({});
}

QWidget *ConnectingForm::optionField(const SocketOptionRow &row)
{
    OptionField field{.option = row.option};
    QWidget *widget = nullptr;
    if (row.isSwitch()) {
        field.choice = new QComboBox(this);
        field.choice->addItem(QString(), unchosen);
        field.choice->addItem(row.valueText(1), 1);
        field.choice->addItem(row.valueText(0), 0);
        connect(field.choice, &QComboBox::currentIndexChanged, this, &ConnectingForm::changed);
        widget = field.choice;
    } else {
        field.number = new QSpinBox(this);
        field.number->setRange(row.least - 1, row.most); // the least stands for the system's
        field.number->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
        const QString unit = row.unitText();
        field.number->setSuffix(unit.isEmpty() ? QString() : u' ' + unit);
        connect(field.number, &QSpinBox::valueChanged, this, &ConnectingForm::changed);
        widget = field.number;
        field.number->setValue(row.least - 1);
    }
    m_options.push_back(field);
    return widget;
}

void ConnectingForm::setSystemDefaults(const SocketOptions &defaults)
{
    for (const OptionField &field : m_options) {
        const SocketOptionRow &row = socketOptionRow(field.option);
        const QString text =
            defaults.contains(field.option)
                ? tr("system's (%1)").arg(row.valueText(defaults.value(field.option)))
                : tr("system's");
        if (field.choice != nullptr) {
            field.choice->setItemText(0, text);
        } else {
            field.number->setSpecialValueText(text);
        }
    }
}

void ConnectingForm::setSettings(const TcpClientSettings &settings)
{
    m_family->setCurrentIndex(m_family->findData(static_cast<int>(settings.family)));
    m_source->setText(settings.source);
    m_connectTimeout->setValue(settings.connectTimeout / millisecondsInSecond);
    m_responseTimeout->setValue(settings.responseTimeout / millisecondsInSecond);
    m_exchangeTimeout->setValue(settings.exchangeTimeout / millisecondsInSecond);
    m_retries->setValue(settings.retries);
    m_retryWait->setValue(settings.retryWait / millisecondsInSecond);
    m_reconnect->setChecked(settings.reconnect);
    for (const OptionField &field : m_options) {
        const auto chosen = settings.options.constFind(field.option);
        const bool isChosen = chosen != settings.options.constEnd();
        if (field.choice != nullptr) {
            field.choice->setCurrentIndex(
                field.choice->findData(isChosen ? chosen.value() : unchosen));
        } else {
            field.number->setValue(isChosen ? chosen.value() : field.number->minimum());
        }
    }
}

void ConnectingForm::fill(TcpClientSettings &settings) const
{
    settings.family = static_cast<Settings::Family>(m_family->currentData().toInt());
    settings.source = m_source->text();
    settings.connectTimeout = millisecondsIn(m_connectTimeout);
    settings.responseTimeout = millisecondsIn(m_responseTimeout);
    settings.exchangeTimeout = millisecondsIn(m_exchangeTimeout);
    settings.retries = m_retries->value();
    settings.retryWait = millisecondsIn(m_retryWait);
    settings.reconnect = m_reconnect->isChecked();
    settings.options.clear();
    for (const OptionField &field : m_options) {
        if (field.choice != nullptr) {
            if (field.choice->currentData().toInt() != unchosen) {
                settings.options.insert(field.option, field.choice->currentData().toInt());
            }
        } else if (field.number->value() != field.number->minimum()) {
            settings.options.insert(field.option, field.number->value());
        }
    }
}

int ConnectingForm::changedCount() const
{
    TcpClientSettings now;
    fill(now);
    const TcpClientSettings usual;
    return static_cast<int>(now.options.size()) + (now.family != usual.family ? 1 : 0) +
           (now.source.trimmed().isEmpty() ? 0 : 1) +
           (now.connectTimeout != usual.connectTimeout ? 1 : 0) +
           (now.responseTimeout != usual.responseTimeout ? 1 : 0) +
           (now.exchangeTimeout != usual.exchangeTimeout ? 1 : 0) +
           (now.retries != usual.retries ? 1 : 0) + (now.retryWait != usual.retryWait ? 1 : 0) +
           (now.reconnect != usual.reconnect ? 1 : 0);
}

} // namespace sockyard
