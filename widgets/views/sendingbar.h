#pragma once

#include "netcore/sending/sendingprogress.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace sockyard
{

class ElidedLabel;
class SendingRow;

/// What takes its time to be sent, a line each: how far it is, how fast, and a button that ends it.
/// Hidden while there is nothing. It sends nothing itself. Main thread.
class SendingBar : public QWidget
{
    Q_OBJECT

public:
    /// No more lines than these; the last one then says how many there are beyond.
    static constexpr std::size_t mostRows = 4;

    explicit SendingBar(QWidget *parent = nullptr);

    void showProgress(const SendingProgressList &list);

Q_SIGNALS:
    /// A person wants that to end.
    void stopRequested(const sockyard::SendingProgress &job);

private:
    QVBoxLayout *m_layout;
    std::vector<SendingRow *> m_rows;
    ElidedLabel *m_more;
};

} // namespace sockyard
