#pragma once

#include "netcore/projections/lifecycle.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace sockyard
{

/// The socket calls of an endpoint in a row: what has happened (●), what is waited in (◉), what
/// failed (✗), what is still to come (○), each with its arguments and its result as far as the
/// width allows, and the descriptor's number. A click, or Enter on the call that the arrow keys
/// chose, asks for the call's event.
///
/// Counts in it may grow as fast as they like: a call never gets narrower while it is the same one,
/// so that the ones behind it stay where they are.
class LifecycleStrip : public QWidget
{
    Q_OBJECT

public:
    explicit LifecycleStrip(QWidget *parent = nullptr);

    void setLifecycle(const Lifecycle &lifecycle);
    /// How far it is, in short: `● socket ─ ● bind ─ ✗ listen ─ ○ accept … fd 12`.
    QString text() const;
    /// What can be read in it at its present width.
    QString shownText() const;
    /// Where the call of that name is shown; nothing where there is no such call.
    QRect rectOf(const QString &call) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A person wants to see the event of a call.
    void eventRequested(sockyard::EventNumber number);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    struct Step {
        QString label;
        QString sign;
        QStringList forms; ///< with the sign, the longest first; the last is the label alone
        QString words;     ///< the call and its state
        QString tip;
        bool happened = false;
        bool waiting = false;
        bool failed = false;
        std::optional<EventNumber> event;

        friend bool operator==(const Step &, const Step &) = default;
    };
    /// How a step is shown.
    struct Place {
        qsizetype form = 0; ///< of Step::forms
        int left = 0;
        int width = 0;
        QString text; ///< what fits
    };

    static Step described(const LifecycleStep &from);
    int widthOf(const QString &text) const;
    int jointWidth() const;
    int descriptorWidth() const;
    void forgetWidths();
    void growWidths();
    void layOut();
    void chooseForms(int room);
    int neededWidth() const;
    int stepAt(const QPoint &place) const;
    QRect stepRect(int index) const;
    void setCurrent(int index);
    void setHovered(int index);
    void activate(int index);
    int mostInteresting() const;
    void describe();

    QList<Step> m_steps;
    QString m_descriptor;
    std::uint64_t m_starts = 0;
    std::vector<std::vector<int>> m_widths; // of each form of each step, as wide as it ever was
    std::vector<Place> m_places;
    int m_current = -1;
    int m_hovered = -1;
    int m_pressed = -1;
};

} // namespace sockyard
