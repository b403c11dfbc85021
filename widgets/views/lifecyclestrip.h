#pragma once

#include "netcore/projections/lifecycle.h"

#include <QWidget>

namespace sockyard
{

/// The socket calls of an endpoint in a row: what has happened (●), what is waited in (◉), what
/// failed (✗), what is still to come (○), and the descriptor's number.
class LifecycleStrip : public QWidget
{
    Q_OBJECT

public:
    explicit LifecycleStrip(QWidget *parent = nullptr);

    void setLifecycle(const Lifecycle &lifecycle);
    /// The strip in words: `● socket ─ ● bind ─ ✗ listen ─ ○ accept … fd 12`.
    QString text() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Step {
        QString label;
        QString sign;
        QString tip;
        bool happened = false;
        bool waiting = false;
        bool failed = false;

        friend bool operator==(const Step &, const Step &) = default;
    };

    QString stepText(const Step &step) const;
    QRect stepRect(int index) const;

    QList<Step> m_steps;
    QString m_descriptor;
};

} // namespace sockyard
