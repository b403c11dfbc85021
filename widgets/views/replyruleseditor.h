#pragma once

#include "netcore/responders/replyrules.h"

#include <QWidget>

class QStackedWidget;
class QTableView;

namespace sockyard
{

class ListButtons;
class ProblemLine;
class ReplyRulesDelegate;
class ReplyRulesModel;

/// Where a person writes the rules of a table of replies. Every change counts at once, right or
/// wrong: what is wrong is marked where it stands, the first of it told below, and all of it kept.
/// Rules can be taken from a file, behind those that are there, and be written into one. Knows
/// neither server nor settings. Main thread.
class ReplyRulesEditor : public QWidget
{
    Q_OBJECT

public:
    explicit ReplyRulesEditor(QWidget *parent = nullptr);

    /// As replyRulesToJson() has them, wrong ones too.
    QString rules() const;
    /// Shows these; tells nobody. A text that cannot be read is told and kept, until a person makes
    /// other rules.
    void setRules(const QString &rules);
    /// Whether a table of replies may be made of them.
    bool isValid() const;

Q_SIGNALS:
    void rulesChanged();

private:
    QTableView *makeTable();
    void addShortcuts();
    int currentRow() const;
    void choose(int row, int column);
    void add();
    void remove();
    void move(int by);
    void askImport();
    void askExport();
    void importFrom(const QString &fileName);
    void exportTo(const QString &fileName);
    static QStringList fileFilters();
    void takeChange();
    void showState();
    void showProblem();

    ReplyRulesModel *m_model;
    ReplyRulesDelegate *m_delegate;
    QStackedWidget *m_stack;
    QTableView *m_table;
    QWidget *m_nothing;
    ListButtons *m_buttons;
    ProblemLine *m_line;
    QString m_unread; // what setRules() could not read
    std::optional<RuleProblem> m_unreadProblem;
};

} // namespace sockyard
