#pragma once

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace sockyard
{

/// The buttons beside a list of rules: add, remove, up, down, and below these what else there is.
class ListButtons : public QWidget
{
    Q_OBJECT

public:
    explicit ListButtons(QWidget *parent = nullptr);

    /// One more button, below the others.
    QPushButton *append(const char *name, const QString &text);
    /// Lets only that be clicked which has something to do: \a current of \a count rules is chosen,
    /// -1 for none.
    void setPlace(int current, int count, bool hasRoom);

Q_SIGNALS:
    void addClicked();
    void removeClicked();
    /// \a by is -1 for up, 1 for down.
    void moveClicked(int by);

private:
    QPushButton *make(const char *name, const QString &text);

    QVBoxLayout *m_layout;
    QPushButton *m_add;
    QPushButton *m_remove;
    QPushButton *m_up;
    QPushButton *m_down;
};

} // namespace sockyard
