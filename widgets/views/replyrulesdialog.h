#pragma once

#include <QDialog>

class QPushButton;

namespace sockyard
{

class ReplyRulesEditor;

/// The rules of a table of replies in a window of their own, which stops nobody. What is changed
/// counts when a person applies it, and can be applied when all of it is right. Closed with
/// changes, it keeps them, and shows them again with show(). Belongs to a page. Main thread.
class ReplyRulesDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ReplyRulesDialog(QWidget *parent = nullptr);

    /// Those that were applied, or set, at last.
    const QString &rules() const { return m_rules; }
    /// Shows these, and forgets what was changed; tells nobody.
    void setRules(const QString &rules);
    /// The same, but what was changed and not applied stays, and can still be applied.
    void setApplied(const QString &rules);

Q_SIGNALS:
    void applied(const QString &rules);

private:
    void apply();
    void showState();

    ReplyRulesEditor *m_editor;
    QPushButton *m_apply;
    QString m_rules;
    bool m_isChanged = false;
};

} // namespace sockyard
