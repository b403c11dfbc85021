#pragma once

#include "netcore/sending/sendingprogress.h"

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace sockyard
{

class ElidedLabel;

/// `sent 42 of 100, 1 failed, 99.8/s`, `film.mkv to connection 3: 45 %, 12.3 MiB/s, 25 s left`.
QString sendingText(const SendingProgress &job);

/// A line of a SendingBar. Main thread.
class SendingRow : public QWidget
{
    Q_OBJECT

public:
    explicit SendingRow(QWidget *parent = nullptr);

    void showJob(const SendingProgress &job);

Q_SIGNALS:
    void stopRequested(const sockyard::SendingProgress &job);

private:
    ElidedLabel *m_text;
    QProgressBar *m_progress;
    QPushButton *m_stop;
    SendingProgress m_job;
};

} // namespace sockyard
