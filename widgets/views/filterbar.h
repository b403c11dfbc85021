#pragma once

#include "netcore/query/filter.h"

#include <QTimer>
#include <QWidget>

#include <cstdint>
#include <optional>

class QCompleter;
class QLabel;
class QLineEdit;
class QProgressBar;
class QStandardItemModel;
class QToolButton;

namespace sockyard
{

/// Where a person types which events are shown. What is typed is applied a moment after the last
/// key, as soon as it is an expression; while it is none the place is marked, the words beside it
/// say what is wanted, and the filter before stays. Proposals come as one types, or with
/// Ctrl+Space; the down key offers what was used before. Escape clears. Main thread.
///
/// Wiring: filterChanged() to FilterJob::start() (or to showing everything, where
/// Filter::letsAllThrough()), the job's matched() to setCounts() and setProgress(), caughtUp() to
/// clearProgress().
class FilterBar : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(QWidget *parent = nullptr);
    ~FilterBar() override;

    /// The filter in force.
    const Filter &filter() const { return m_filter; }
    QString text() const;
    /// Shown as if it were typed, but applied at once.
    void setText(const QString &expression);
    /// Gives the field the keyboard, with what it holds selected.
    void edit();

    /// "1,234 of 10,000,000", shown while a filter is in force.
    void setCounts(std::uint64_t shown, std::uint64_t all);
    /// From 0 to 1, while events are looked at.
    void setProgress(double fraction);
    void clearProgress();
    /// On so many events a regular expression took too many steps.
    void setGaveUp(std::uint64_t events);

    /// What was used before, newest first; to be kept in the settings.
    QStringList history() const { return m_history; }
    void setHistory(const QStringList &history);

Q_SIGNALS:
    void filterChanged(const sockyard::Filter &filter);
    void historyChanged();
    /// Escape was pressed in the empty field.
    void dismissed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void follow();
    void apply();
    void remember();
    void propose(bool asked);
    void offerHistory();
    void showPopup();
    void insertProposal(const QModelIndex &index);
    void markError();
    void showWords();
    void showHelp();
    bool handlesKey(int key, Qt::KeyboardModifiers modifiers);

    QLineEdit *m_edit;
    QLabel *m_words;
    QProgressBar *m_progress;
    QToolButton *m_help;
    QStandardItemModel *m_proposals;
    QCompleter *m_completer;
    QTimer m_pause;

    Filter m_filter;
    std::optional<QueryError> m_error;
    std::uint64_t m_shown = 0;
    std::uint64_t m_all = 0;
    std::uint64_t m_gaveUp = 0;
    qsizetype m_proposalPosition = 0; // what a proposal replaces
    qsizetype m_proposalLength = 0;
    QStringList m_history;
};

} // namespace sockyard
