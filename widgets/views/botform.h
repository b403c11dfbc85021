#pragma once

#include "netcore/chat/botsettings.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QGridLayout;
class QLineEdit;
class QPlainTextEdit;

namespace sockyard
{

/// A chat's bot: whether it is on, what it says to whom, and what it answers by. Main thread.
class BotForm : public QWidget
{
    Q_OBJECT

public:
    explicit BotForm(QWidget *parent = nullptr);

    /// What is typed and chosen.
    BotSettings settings() const;
    /// Shows \a settings, and tells nobody.
    void setSettings(const BotSettings &settings);
    /// How many things are other than usual.
    int changedCount() const;

Q_SIGNALS:
    /// A person switched it, or has typed and paused: a bot that takes the first letter of a
    /// keyword for the whole one would answer everybody.
    void edited();

private:
    QLineEdit *addLine(QGridLayout *grid, int row, const char *name, const QString &label,
                       const QString &tip);

    QCheckBox *m_on;
    QLineEdit *m_greeting;
    QLineEdit *m_farewell;
    QLineEdit *m_keyword;
    QPlainTextEdit *m_answers;
    QTimer m_pause;
};

} // namespace sockyard
