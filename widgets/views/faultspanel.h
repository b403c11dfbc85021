#pragma once

#include "netcore/forwarding/faultplan.h"

#include <QWidget>

class QComboBox;
class QHBoxLayout;
class QPushButton;
class QSpinBox;

namespace sockyard
{

/// Chooses faults, one after the other: a direction, a kind, a value; each that is in force has a
/// button that takes it away again. What is chosen holds at once. Main thread.
class FaultsPanel : public QWidget
{
    Q_OBJECT

public:
    explicit FaultsPanel(QWidget *parent = nullptr);

    /// Faults of which there is a choice; those of the other kind that are set stay, and do
    /// nothing.
    void setOf(FaultRow::Of what);
    const FaultPlan &plan() const { return m_plan; }
    void setPlan(const FaultPlan &plan);
    /// How many faults of the chosen kind are in force.
    int count() const;

Q_SIGNALS:
    /// plan() is another one.
    void changed();

private:
    QComboBox *addBox(const char *name, const QString &label, const QString &tip);
    FaultKind chosenKind() const;
    void fillKinds();
    void showKind();
    void setChosen();
    void set(ForwardDirection direction, FaultKind kind, int value);
    void takeAllAway();
    void showFaults();

    FaultPlan m_plan;
    FaultRow::Of m_of = FaultRow::Of::Streams;
    QHBoxLayout *m_fields;
    QComboBox *m_direction;
    QComboBox *m_kind;
    QSpinBox *m_value;
    QPushButton *m_set;
    QSpinBox *m_seed;
    QPushButton *m_none;
    QWidget *m_list;
};

} // namespace sockyard
