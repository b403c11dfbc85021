#pragma once

#include "netcore/log/eventlog.h"
#include "netcore/projections/streambytes.h"

#include <QWidget>

#include <memory>
#include <optional>

class QComboBox;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace sockyard
{

class ElidedLabel;
class ExplanationView;
class HexView;
class StreamJob;
class TextView;

/// One event in full: what happened, its note, and its bytes as hex and text, or what it means; or
/// all that its connection received, sent, or both, live while it grows. Main thread.
class EventPane : public QWidget
{
    Q_OBJECT

public:
    explicit EventPane(std::shared_ptr<const EventLog> log, QWidget *parent = nullptr);
    ~EventPane() override;

    /// What is shown: the event alone, or where it stands in its connection's stream.
    void setEvent(const std::optional<Event> &event);
    /// Shows what the present event means, where there is something to say about it.
    void explain();
    /// Shows all that a connection received and sent, at its end.
    void follow(ConnectionId connection);
    /// Takes events before \a end into the stream that is shown; to be called once a frame at most.
    void showUpTo(EventNumber end);
    /// Selects bytes of the present event and scrolls to them. \a offset counts in its payload.
    void showMatch(qint64 offset, qint64 length);

    HexView *bytesView() const { return m_bytes; }
    TextView *textView() const { return m_text; }

private:
    /// What is to be selected as soon as the stream's index has come so far.
    struct Wanted {
        EventNumber event;
        qint64 offset;
        qint64 length;
    };

    QWidget *makeTools();
    std::optional<StreamBytes::Which> which() const;
    void showContent();
    void showEventAlone();
    void showWanted();
    void openStream(ConnectionId connection, StreamBytes::Which which);
    void showStream();
    void describeStream();
    void selectWanted();
    void setSource(const std::shared_ptr<const ByteSource> &source);
    void select(qint64 from, qint64 length);
    void setPlaceholder(const QString &text);

    const std::shared_ptr<const EventLog> m_log;
    ElidedLabel *m_headline;
    QLabel *m_note;
    QStackedWidget *m_views;
    HexView *m_bytes;
    TextView *m_text;
    ExplanationView *m_explanation;
    QToolButton *m_hexButton = nullptr;
    QToolButton *m_textButton = nullptr;
    QToolButton *m_explainButton = nullptr; // where there are bytes to choose from too
    QToolButton *m_copyButton = nullptr;
    QComboBox *m_content = nullptr;
    QComboBox *m_encoding = nullptr;

    std::optional<Event> m_event;
    std::optional<ConnectionId> m_connection; // of the last event, though it may be gone
    std::unique_ptr<StreamJob> m_job;         // while a stream is shown
    EventNumber m_end = 0;
    std::optional<Wanted> m_wanted;
    bool m_isExplained = false; // the event that is shown alone
    bool m_links = false;       // one view follows the other just now
};

} // namespace sockyard
