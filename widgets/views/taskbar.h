#pragma once

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;

namespace sockyard
{

/// A line for work in the background: what is being done, how far it is, and a button that ends it.
/// It shows itself only when the work takes longer than half a second, so that short work does not
/// flicker. It does no work itself. Main thread.
class TaskBar : public QWidget
{
    Q_OBJECT

public:
    explicit TaskBar(QWidget *parent = nullptr);

    /// Work has begun; \a text says which, as plain text.
    void begin(const QString &text);
    /// 0 to 1.
    void setProgress(double fraction);
    /// The work has ended, in whatever way.
    void end();

Q_SIGNALS:
    /// A person wants the work to end; end() is still to be called.
    void cancelRequested();

private:
    void cancel();

    QLabel *m_text;
    QProgressBar *m_progress;
    QWidget *m_cancel;
    QTimer m_patience;
};

} // namespace sockyard
