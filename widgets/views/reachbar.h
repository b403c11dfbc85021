#pragma once

#include "netcore/sockets/reach.h"

#include <QFrame>
#include <QTimer>

#include <functional>
#include <vector>

class QLabel;
class QMenu;
class QToolButton;

namespace sockyard
{

/// Tells, where others can reach a server, who they are, and the addresses to give them, each with
/// a button that copies it. What has no room in the one line of addresses is in a menu. It takes no
/// room where only this machine can reach the server. While it is visible it looks every few
/// seconds whether the machine's addresses are still the same. Main thread.
class ReachBar : public QFrame
{
    Q_OBJECT

public:
    /// How the machine's interfaces are asked for.
    using Source = std::function<QList<Interface>()>;

    explicit ReachBar(QWidget *parent = nullptr, Source source = interfaces);

    /// The server listens there, or will. Without a port the addresses are told alone.
    void setAddress(const QHostAddress &host, Listener::Families families,
                    std::optional<quint16> port);
    /// The first sentence of the warning, where this is no server of connections: who can do what.
    void setOpening(const QString &words) { m_opening = words; }
    /// The same of a local socket, which has no addresses: only \a words say who can reach it;
    /// empty: nobody else.
    void setWords(const QString &words);
    /// There is nothing to tell.
    void putAway();

    /// Who can connect, in words.
    QString warning() const;
    /// The addresses that can be seen, with the words beside them.
    QStringList shownAddresses() const;
    /// Those in the menu.
    QStringList furtherAddresses() const;

    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Entry {
        QWidget *whole = nullptr;
        QLabel *words = nullptr;
        QToolButton *copy = nullptr;
    };

    void addEntry();
    void look();
    void showAddresses();
    void layOutEntries();
    void fillMenu(std::size_t from);
    void copy(std::size_t index, QToolButton *button);
    void endFeedback();
    void paintTone();
    QString warningText() const;
    QString wordsOf(const ReachableAddress &its) const;

    const Source m_source;
    QString m_opening;
    QString m_words; // in the place of addresses
    QHostAddress m_host;
    Listener::Families m_families = Listener::Families::One;
    std::optional<quint16> m_port;
    QList<ReachableAddress> m_addresses;

    QLabel *m_sign;
    QLabel *m_warning;
    QWidget *m_row;
    std::vector<Entry> m_entries;
    QToolButton *m_more;
    QMenu *m_menu;
    QString m_moreText;
    QToolButton *m_copied = nullptr; // the button that says so
    QTimer m_feedback;
    QTimer m_look;
};

} // namespace sockyard
