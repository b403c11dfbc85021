#pragma once

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QString>

class QHostInfo;

namespace sockyard
{

/// Looks up a host's addresses without waiting for them, as often as it is asked. Owned by who
/// asks, on whose thread it lives.
class HostLookup : public QObject
{
    Q_OBJECT

public:
    explicit HostLookup(QObject *parent = nullptr);
    ~HostLookup() override;

    /// One of the two signals follows, later; nothing happens where one is under way already.
    void look(const QString &host);
    bool isLooking() const { return m_lookup != none; }
    /// No signal follows any more.
    void giveUp();

Q_SIGNALS:
    /// At least one, in the order in which they are to be tried (RFC 6724).
    void found(const QList<QHostAddress> &addresses);
    /// In words that begin with an error name.
    void failed(const QString &why);

private:
    static constexpr int none = -1;

    void resolved(const QHostInfo &info);

    int m_lookup = none;
    QString m_host;
};

} // namespace sockyard
