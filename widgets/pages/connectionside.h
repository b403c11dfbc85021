#pragma once

#include "netcore/endpoints/endpointsnapshot.h"

#include <QString>
#include <QWidget>

class QHBoxLayout;
class QToolButton;

namespace sockyard
{

class ConnectionModel;
class ConnectionView;
class KernelPane;

/// The side of a page with connections: their table, and below it, if a person wants it, what the
/// system's kernel says about one of them. Main thread.
class ConnectionSide : public QWidget
{
    Q_OBJECT

public:
    /// \a settingsKey is where it is kept whether the kernel's view is wanted; \a kernelTip says
    /// whose it is. \a model must live as long as this.
    ConnectionSide(ConnectionModel *model, const QString &settingsKey, const QString &kernelTip,
                   QWidget *parent = nullptr);

    ConnectionView *list() const { return m_list; }
    /// Puts a widget into the line at the bottom.
    void addBelow(QWidget *widget);

    bool wantsKernelView() const;
    /// What the kernel said about \a watched, or that there is nothing to ask about.
    void showKernel(const std::optional<WatchedSocket> &watched,
                    const std::optional<KernelView> &view);

Q_SIGNALS:
    /// A person wants to see the kernel's view, or no longer.
    void kernelViewToggled();

private:
    ConnectionView *m_list;
    KernelPane *m_kernel;
    QHBoxLayout *m_below;
    QToolButton *m_button = nullptr;
};

} // namespace sockyard
