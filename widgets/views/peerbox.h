#pragma once

#include <QComboBox>

namespace sockyard
{

/// A field for a host, with the peers that one was connected to of late in its list: choosing one
/// fills host and port. They are kept in the settings. Main thread.
class PeerBox : public QComboBox
{
    Q_OBJECT

public:
    /// No more are kept.
    static constexpr int mostPeers = 20;

    explicit PeerBox(QWidget *parent = nullptr);

    QString host() const;
    void setHost(const QString &host);
    /// That peer is the first of the list from now on; `HOST:PORT`, as addresses are written.
    void remember(const QString &host, const QString &port);

Q_SIGNALS:
    /// A person typed in the field.
    void hostEdited();
    /// A person chose a peer.
    void peerChosen(const QString &host, const QString &port);
    /// Enter was pressed in the field.
    void submitted();

private:
    void choose(int index);
};

} // namespace sockyard
