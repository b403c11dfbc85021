#include "widgets/views/interfacespane.h"

#include "widgets/models/interfaceaddressmodel.h"
#include "widgets/models/interfacemodel.h"
#include "widgets/models/interfacewords.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/rowdelegate.h"
#include "widgets/views/rowtable.h"
#include "widgets/views/tones.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHeaderView>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

class InterfaceDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void style(QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool isGone = index.data(InterfaceModel::GoneRole).toBool();
        const bool isDown = index.data(InterfaceModel::DownRole).toBool();
        Tone tone = isGone || isDown ? Tone::Quiet : Tone::Plain;
        if (index.column() == InterfaceModel::NameColumn) {
            option.font.setBold(index.data(InterfaceModel::ChangedRole).toBool());
        } else if (index.column() == InterfaceModel::ChangeColumn) {
            tone = Tone::Marked;
        }
        option.palette.setColor(QPalette::Text, toneColor(tone, option.palette));
    }
};

class InterfaceTable : public RowTable
{
public:
    explicit InterfaceTable(QWidget *parent)
        : RowTable(Follow::Nothing, parent)
    {
        setObjectName(QStringLiteral("interfaceTable"));
        setItemDelegate(new InterfaceDelegate(this));
        horizontalHeader()->setMinimumSectionSize(10);
        horizontalHeader()->setStretchLastSection(true);
    }

protected:
    void fitColumns() override
    {
        setColumnWidth(InterfaceModel::NameColumn, widthFor(QStringLiteral("wlp0s20f3")));
        setColumnWidth(InterfaceModel::StateColumn, widthFor(tr("up, running, multicast")));
        setColumnWidth(InterfaceModel::AddressesColumn,
                       widthFor(QStringLiteral("192.168.100.100/24")));
    }
};

class AddressDelegate : public RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void style(QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool isOld = index.data(InterfaceAddressModel::DeprecatedRole).toBool();
        option.palette.setColor(QPalette::Text,
                                toneColor(isOld ? Tone::Quiet : Tone::Plain, option.palette));
    }
};

class AddressTable : public RowTable
{
public:
    explicit AddressTable(QWidget *parent)
        : RowTable(Follow::Nothing, parent)
    {
        setObjectName(QStringLiteral("addressTable"));
        setItemDelegate(new AddressDelegate(this));
        horizontalHeader()->setMinimumSectionSize(10);
        horizontalHeader()->setStretchLastSection(true);
    }

protected:
    void fitColumns() override
    {
        setColumnWidth(InterfaceAddressModel::AddressColumn,
                       widthFor(QStringLiteral("fe80::5054:ff:fe12:3456/64")));
        setColumnWidth(InterfaceAddressModel::ReachColumn, widthFor(tr("this machine only")));
        setColumnWidth(InterfaceAddressModel::NetworkColumn,
                       widthFor(QStringLiteral("netmask 255.255.255.0, broadcast")));
    }
};

/// The first row is chosen where a person has chosen none.
void chooseSome(RowTable *table)
{
    if (!table->currentIndex().isValid() && table->model()->rowCount() > 0) {
        table->selectRow(0);
    }
}

} // namespace

