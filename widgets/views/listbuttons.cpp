#include "widgets/views/listbuttons.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace sockyard
{

ListButtons::ListButtons(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
    , m_add(make("addRuleButton", tr("Add")))
    , m_remove(make("removeRuleButton", tr("Remove")))
    , m_up(make("upButton", tr("Up")))
    , m_down(make("downButton", tr("Down")))
{
    m_layout->setContentsMargins({});
    for (QPushButton *button : {m_add, m_remove, m_up, m_down}) {
        m_layout->addWidget(button);
    }
    m_layout->addStretch();
    connect(m_add, &QPushButton::clicked, this, &ListButtons::addClicked);
    connect(m_remove, &QPushButton::clicked, this, &ListButtons::removeClicked);
    connect(m_up, &QPushButton::clicked, this, [this] { Q_EMIT moveClicked(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { Q_EMIT moveClicked(1); });
}

QPushButton *ListButtons::append(const char *name, const QString &text)
{
    QPushButton *const button = make(name, text);
    m_layout->addWidget(button);
    return button;
}

void ListButtons::setPlace(int current, int count, bool hasRoom)
{
    const bool there = current >= 0 && current < count;
    m_add->setEnabled(hasRoom);
    m_remove->setEnabled(there);
    m_up->setEnabled(there && current > 0);
    m_down->setEnabled(there && current + 1 < count);
}

QPushButton *ListButtons::make(const char *name, const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(QString::fromLatin1(name));
    button->setAutoDefault(false); // Enter in a field is no click
    return button;
}

} // namespace sockyard
