#pragma once

#include <QWidget>

class QPlainTextEdit;

namespace sockyard
{

class ProblemLine;

/// Rules of rewriting, one on each line, as rewriteRulesIn() reads them; what is wrong is told
/// below while it is typed. Main thread.
class RewritingEdit : public QWidget
{
    Q_OBJECT

public:
    explicit RewritingEdit(QWidget *parent = nullptr);

    QString rules() const;
    void setRules(const QString &rules);
    /// How many there are; 0 where something is wrong.
    int count() const { return m_count; }

Q_SIGNALS:
    void changed();

private:
    void judge();

    QPlainTextEdit *m_edit;
    ProblemLine *m_problem;
    int m_count = 0;
};

} // namespace sockyard
