#pragma once

#include <QString>
#include <QTableView>

namespace sockyard
{

/// A table of rows of one height, one of which can be chosen, as all tables of a page are. It can
/// follow its end: while a person stays at the bottom, the newest row stays in view; who has
/// scrolled up keeps looking at the same rows, even while old ones go. Without rows it shows a few
/// words instead.
class RowTable : public QTableView
{
    Q_OBJECT

public:
    enum class Follow { Nothing, End };

    explicit RowTable(Follow follow, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// Plain text, shown while there are no rows.
    void setPlaceholder(const QString &text);
    /// The placeholder where it is what one sees; empty while there are rows.
    QString shownPlaceholder() const;
    bool isAtBottom() const;

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    /// Sets the width of columns by the font. Called again when the font changes.
    virtual void fitColumns() = 0;
    /// The width that a column needs for such a text.
    int widthFor(const QString &widest) const;

private:
    void fit();
    void rememberPlace();
    void keepPlace();
    void keepPlaceAfterRemoval(int count);

    const Follow m_follow;
    QString m_placeholder;
    bool m_wasAtBottom = true;
};

} // namespace sockyard
