#pragma once

#include <QWidget>

class QLabel;
class QModelIndex;

namespace sockyard
{

/// One finding of the multicast doctor: its sign, what was looked at, and a sentence that breaks
/// its lines to fit. Plain text, to be selected and copied. Belongs to a DoctorPane.
class DoctorRow : public QWidget
{
    Q_OBJECT

public:
    explicit DoctorRow(QWidget *parent = nullptr);

    /// Shows a row of a DoctorModel.
    void showFinding(const QModelIndex &index);
    bool isFault() const;
    /// How wide its title is, and to make all of them as wide.
    int titleWidth() const;
    void setTitleWidth(int width);

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintTone();

    QLabel *m_mark;
    QLabel *m_title;
    QLabel *m_sentence;
    int m_sign = 0;
};

} // namespace sockyard
