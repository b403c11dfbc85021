#pragma once

#include "netcore/endpoints/multicastchatsettings.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace sockyard
{

class BotForm;

/// What few people change about how a chat speaks: how far its messages go, whether this machine
/// hears them, how they are written, and the bot. Main thread.
class ChatForm : public QWidget
{
    Q_OBJECT

public:
    explicit ChatForm(QWidget *parent = nullptr);

    /// Shows what is in \a settings.
    void setSettings(const MulticastChatSettings &settings);
    /// Puts what is shown into \a settings.
    void fill(MulticastChatSettings &settings) const;
    /// How many things are other than usual.
    int changedCount() const;
    /// While a group is joined only the bot can be changed.
    void setJoined(bool joined);

Q_SIGNALS:
    void changed();
    /// A person has changed the bot; see BotForm::edited().
    void botEdited(const sockyard::BotSettings &settings);

private:
    QSpinBox *m_hops;
    QCheckBox *m_loopBack;
    QComboBox *m_wire;
    BotForm *m_bot;
};

} // namespace sockyard
