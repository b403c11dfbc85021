#pragma once

#include "netcore/projections/throughput.h"

#include <QTimer>
#include <QWidget>

#include <optional>

namespace sockyard
{

/// The last minutes of a log at a glance: a bar for each second, what was received above the line
/// and what was sent below it, both to one scale, and the figures of a second in words. A click
/// tells which event happened then; so does Enter, for the second that one has chosen with the
/// arrow keys. It ends with the second of the newest event, so that it stands still while nothing
/// happens. It looks at a Throughput that somebody else folds, and paints itself a few times a
/// second at most.
class ThroughputStrip : public QWidget
{
    Q_OBJECT

public:
    /// \a throughput outlives the strip.
    explicit ThroughputStrip(const Throughput &throughput, QWidget *parent = nullptr);

    /// To be called when the throughput has changed; cheap.
    void refresh();
    /// The chosen second in words, or the last whole one.
    QString text() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A person wants to see what happened then; the first event of that second.
    void timeClicked(sockyard::EventNumber number);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRect chart() const;
    int labelWidth() const;
    int secondsInView() const;
    /// Places in Throughput::seconds(); nothing outside of the bars.
    std::optional<std::size_t> secondAt(int x) const;
    int left(std::size_t index) const;
    std::optional<std::size_t> chosen() const;
    std::size_t shownSecond() const;
    void choose(std::size_t index);
    void goTo(std::size_t index);
    QString figures(std::size_t index) const;
    void showNow();

    const Throughput &m_throughput;
    QTimer m_refresh;
    std::optional<std::int64_t> m_chosen; // seconds since the log began
};

} // namespace sockyard
