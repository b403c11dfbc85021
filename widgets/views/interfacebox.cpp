#include "widgets/views/interfacebox.h"

#include <QAbstractItemView>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace sockyard
{

namespace
{

constexpr int choiceRole = Qt::UserRole + 1;
constexpr int shownCharacters = 16;

bool isOffered(const Interface &its)
{
    return its.multicast || its.loopback;
}

QString stateOf(const Interface &its)
{
    if (!its.up) {
        return InterfaceBox::tr("down");
    }
    QStringList addresses;
    for (const QHostAddress &address : its.addresses) {
        QHostAddress bare = address;
        bare.setScopeId({}); // the name of the interface, which stands before it
        addresses.append(bare.toString());
    }
    return addresses.isEmpty() ? InterfaceBox::tr("no address")
                               : addresses.join(QStringLiteral(", "));
}

} // namespace

InterfaceBox::InterfaceBox(QWidget *parent, Source source)
    : QComboBox(parent)
    , m_source(std::move(source))
{
    setObjectName(QStringLiteral("interfaceBox"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(shownCharacters);
    fill();
    const auto all = m_source();
    const auto loopback =
        std::find_if(all.begin(), all.end(), [](const Interface &its) { return its.loopback; });
    if (loopback != all.end()) {
        setInterfaceName(loopback->name);
    }
}

void InterfaceBox::offer(const QString &words, Choice choice, const QString &name)
{
    addItem(words, name);
    setItemData(count() - 1, QVariant::fromValue(static_cast<int>(choice)), choiceRole);
}

void InterfaceBox::fill()
{
    const bool isFirst = count() == 0;
    const Choice present = choice();
    const QString name = interfaceName();
    clear();
    const auto all = m_source();
    for (const Interface &its : all) {
        if (isOffered(its)) {
            offer(tr("%1 (%2)").arg(its.name, stateOf(its)), Choice::One, its.name);
        }
    }
    offer(tr("all of them"), Choice::All);
    offer(tr("system's choice"), Choice::System);
    if (isFirst || present == Choice::System) {
        setInterfaceName({});
    } else if (present == Choice::All) {
        chooseAll();
    } else {
        setInterfaceName(name);
    }
}

InterfaceBox::Choice InterfaceBox::choice() const
{
    return static_cast<Choice>(currentData(choiceRole).toInt());
}

int InterfaceBox::placeOf(Choice choice, const QString &name) const
{
    for (int index = 0; index < count(); ++index) {
        if (itemData(index, choiceRole).toInt() == static_cast<int>(choice) &&
            itemData(index).toString() == name) {
            return index;
        }
    }
    return -1;
}

QString InterfaceBox::interfaceName() const
{
    return currentData().toString();
}

void InterfaceBox::setInterfaceName(const QString &name)
{
    if (name.isEmpty()) {
        setCurrentIndex(placeOf(Choice::System));
        return;
    }
    if (placeOf(Choice::One, name) < 0) {
        offer(tr("%1 (not there)").arg(name), Choice::One, name);
    }
    setCurrentIndex(placeOf(Choice::One, name));
}

bool InterfaceBox::isAll() const
{
    return choice() == Choice::All;
}

void InterfaceBox::chooseAll()
{
    setCurrentIndex(placeOf(Choice::All));
}

QString InterfaceBox::audience() const
{
    const QString name = interfaceName();
    QString where;
    switch (choice()) {
    case Choice::One: {
        const auto all = m_source();
        const bool isHere = std::any_of(all.begin(), all.end(), [&name](const Interface &its) {
            return its.name == name && its.loopback;
        });
        if (isHere) {
            return {};
        }
        where = tr("Everybody in the network of %1").arg(name);
        break;
    }
    case Choice::All:
        where = tr("Everybody in the networks of all interfaces");
        break;
    case Choice::System:
        where = tr("Everybody in the network of the interface that the system chooses");
        break;
    }
    return tr("%1 can join, read along and write here, under any name. Nothing is encrypted.")
        .arg(where);
}

void InterfaceBox::showPopup()
{
    fill();
    // The addresses are longer than the box, and what the choice is about.
    view()->setMinimumWidth(view()->sizeHintForColumn(0) +
                            view()->verticalScrollBar()->sizeHint().width());
    QComboBox::showPopup();
}

} // namespace sockyard
