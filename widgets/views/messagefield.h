#pragma once

#include "netcore/messages/preparedmessage.h"
#include "widgets/models/messagedrafts.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QComboBox;
class QToolButton;

namespace sockyard
{

class MessageEdit;

/// Where a person writes a message: its notation, its encoding, the text and its ending, all in one
/// row. What is typed is judged while it is typed, a long text when one pauses, and what is wrong
/// is marked where it stands. Nothing that was typed is lost by choosing another notation. Main
/// thread.
class MessageField : public QWidget
{
    Q_OBJECT

public:
    explicit MessageField(QWidget *parent = nullptr);

    MessageEdit *edit() const { return m_edit; }
    Message message() const;
    Notation notation() const { return m_shown; }
    /// What was typed before is gone, but for Ctrl+Z.
    void setMessage(const Message &message);
    /// There is nothing that could be sent, or be wrong.
    bool isEmpty() const;
    /// Its message was handed on: the text goes, the rest stays.
    void clear();

    /// False while a long text is not judged yet.
    bool isJudged() const { return m_isJudged; }
    /// As it was judged last; nothing where it is wrong, see problem(), or not judged yet.
    const std::optional<PreparedMessage> &judged() const { return m_prepared; }
    /// The same, judged now where it was not, and a file anew.
    const std::optional<PreparedMessage> &prepared();
    const MessageProblem &problem() const { return m_problem; }

    /// Without them it is Text in UTF-8.
    void setNotationsOffered(bool offered);
    bool notationsOffered() const { return m_notationsOffered; }
    void setEndingsOffered(bool offered);
    /// While nothing is typed as Text.
    void setPlaceholder(const QString &text);

Q_SIGNALS:
    /// The message, or what is known of it, is another.
    void changed();
    /// Enter, where that sends.
    void submitted();
    void olderWanted();
    void newerWanted();
    /// Something that a person should know.
    void told(const QString &words);

private:
    void makeBoxes();
    void layOut();
    void chooseNotation();
    void showNotation();
    void takeChange();
    void judge();
    void chooseFile();
    void takeFiles(const QStringList &fileNames);
    void enlarge(bool enlarged);

    QComboBox *m_notation;
    QComboBox *m_encoding;
    MessageEdit *m_edit;
    QToolButton *m_choose;
    QToolButton *m_enlarge;
    QComboBox *m_ending;
    QString m_placeholder;
    bool m_notationsOffered = true;

    MessageDrafts m_drafts;
    Notation m_shown = Notation::Text;
    bool m_isSetting = false; // what changes is not a person's doing
    bool m_isJudged = false;
    std::optional<PreparedMessage> m_prepared;
    MessageProblem m_problem;
    QTimer m_pause;
};

} // namespace sockyard
