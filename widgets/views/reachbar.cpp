#include "widgets/views/reachbar.h"

#include "widgets/views/tones.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

constexpr std::size_t mostEntries = 6;
constexpr auto lookInterval = 3s;
constexpr auto feedbackTime = 2s;
constexpr int gap = 12;

QToolButton *makeButton(QWidget *parent, const char *name)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

/// So that it stays as wide as it is, whichever of these it says.
void reserve(QToolButton *button, const QStringList &texts)
{
    const QString present = button->text();
    int width = 0;
    for (const QString &text : texts) {
        button->setText(text);
        width = std::max(width, button->sizeHint().width());
    }
    button->setText(present);
    button->setMinimumWidth(width);
}

bool isPublic(const ReachableAddress &its)
{
    return its.reach == Reach::Public;
}

} // namespace

ReachBar::ReachBar(QWidget *parent, Source source)
    : QFrame(parent)
    , m_source(std::move(source))
    , m_opening(tr("Everybody who can reach this machine can connect to this server."))
    , m_sign(new QLabel(QStringLiteral("⚠"), this))
    , m_warning(new QLabel(this))
    , m_row(new QWidget(this))
{
    setObjectName(QStringLiteral("reachBar"));
    setAutoFillBackground(true);
    setFrameShape(QFrame::NoFrame);
    m_warning->setObjectName(QStringLiteral("reachWarning"));
    m_warning->setTextFormat(Qt::PlainText);
    m_warning->setWordWrap(true);
    m_warning->setTextInteractionFlags(Qt::TextSelectableByMouse);
    for (std::size_t index = 0; index < mostEntries; ++index) {
        addEntry();
    }
    m_more = makeButton(m_row, "moreAddressesButton");
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_menu = new QMenu(m_more);
    m_more->setMenu(m_menu);
    // Placed by hand: as many as there is room for.
    m_row->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_row->setFixedHeight(m_entries.front().whole->sizeHint().height());
    m_row->installEventFilter(this);

    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_warning);
    words->addWidget(m_row);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 3, 8, 3);
    layout->addWidget(m_sign, 0, Qt::AlignTop);
    layout->addLayout(words, 1);

    m_feedback.setSingleShot(true);
    m_feedback.setInterval(feedbackTime);
    connect(&m_feedback, &QTimer::timeout, this, &ReachBar::endFeedback);
    m_look.setInterval(lookInterval);
    connect(&m_look, &QTimer::timeout, this, &ReachBar::look);
    layOutEntries();
    hide();
}

