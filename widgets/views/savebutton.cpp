#include "widgets/views/savebutton.h"

#include <QAction>
#include <QKeyEvent>
#include <QMenu>

#include <utility>

namespace sockyard
{

SaveButton::SaveButton(QWidget *parent)
    : QToolButton(parent)
{
    setText(tr("Save log…"));
    setToolTip(
        tr("Writes events and bytes into a file: everything, or a part (▾ or the Down key)"));
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setPopupMode(QToolButton::MenuButtonPopup);
    setMenu(new QMenu(this));
    menu()->setObjectName(QStringLiteral("saveMenu"));
    addPart("saveEverything", &SaveButton::requestEverything)->setText(tr("&Everything…"));
    m_filtered = addPart("saveFiltered", &SaveButton::requestFiltered);
    m_filtered->setText(tr("What the &filter shows…"));
    menu()->addSeparator();
    m_ofConnection = addPart("saveConnection", &SaveButton::requestConnection);
    m_received = addPart("saveReceived", &SaveButton::requestReceived);
    m_sent = addPart("saveSent", &SaveButton::requestSent);
    connect(this, &QToolButton::clicked, this, &SaveButton::requestEverything);
    setConnection({});
    setFilterChoice({});
}

QAction *SaveButton::addPart(const char *name, void (SaveButton::*request)())
{
    QAction *const action = menu()->addAction(QString());
    action->setObjectName(QString::fromLatin1(name));
    connect(action, &QAction::triggered, this, request);
    return action;
}

void SaveButton::setConnection(std::optional<ConnectionId> connection)
{
    m_connection = connection;
    for (QAction *action : {m_ofConnection, m_received, m_sent}) {
        action->setEnabled(connection.has_value());
    }
    if (connection.value_or(0) == 0) { // none, or the endpoint's own socket
        m_ofConnection->setText(tr("This &connection…"));
        m_received->setText(tr("&Received by this connection, only the bytes…"));
        m_sent->setText(tr("&Sent by this connection, only the bytes…"));
    } else {
        m_ofConnection->setText(tr("&Connection %1…").arg(*connection));
        m_received->setText(tr("&Received by connection %1, only the bytes…").arg(*connection));
        m_sent->setText(tr("&Sent by connection %1, only the bytes…").arg(*connection));
    }
}

void SaveButton::setFilterChoice(std::function<EventChoice()> choice)
{
    m_filterChoice = std::move(choice);
    m_filtered->setEnabled(static_cast<bool>(m_filterChoice));
}

void SaveButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down) {
        menu()->popup(mapToGlobal(QPoint(0, height())));
        return;
    }
    QToolButton::keyPressEvent(event);
}

void SaveButton::requestEverything()
{
    Q_EMIT saveRequested({});
}

void SaveButton::requestFiltered()
{
    if (m_filterChoice) {
        Q_EMIT saveRequested({.choice = m_filterChoice(), .name = QStringLiteral("filtered")});
    }
}

void SaveButton::requestConnection()
{
    if (m_connection) {
        Q_EMIT saveRequested({.choice = EventChoice::ofConnection(*m_connection),
                              .name = QStringLiteral("connection-%1").arg(*m_connection)});
    }
}

void SaveButton::requestReceived()
{
    if (m_connection) {
        Q_EMIT saveRequested({.choice = EventChoice::ofStream(*m_connection, EventKind::Received),
                              .isRaw = true,
                              .name = QStringLiteral("connection-%1-received").arg(*m_connection)});
    }
}

void SaveButton::requestSent()
{
    if (m_connection) {
        Q_EMIT saveRequested({.choice = EventChoice::ofStream(*m_connection, EventKind::Sent),
                              .isRaw = true,
                              .name = QStringLiteral("connection-%1-sent").arg(*m_connection)});
    }
}

} // namespace sockyard
