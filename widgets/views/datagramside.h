#pragma once

#include "netcore/projections/datagramflows.h"
#include "netcore/projections/peertable.h"

#include <QWidget>

class QLabel;

namespace sockyard
{

class PeersModel;
class PeersView;

/// With whom a datagram socket has to do, and, where numbered datagrams came, what became of them
/// on the way. Folds events by apply(), and shows them together by publish(). Main thread.
class DatagramSide : public QWidget
{
    Q_OBJECT

public:
    explicit DatagramSide(QWidget *parent = nullptr);

    void setPlaceholder(const QString &text);
    void apply(const Event &event);
    void publish();
    /// How many peers there are in the list, in words.
    QString peersText() const;

Q_SIGNALS:
    /// A person chose a peer, as the log has its address; the last event about it can be shown.
    void chosen(const QString &peer, sockyard::EventNumber event);

private:
    void showFlow();

    PeersModel *m_peers;
    PeersView *m_list;
    QLabel *m_flow;
    DatagramFlows m_flows;
};

} // namespace sockyard
