#pragma once

#include <QFrame>

#include <vector>

class QLabel;
class QModelIndex;
class QPushButton;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace sockyard
{

class DoctorModel;
class DoctorRow;

/// Why a multicast chat hears nothing, as its doctor finds it: a line that sums up, and below a row
/// for each thing that was looked at. It opens when an examination begins, and takes no more than
/// two fifths of its window's height: what has no room there is scrolled to. Main thread.
class DoctorPane : public QFrame
{
    Q_OBJECT

public:
    explicit DoctorPane(DoctorModel *model, QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    /// It goes by sizeHint(): what its rows would need is not what it takes.
    bool hasHeightForWidth() const override { return false; }

Q_SIGNALS:
    /// A person wants another examination.
    void askedAgain();
    /// A person put the pane away.
    void putAway();

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeTop();
    void connectModel();
    void insertRows(const QModelIndex &parent, int first, int last);
    void changeRows(const QModelIndex &first, const QModelIndex &last);
    void removeAllRows();
    void alignTitles();
    void showReport();
    void showFirstFault();
    void fitHeight();
    int heightOfRows(int width) const;
    void copy() const;

    DoctorModel *m_model;
    QLabel *m_summary = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_copy = nullptr;
    QToolButton *m_close = nullptr;
    QScrollArea *m_scroll;
    QVBoxLayout *m_list = nullptr;
    std::vector<DoctorRow *> m_rows;
    QWidget *m_top;
    QWidget *m_window = nullptr; // whose height counts, while the pane is shown
    bool m_wasRunning = false;
};

} // namespace sockyard
