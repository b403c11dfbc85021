#pragma once

#include "netcore/responders/replyoption.h"

#include <QObject>
#include <QTimer>

class QComboBox;
class QWidget;

namespace sockyard
{

class ReplyOptionsForm;
struct ResponderRow;

/// Which reply answers, and with which options: a box and a form, which stand where their page puts
/// them. The options of each reply are kept for the next time, a while after a person changed them.
/// Owned by its page, and gone before its widgets are. Main thread.
class ReplyChooser : public QObject
{
    Q_OBJECT

public:
    /// Which replies are offered.
    enum class Offered { All, ForDatagrams };

    /// \a usual is chosen at first. The widgets are children of \a parent.
    ReplyChooser(Offered offered, const QString &usual, QWidget *parent);
    /// Keeps what has not been kept yet.
    ~ReplyChooser() override;

    QComboBox *box() const { return m_box; }
    ReplyOptionsForm *form() const { return m_form; }

    /// The name of the chosen reply in the registry, and its row there.
    QString name() const;
    const ResponderRow &row() const;
    ReplyOptions options() const;
    /// Chooses that reply with these options and none that was kept: the same words do the same.
    void choose(const QString &name, const ReplyOptions &options);
    /// Keeps at once what a person has changed.
    void keep();

Q_SIGNALS:
    /// Another reply was chosen, and its options are shown.
    void replyChosen();
    /// A person has changed the options, and paused.
    void optionsChanged();

private:
    void show(const ReplyOptions &options);

    QComboBox *m_box;
    ReplyOptionsForm *m_form;
    const ResponderRow *m_shown = nullptr; // whose options the form has
    QTimer m_pause;
    bool m_unkept = false; // the options were changed and are not in the settings yet
};

} // namespace sockyard
