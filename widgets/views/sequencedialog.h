#pragma once

#include "netcore/sending/sendplan.h"

#include <QDialog>

#include <memory>

class QMenu;
class QPushButton;
class QSpinBox;
class QTableView;

namespace sockyard
{

class ListButtons;
class MessageStore;
class ProblemLine;
class SequenceModel;

/// Where a person writes a sequence of messages, in a window of its own, which stops nobody: steps
/// that wait for a time or for an answer and then send a message. What is wrong is marked where it
/// stands. The steps are kept in the settings. It sends nothing itself. Main thread.
class SequenceDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SequenceDialog(std::shared_ptr<MessageStore> store, QWidget *parent = nullptr);
    ~SequenceDialog() override;

    void open() override;
    /// Whether there is somebody to send to; while not, \a why says what to do first.
    void setReady(bool ready, const QString &why);
    /// A sequence runs right now: the button stops it.
    void setRunning(bool running);

Q_SIGNALS:
    void startRequested(const sockyard::SequencePlan &plan);
    void stopRequested();

private:
    QTableView *makeTable();
    void addShortcuts();
    void layOut();
    void fillSavedMenu();
    int currentRow() const;
    void choose(int row, int column);
    void add();
    void addSaved(const Message &message);
    void duplicate();
    void remove();
    void move(int by);
    void click();
    void showState();
    void readSettings();
    void keep() const;

    const std::shared_ptr<MessageStore> m_store;
    SequenceModel *m_model;
    QTableView *m_table;
    ListButtons *m_buttons;
    QPushButton *m_duplicate;
    QPushButton *m_saved;
    QMenu *m_savedMenu;
    QSpinBox *m_times;
    QPushButton *m_start;
    ProblemLine *m_line;
    bool m_isReady = false;
    bool m_isRunning = false;
    QString m_why;
};

} // namespace sockyard
