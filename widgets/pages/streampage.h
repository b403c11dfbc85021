#pragma once

#include "netcore/endpoints/streamendpoint.h"
#include "widgets/pages/page.h"

#include <functional>

namespace sockyard
{

class ConnectionModel;
class ConnectionSide;
class ConnectionView;

/// A tab whose endpoint has connections: their list at the side, whom the composer sends to, what
/// can be done to those that are selected, and what is asked of the endpoint twice a second. A page
/// adds its form, its words, and how its endpoint is commanded.
class StreamPage : public Page
{
    Q_OBJECT

public:
    ~StreamPage() override;

protected:
    /// What this page calls its connections.
    struct Words {
        QString all;       ///< "All clients", whom the composer sends to
        QString one;       ///< "Client %1", by its number
        QString several;   ///< "%1 clients"
        QString kernelTip; ///< whose kernel's view is shown
        QString kernelKey; ///< in the settings: whether it is
        QString goneOne;   ///< "Client %1 is gone", where what is said would reach nobody
        QString goneAll;   ///< "%1 clients are gone"
    };

    using Command = std::function<void(StreamEndpoint &endpoint)>;
    using Answered = std::function<void(const EndpointSnapshot &snapshot)>;

    /// Rows of so many closed connections are kept.
    StreamPage(std::unique_ptr<SessionBase> session, Lifecycle lifecycle, Words words,
               int closedRows, int sideWidth, QWidget *parent);

    // How the endpoint is reached.
    virtual void command(const Command &command) = 0;
    /// Asks for a snapshot; \a answered is called later, on the main thread.
    virtual void ask(const std::optional<WatchedSocket> &watched, const Answered &answered) = 0;

    void foldEvent(const Event &event) override;
    void showProjections() override;
    virtual void showSnapshot(const EndpointSnapshot &snapshot);
    /// Whether one can choose to whom the composer sends.
    virtual bool offersTargets() const { return true; }
    /// Which socket the kernel's view is about while no connection is selected.
    virtual std::optional<WatchedSocket> watchedByDefault() const { return std::nullopt; }

    ConnectionModel *connections() const { return m_connections; }
    ConnectionSide *side() const { return m_side; }
    ConnectionView *list() const;

private:
    using Request = void (ConnectionView::*)(const QList<ConnectionId> &connections);
    using Verb = void (StreamEndpoint::*)(const Addressees &to);

    void obey(Request request, Verb verb);
    void connectComposer();
    void send();
    bool findAddressees(Addressees &to);
    void updateTargets();
    void targetSelected();
    bool isOpen(ConnectionId id) const;
    QString addresseesText(const QString &one, const QString &several) const;
    void publishConnections();
    void look();
    std::optional<WatchedSocket> watched() const;

    const Words m_words;
    ConnectionModel *m_connections;
    ConnectionSide *m_side;
    QTimer m_look;
    bool m_looks = false;             // the endpoint was asked and has not answered yet
    QList<ConnectionId> m_addressees; // the second of the targets
};

} // namespace sockyard
