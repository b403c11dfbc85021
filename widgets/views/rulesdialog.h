#pragma once

#include "netcore/query/rowrules.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QTableWidget;

namespace sockyard
{

class ListButtons;
class ProblemLine;

/// Where a person says which rows are coloured, and how: a list of rules, the first that fits being
/// right, and below it what the chosen rule says. Every change counts at once. An expression that
/// is none is marked and colours nothing; it is kept. Not modal. Main thread.
///
/// Wiring: setRules() with what the settings hold (rowRulesFromJson()), then rulesChanged() to the
/// settings (rowRulesToJson()) and to every table (RowRules).
class RulesDialog : public QDialog
{
    Q_OBJECT

public:
    explicit RulesDialog(QWidget *parent = nullptr);

    const QList<RowRule> &rules() const { return m_rules; }
    /// Shows these; tells nobody.
    void setRules(const QList<RowRule> &rules);

Q_SIGNALS:
    void rulesChanged(const QList<sockyard::RowRule> &rules);

private:
    void fill(int current);
    void fillRow(int row);
    void showCurrent();
    void takeCurrent();
    void takeCheck(int row);
    void add();
    void remove();
    void move(int by);
    void reset();
    int current() const;

    QTableWidget *m_table;
    QLineEdit *m_name;
    QLineEdit *m_expression;
    QComboBox *m_colour;
    ProblemLine *m_error;
    ListButtons *m_buttons;
    QList<RowRule> m_rules;
    bool m_filling = false; // what changes is not a person's doing
};

} // namespace sockyard
