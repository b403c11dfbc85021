#pragma once

#include "netcore/sockets/kernelview.h"
#include "widgets/models/kernelrows.h"

#include <QWidget>

#include <optional>
#include <vector>

class QGridLayout;
class QLabel;
class QLineEdit;
class QScrollArea;
class QToolButton;

namespace sockyard
{

/// What the system's kernel says about one connection or listening socket: its TCP state with a
/// sentence on what it means, and the numbers behind, each explained by its tool tip. Somebody else
/// asks and gives it views; it keeps its width whatever they say. Main thread.
class KernelPane : public QWidget
{
    Q_OBJECT

public:
    /// Why there is nothing to show.
    enum class Nothing {
        /// No connection is selected.
        NoneSelected,
        /// This system does not tell: hasKernelView() is false.
        NotAvailable,
        /// The connection is over, and the kernel knows nothing more of it.
        Gone,
        /// It could not be asked this time.
        NotTold,
        /// It is a local socket, of which there is nothing to tell.
        NotTcp,
    };

    explicit KernelPane(QWidget *parent = nullptr);

    /// Whose view it is, such as its peer's address; empty for nobody's. Plain text; it comes along
    /// with what is copied.
    void setSubject(const QString &subject);
    /// What is shown. To be called as often as there is something new.
    void setView(const KernelView &view);
    void setNothing(Nothing why);
    /// All that is shown, as plain text.
    QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Line {
        QLabel *name;
        QLineEdit *value;
    };

    QWidget *makeContent();
    void addLine();
    void showRows(const std::vector<KernelRow> &rows);
    void showRemarks(const std::vector<KernelRemark> &remarks);
    void showState(const QString &name, const QString &meaning);
    void paintTones();
    void copy() const;

    QLabel *m_subject;
    QLabel *m_state;
    QToolButton *m_copy;
    QScrollArea *m_scroll;
    QLabel *m_meaning = nullptr;
    QGridLayout *m_grid = nullptr;
    std::vector<Line> m_lines;
    std::vector<QLabel *> m_remarks;

    std::optional<KernelView> m_view;
    std::vector<KernelRow> m_rows;           // as shown
    std::vector<KernelRemark> m_remarkTexts; // as shown
};

} // namespace sockyard
