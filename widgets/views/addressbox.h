#pragma once

#include <QComboBox>

namespace sockyard
{

/// An address to listen on: chosen from those that this machine has, by interface, or typed. The
/// list is made anew each time it is opened.
class AddressBox : public QComboBox
{
    Q_OBJECT

public:
    explicit AddressBox(QWidget *parent = nullptr);

    /// What was chosen or typed: an address, `0.0.0.0`, `::` or `*`.
    QString address() const;
    void setAddress(const QString &address);

    void showPopup() override;

private:
    void fill();
};

} // namespace sockyard
