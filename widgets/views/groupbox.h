#pragma once

#include <QComboBox>

namespace sockyard
{

/// A field for a multicast group, with the two groups of the course and those that were joined of
/// late in its list. The latter are kept in the settings. What is typed stays as it is typed. Main
/// thread.
class GroupBox : public QComboBox
{
    Q_OBJECT

public:
    /// No more are kept, besides the two of the course.
    static constexpr int mostGroups = 10;

    explicit GroupBox(QWidget *parent = nullptr);

    /// What was chosen or typed.
    QString group() const;
    void setGroup(const QString &group);
    /// That group is the first of the recent ones from now on.
    void remember(const QString &group);

    void showPopup() override;

Q_SIGNALS:
    /// What is in the field is another group now, whoever put it there.
    void groupChanged();
    /// A person typed or chose.
    void edited();
    /// Enter was pressed in the field.
    void submitted();

private:
    void fill(const QStringList &recent);
    void choose(int index);
};

} // namespace sockyard
