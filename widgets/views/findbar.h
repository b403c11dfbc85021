#pragma once

#include "netcore/query/findjob.h"

#include <QWidget>

class QAction;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QToolButton;

namespace sockyard
{

/// Where a person types what is looked for in payloads and notes: text, hex bytes or a regular
/// expression. Enter and F3 go to the next one, Shift with them to the one before, Escape closes.
/// What cannot be looked for is told as one types. Main thread.
///
/// Wiring: findRequested() to FindJob::start() with the place where one stands; the job's
/// progressed(), found(), notFound() and cancelled() to the slots of these names; cancelRequested()
/// to FindJob::cancel(). The actions have their keys already: add them to the widget in which these
/// shall work. closed() gives the keyboard back to the table.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QWidget *parent = nullptr);

    /// Shows the bar and gives its field the keyboard, with what it holds selected.
    void open();
    /// What is looked for, where it can be.
    std::optional<Needle> needle(QueryError *error = nullptr) const;
    QString text() const;
    void setText(const QString &text);

    QAction *nextAction() const { return m_next; }
    QAction *previousAction() const { return m_previous; }
    /// What the bar says; empty where there is nothing to say.
    QString words() const;

public Q_SLOTS:
    void showProgress(double fraction);
    void showFound(const sockyard::FindHit &hit);
    void showNotFound(std::uint64_t gaveUp);
    void showCancelled();

Q_SIGNALS:
    void findRequested(const sockyard::Needle &needle, sockyard::FindRequest::Direction direction);
    void cancelRequested();
    void closed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Mood { Calm, Bad };

    void find(FindRequest::Direction direction);
    void check();
    void say(const QString &words, Mood mood = Mood::Calm);
    void endSearch();
    void close();

    QLineEdit *m_edit;
    QComboBox *m_kind;
    QCheckBox *m_matchCase;
    QLabel *m_words;
    QProgressBar *m_progress;
    QToolButton *m_cancel;
    QAction *m_next;
    QAction *m_previous;
    QString m_said;
    FindRequest::Direction m_direction = FindRequest::Direction::Forwards;
};

} // namespace sockyard
