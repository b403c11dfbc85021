#pragma once

#include "netcore/endpoints/generatorplan.h"

#include <QWidget>

class QPushButton;
class QSpinBox;

namespace sockyard
{

/// Where a person says how many numbered datagrams are to be sent, how often and how long, and
/// starts and stops that. It sends nothing itself. Main thread.
class GeneratorForm : public QWidget
{
    Q_OBJECT

public:
    explicit GeneratorForm(QWidget *parent = nullptr);

    GeneratorPlan plan() const;
    /// Whether there is a socket that can send.
    void setReady(bool ready);
    void setRunning(bool running);

Q_SIGNALS:
    void startRequested(const sockyard::GeneratorPlan &plan);
    void stopRequested();

private:
    QSpinBox *add(const char *name, const QString &label, const NumberRange &range,
                  const QString &tip);
    void toggle();
    void showState();

    QSpinBox *m_count;
    QSpinBox *m_rate;
    QSpinBox *m_size;
    QPushButton *m_button;
    bool m_ready = false;
    bool m_running = false;
};

} // namespace sockyard
