#include "widgets/pages/chatside.h"

#include "widgets/models/conversationmodel.h"
#include "widgets/models/rostermodel.h"
#include "widgets/views/conversationview.h"
#include "widgets/views/rosterview.h"

#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace sockyard
{

namespace
{

// How the height is shared, before a person moves the splitter.
constexpr int talkShare = 3;
constexpr int rosterShare = 2;
constexpr int wholeHeight = 100; // more than there is; the splitter divides what there is

} // namespace

ChatSide::ChatSide(QWidget *parent)
    : QWidget(parent)
    , m_conversation(new ConversationModel(this))
    , m_roster(new RosterModel(this))
{
    auto *talk = new ConversationView(m_conversation, this);
    talk->setPlaceholder(tr("Nothing has been said yet. Join, then type a message below. Start a "
                            "second window to have somebody to talk to."));
    auto *roster = new RosterView(m_roster, this);
    connect(talk, &ConversationView::chosen, this, &ChatSide::chosen);
    connect(roster, &RosterView::chosen, this, &ChatSide::chosen);

    auto *parts = new QSplitter(Qt::Vertical, this);
    parts->setChildrenCollapsible(false);
    parts->addWidget(talk);
    parts->addWidget(roster);
    parts->setStretchFactor(0, talkShare);
    parts->setStretchFactor(1, rosterShare);
    parts->setSizes({talkShare * wholeHeight, rosterShare * wholeHeight});
    m_doctor = new QToolButton(this); // behind them, as one reads
    m_doctor->setObjectName(QStringLiteral("doctorButton"));
    m_doctor->setText(tr("Why do I hear nothing?"));
    m_doctor->setToolTip(
        tr("Checks sockets, memberships, interfaces, routes and the way around, and "
           "tells what to do. Also while no group is joined."));
    m_doctor->setFocusPolicy(Qt::StrongFocus);
    connect(m_doctor, &QToolButton::clicked, this, &ChatSide::doctorWanted);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(parts, 1);
    layout->addWidget(m_doctor, 0, Qt::AlignRight);
}

void ChatSide::apply(const Event &event)
{
    const ChatHeard heard = m_hearing.apply(event);
    m_conversation->apply(heard);
    m_roster->apply(heard);
}

void ChatSide::publish()
{
    m_conversation->publish();
    m_roster->publish();
}

void ChatSide::focusDoctor()
{
    m_doctor->setFocus();
}

} // namespace sockyard