void ReachBar::addEntry()
{
    const std::size_t index = m_entries.size();
    Entry entry;
    entry.whole = new QWidget(m_row);
    entry.words = new QLabel(entry.whole);
    entry.words->setTextFormat(Qt::PlainText);
    entry.words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    entry.copy = makeButton(entry.whole, "copyAddressButton");
    entry.copy->setText(tr("Copy"));
    reserve(entry.copy, {tr("Copy"), tr("Copied")});
    connect(entry.copy, &QToolButton::clicked, this,
            [this, index] { copy(index, m_entries[index].copy); });
    auto *layout = new QHBoxLayout(entry.whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(entry.words, 1);
    layout->addWidget(entry.copy);
    m_entries.push_back(entry);
}

void ReachBar::setAddress(const QHostAddress &host, Listener::Families families,
                          std::optional<quint16> port)
{
    m_words.clear();
    m_host = host;
    m_families = families;
    m_port = port;
    m_addresses = reachableAddresses(m_host, m_families, m_source());
    showAddresses();
    setVisible(reachOf(host) != Reach::Machine);
}

void ReachBar::setWords(const QString &words)
{
    m_words = words;
    m_addresses.clear();
    showAddresses();
    setVisible(!words.isEmpty());
}

void ReachBar::putAway()
{
    hide();
}

void ReachBar::look()
{
    if (!m_words.isEmpty()) {
        return;
    }
    const auto addresses = reachableAddresses(m_host, m_families, m_source());
    if (addresses != m_addresses) {
        m_addresses = addresses;
        showAddresses();
    }
}

void ReachBar::showAddresses()
{
    endFeedback();
    m_warning->setText(warningText());
    setAccessibleName(m_warning->text());
    for (std::size_t index = 0; index < m_entries.size(); ++index) {
        if (index >= static_cast<std::size_t>(m_addresses.size())) {
            break;
        }
        const ReachableAddress &its = m_addresses[static_cast<qsizetype>(index)];
        const Entry &entry = m_entries[index];
        const QString tip = tr("Of the interface %1").arg(its.interfaceName).toHtmlEscaped();
        entry.words->setToolTip(
            its.interfaceName.isEmpty() ? QString() : QStringLiteral("<qt>%1</qt>").arg(tip));
        entry.copy->setAccessibleName(tr("Copy %1").arg(its.text(m_port)));
        entry.copy->setToolTip(tr("Copies this address"));
    }
    m_row->setVisible(!m_addresses.isEmpty());
    paintTone();
    layOutEntries();
}

QString ReachBar::warningText() const
{
    if (!m_words.isEmpty()) {
        return m_words;
    }
    const QString &who = m_opening;
    if (m_addresses.isEmpty()) {
        return who + u' ' + tr("It has no address that others could use at this moment.");
    }
    const auto publicOnes = std::count_if(m_addresses.begin(), m_addresses.end(), isPublic);
    if (publicOnes == 0) {
        return who + u' ' +
               (m_addresses.size() == 1
                    ? tr("Its address is private: that is everybody in the same network.")
                    : tr("Its addresses are private: that is everybody in the same networks."));
    }
    const auto first = std::find_if(m_addresses.begin(), m_addresses.end(), isPublic);
    const QString which = publicOnes == 1
                              ? tr("%1 is a public address").arg(first->address.toString())
                              : tr("%1 of its addresses are public").arg(publicOnes);
    return who + u' ' +
           tr("%1: that may be anybody on the internet, and a server open to the internet is "
              "dangerous. Choose 127.0.0.1 unless you mean it.")
               .arg(which);
}

QString ReachBar::wordsOf(const ReachableAddress &its) const
{
    QString kind;
    switch (its.reach) {
    case Reach::Machine:
        kind = tr("this machine only");
        break;
    case Reach::Link:
        kind = its.address.protocol() == QAbstractSocket::IPv6Protocol
                   ? tr("link-local; behind % the other side puts an interface of its own")
                   : tr("link-local");
        break;
    case Reach::Private:
        kind = tr("private");
        break;
    case Reach::Public:
        kind = tr("public");
        break;
    }
    return tr("%1 (%2)").arg(its.text(m_port), kind);
}

void ReachBar::layOutEntries()
{
    const auto count = static_cast<std::size_t>(m_addresses.size());
    for (std::size_t index = 0; index < std::min(count, mostEntries); ++index) {
        m_entries[index].words->setText(wordsOf(m_addresses[static_cast<qsizetype>(index)]));
    }
    const auto widthOf = [this](std::size_t index) {
        return m_entries[index].whole->sizeHint().width();
    };
    std::size_t fitting = 0;
    int used = 0;
    m_more->setText(tr("%1 more").arg(count));
    reserve(m_more, {m_more->text(), tr("Copied")});
    const int moreWidth = m_more->sizeHint().width();
    while (fitting < std::min(count, mostEntries)) {
        const bool last = fitting + 1 == count;
        const int wanted = used + widthOf(fitting) + (last ? 0 : gap + moreWidth);
        if (fitting > 0 && wanted > m_row->width()) {
            break;
        }
        used += widthOf(fitting) + gap;
        ++fitting;
    }
    int left = 0;
    for (std::size_t index = 0; index < m_entries.size(); ++index) {
        QWidget *const whole = m_entries[index].whole;
        if (index < fitting) {
            const int wanted = widthOf(index);
            const int width =
                std::min(wanted, std::max(0, m_row->width() - (fitting < count ? moreWidth : 0)));
            QLabel *const words = m_entries[index].words;
            if (width < wanted) { // the only one, then
                const int room = words->sizeHint().width() - (wanted - width);
                words->setText(
                    words->fontMetrics().elidedText(words->text(), Qt::ElideRight, room));
            }
            whole->setGeometry(left, 0, width, m_row->height());
            left += width + gap;
        }
        whole->setVisible(index < fitting);
    }
    m_more->setVisible(fitting < count);
    if (fitting < count) {
        m_moreText = tr("%1 more").arg(count - fitting);
        m_more->setText(m_copied == m_more ? tr("Copied") : m_moreText);
        m_more->setAccessibleName(tr("%1 more addresses").arg(count - fitting));
        m_more->setGeometry(left, 0, moreWidth, m_row->height());
        fillMenu(fitting);
    }
}

void ReachBar::fillMenu(std::size_t from)
{
    m_menu->clear();
    for (std::size_t index = from; index < static_cast<std::size_t>(m_addresses.size()); ++index) {
        const ReachableAddress &its = m_addresses[static_cast<qsizetype>(index)];
        QString words = wordsOf(its);
        m_menu->addAction(tr("Copy %1").arg(words.replace(u'&', QStringLiteral("&&"))), this,
                          [this, index] { copy(index, m_more); });
    }
}

void ReachBar::copy(std::size_t index, QToolButton *button)
{
    if (index >= static_cast<std::size_t>(m_addresses.size())) {
        return; // it went away while the menu was open
    }
    endFeedback();
    const QString text = m_addresses[static_cast<qsizetype>(index)].text(m_port);
    QGuiApplication::clipboard()->setText(text);
    m_copied = button;
    button->setText(tr("Copied"));
    button->setAccessibleDescription(tr("Copied %1").arg(text));
    m_feedback.start();
}

void ReachBar::endFeedback()
{
    m_feedback.stop();
    if (QToolButton *const button = std::exchange(m_copied, nullptr)) {
        button->setText(button == m_more ? m_moreText : tr("Copy"));
        button->setAccessibleDescription({});
    }
}

QString ReachBar::warning() const
{
    return m_warning->text();
}

QStringList ReachBar::shownAddresses() const
{
    QStringList result;
    for (const Entry &entry : m_entries) {
        if (!entry.whole->isHidden()) {
            result.append(entry.words->text());
        }
    }
    return result;
}

QStringList ReachBar::furtherAddresses() const
{
    QStringList result;
    const auto shown = static_cast<qsizetype>(shownAddresses().size());
    for (qsizetype index = shown; index < m_addresses.size(); ++index) {
        result.append(wordsOf(m_addresses[index]));
    }
    return result;
}

QSize ReachBar::minimumSizeHint() const
{
    return {200, QFrame::minimumSizeHint().height()};
}

bool ReachBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_row && event->type() == QEvent::Resize) {
        layOutEntries();
    }
    return QFrame::eventFilter(watched, event);
}

void ReachBar::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    look();
    m_look.start();
}

void ReachBar::hideEvent(QHideEvent *event)
{
    QFrame::hideEvent(event);
    m_look.stop();
}

void ReachBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::ThemeChange) {
        paintTone();
    }
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        for (const Entry &entry : m_entries) {
            reserve(entry.copy, {tr("Copy"), tr("Copied")});
        }
        m_row->setFixedHeight(m_entries.front().whole->sizeHint().height());
        layOutEntries();
    }
}

void ReachBar::paintTone()
{
    QPalette colors = parentWidget() == nullptr ? QPalette() : parentWidget()->palette();
    const bool anyPublic = std::any_of(m_addresses.begin(), m_addresses.end(), isPublic);
    colors.setColor(QPalette::Window, toneBackground(anyPublic ? Tone::Bad : Tone::Marked, colors));
    setPalette(colors);
}

} // namespace sockyard