InterfacesPane::InterfacesPane(QWidget *parent)
    : QWidget(parent)
    , m_interfaces(new InterfaceModel(this))
    , m_addresses(new InterfaceAddressModel(this))
    , m_list(new InterfaceTable(this))
    , m_details(new ElidedLabel(this))
    , m_addressList(new AddressTable(this))
    , m_explanation(new ElidedLabel(this, Tone::Plain))
    , m_copy(addButton("copyAddressButton", tr("&Copy address"), tr("Copies the chosen address")))
    , m_listen(addButton("listenHereButton", tr("&Listen here"),
                         tr("Goes to the TCP Server with this address in its form")))
    , m_chat(addButton("chatHereButton", tr("C&hat here"),
                       tr("Goes to the Multicast Chat with this interface in its form")))
    , m_name(addButton("lookUpButton", tr("Look up &name"),
                       tr("Asks this machine and its name servers what the address is called")))
{
    m_list->setModel(m_interfaces);
    m_list->setAccessibleName(tr("Interfaces"));
    m_list->setPlaceholder(tr("Nothing was looked at yet."));
    m_addressList->setModel(m_addresses);
    m_addressList->setAccessibleName(tr("Addresses of the chosen interface"));
    m_addressList->setPlaceholder(tr("This interface has no address."));
    m_details->setObjectName(QStringLiteral("interfaceDetails"));
    m_explanation->setObjectName(QStringLiteral("addressExplanation"));
    layOut();

    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &InterfacesPane::showChosen);
    connect(m_addressList->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &InterfacesPane::showAddress);
    connect(m_copy, &QPushButton::clicked, this, &InterfacesPane::copyAddress);
    connect(m_listen, &QPushButton::clicked, this,
            [this] { Q_EMIT listenHereRequested(chosenAddress()); });
    connect(m_chat, &QPushButton::clicked, this,
            [this] { Q_EMIT chatHereRequested(chosenInterface()); });
    connect(m_name, &QPushButton::clicked, this, [this] { Q_EMIT nameRequested(chosenAddress()); });
    m_copied.setSingleShot(true);
    m_copied.setInterval(1500ms);
    connect(&m_copied, &QTimer::timeout, this, [this] { m_copy->setText(tr("&Copy address")); });
    showChosen();
}

QPushButton *InterfacesPane::addButton(const char *name, const QString &text, const QString &tip)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(tip);
    button->setAutoDefault(false);
    return button;
}

void InterfacesPane::layOut()
{
    auto *buttons = new QGridLayout; // two rows of two: the side is narrow
    buttons->addWidget(m_copy, 0, 0);
    buttons->addWidget(m_name, 0, 1);
    buttons->addWidget(m_listen, 1, 0);
    buttons->addWidget(m_chat, 1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_details);
    layout->addWidget(m_addressList, 1);
    layout->addWidget(m_explanation);
    layout->addLayout(buttons);
}

void InterfacesPane::showInterfaces(const QList<InterfaceDetails> &interfaces,
                                    const InterfaceHistory &history)
{
    m_history = history;
    m_interfaces->show(interfaces, history);
    chooseSome(m_list);
    showChosen();
}

void InterfacesPane::focusList()
{
    m_list->setFocus();
}

void InterfacesPane::showChosen()
{
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid()) {
        m_details->setText({});
        m_addresses->show({}, m_history);
    } else {
        const InterfaceRow &row = m_interfaces->rows().at(current.row());
        m_details->setText(row.details.name + QStringLiteral(":  ") + detailsText(row.details));
        m_addresses->show(row.isGone ? QList<InterfaceAddress>() : row.details.addresses,
                          m_history);
        chooseSome(m_addressList);
    }
    showAddress();
}

void InterfacesPane::showAddress()
{
    const QModelIndex address = m_addressList->currentIndex();
    const QModelIndex interface = m_list->currentIndex();
    m_explanation->setText(address.data(InterfaceAddressModel::ExplanationRole).toString());
    for (QPushButton *button : {m_copy, m_listen, m_name}) {
        button->setEnabled(address.isValid());
    }
    m_chat->setEnabled(interface.isValid() && !interface.data(InterfaceModel::GoneRole).toBool());
}

QString InterfacesPane::chosenAddress() const
{
    return m_addressList->currentIndex().data(InterfaceAddressModel::AddressRole).toString();
}

QString InterfacesPane::chosenInterface() const
{
    return m_list->currentIndex().data(InterfaceModel::NameRole).toString();
}

void InterfacesPane::copyAddress()
{
    QGuiApplication::clipboard()->setText(chosenAddress());
    m_copy->setText(tr("Copied"));
    m_copied.start();
}

} // namespace sockyard
