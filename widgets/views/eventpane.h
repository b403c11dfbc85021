#pragma once

#include "netcore/log/eventlog.h"

#include <QWidget>

#include <optional>

class QLabel;

namespace sockyard
{

class HexView;

/// One event in full: what happened, its note, and its bytes as hex and text.
class EventPane : public QWidget
{
    Q_OBJECT

public:
    explicit EventPane(QWidget *parent = nullptr);

    void setEvent(const std::optional<Event> &event);
    HexView *bytesView() const { return m_bytes; }

private:
    QLabel *m_headline;
    QLabel *m_note;
    HexView *m_bytes;
};

} // namespace sockyard
