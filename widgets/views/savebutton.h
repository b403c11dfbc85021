#pragma once

#include "netcore/log/export/logslice.h"

#include <QString>
#include <QToolButton>

#include <optional>

class QAction;

namespace sockyard
{

/// A part of a log that a person wants to save.
struct LogPart {
    EventChoice choice = {};
    bool isRaw = false; ///< only the bytes: one direction of one connection
    QString name = {};  ///< for a file name: `connection-3-received`; empty for everything
};

/// The button that saves a log: a click saves everything, its menu (also by the Down key) a part.
/// It asks for it by a signal, and writes nothing. Main thread.
class SaveButton : public QToolButton
{
    Q_OBJECT

public:
    explicit SaveButton(QWidget *parent = nullptr);

    /// The connection that a person looks at, if any.
    void setConnection(std::optional<ConnectionId> connection);
    /// How to learn what the filter shows, asked on the main thread when it is wanted; null while
    /// no filter is set.
    void setFilterChoice(std::function<EventChoice()> choice);

Q_SIGNALS:
    void saveRequested(const sockyard::LogPart &part);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QAction *addPart(const char *name, void (SaveButton::*request)());
    void requestEverything();
    void requestFiltered();
    void requestConnection();
    void requestReceived();
    void requestSent();

    std::optional<ConnectionId> m_connection;
    std::function<EventChoice()> m_filterChoice;
    QAction *m_filtered;
    QAction *m_ofConnection;
    QAction *m_received;
    QAction *m_sent;
};

} // namespace sockyard
