#include "widgets/pages/connectionside.h"

#include "netcore/sockets/localpath.h"
#include "widgets/models/words.h"
#include "widgets/views/connectionview.h"
#include "widgets/views/kernelpane.h"

#include <QHBoxLayout>
#include <QSettings>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

namespace sockyard
{

ConnectionSide::ConnectionSide(ConnectionModel *model, const QString &settingsKey,
                               const QString &kernelTip, QWidget *parent)
    : QWidget(parent)
    , m_list(new ConnectionView(model, tr("Connections"), this))
    , m_kernel(new KernelPane(this))
    , m_below(new QHBoxLayout)
{
    auto *parts = new QSplitter(Qt::Vertical, this);
    m_button = new QToolButton(this); // behind it, as one reads
    m_kernel->setObjectName(QStringLiteral("kernelPane"));
    m_button->setObjectName(QStringLiteral("kernelButton"));
    m_button->setText(tr("Kernel's view"));
    m_button->setToolTip(kernelTip);
    m_button->setCheckable(true);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setChecked(QSettings().value(settingsKey, false).toBool());
    m_kernel->setVisible(m_button->isChecked());
    connect(m_button, &QToolButton::toggled, this, [this, settingsKey](bool on) {
        QSettings().setValue(settingsKey, on);
        m_kernel->setVisible(on);
        Q_EMIT kernelViewToggled();
    });

    parts->setChildrenCollapsible(false);
    parts->addWidget(m_list);
    parts->addWidget(m_kernel);
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 1);
    parts->setSizes({1, 1});
    m_below->addStretch(0);
    m_below->addWidget(m_button);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(parts, 1);
    layout->addLayout(m_below);
}

void ConnectionSide::addBelow(QWidget *widget)
{
    m_below->insertWidget(0, widget, 1);
}

bool ConnectionSide::wantsKernelView() const
{
    return m_kernel->isVisible();
}

void ConnectionSide::showKernel(const std::optional<WatchedSocket> &watched,
                                const std::optional<KernelView> &view)
{
    if (!watched) {
        m_kernel->setSubject({});
        m_kernel->setNothing(KernelPane::Nothing::NoneSelected);
        return;
    }
    m_kernel->setSubject(
        watched->id == 0 ? fromUtf8(watched->local)
                         : QStringLiteral("%1  %2").arg(watched->id).arg(fromUtf8(watched->peer)));
    if (view && view->state != TcpState::Closed) {
        m_kernel->setView(*view);
    } else if (isLocalText(watched->local) || isLocalText(watched->peer)) {
        m_kernel->setNothing(KernelPane::Nothing::NotTcp);
    } else if (view) {
        m_kernel->setNothing(KernelPane::Nothing::Gone);
    } else {
        m_kernel->setNothing(hasKernelView() ? KernelPane::Nothing::NotTold
                                             : KernelPane::Nothing::NotAvailable);
    }
}

} // namespace sockyard
