#include "widgets/views/peerbox.h"

#include "netcore/sockets/addresstext.h"

#include <QLineEdit>
#include <QSettings>

namespace sockyard
{

namespace
{
constexpr QLatin1StringView peersKey("client/peers");
} // namespace

PeerBox::PeerBox(QWidget *parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("hostBox"));
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setMaxVisibleItems(mostPeers);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(26);
    lineEdit()->setObjectName(QStringLiteral("hostEdit"));
    QStringList peers = QSettings().value(peersKey).toStringList();
    addItems(peers.mid(0, mostPeers));
    setCurrentIndex(-1);
    // What is typed stays as it is typed: a completed address would be another one.
    setCompleter(nullptr);
    connect(lineEdit(), &QLineEdit::textEdited, this, &PeerBox::hostEdited);
    connect(lineEdit(), &QLineEdit::returnPressed, this, &PeerBox::submitted);
    connect(this, &QComboBox::activated, this, &PeerBox::choose);
}

QString PeerBox::host() const
{
    return currentText();
}

void PeerBox::setHost(const QString &host)
{
    setCurrentIndex(-1);
    setEditText(host);
}

void PeerBox::choose(int index)
{
    const auto parts = splitHostAndPort(itemText(index));
    if (parts) {
        setEditText(parts->host); // the peer stays the current one: the down key goes on from it
        Q_EMIT peerChosen(parts->host, parts->port);
    }
}

void PeerBox::remember(const QString &host, const QString &port)
{
    const QString bare = host.trimmed();
    const bool needsBrackets = bare.contains(u':') && !bare.startsWith(u'[');
    const QString peer = (needsBrackets ? QStringLiteral("[%1]") : QStringLiteral("%1")).arg(bare) +
                         u':' + port.trimmed();
    const int known = findText(peer, Qt::MatchExactly | Qt::MatchCaseSensitive);
    if (known == 0) {
        return;
    }
    if (known > 0) {
        removeItem(known);
    }
    insertItem(0, peer);
    while (count() > mostPeers) {
        removeItem(count() - 1);
    }
    setHost(host);
    QStringList peers;
    for (int index = 0; index < count(); ++index) {
        peers.append(itemText(index));
    }
    QSettings().setValue(peersKey, peers);
}

} // namespace sockyard
