#include "widgets/views/faultspanel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <limits>

namespace sockyard
{

FaultsPanel::FaultsPanel(QWidget *parent)
    : QWidget(parent)
    , m_fields(new QHBoxLayout)
    , m_value(new QSpinBox(this))
    , m_set(new QPushButton(tr("S&et"), this))
    , m_seed(new QSpinBox(this))
    , m_none(new QPushButton(tr("No &faults"), this))
    , m_list(new QWidget(this))
{
    m_direction = addBox("faultDirectionBox", tr("Faul&t"), tr("Which way it is done to"));
    for (const ForwardDirection direction : directions) {
        m_direction->addItem(directionText(direction), static_cast<int>(direction));
    }
    m_kind = addBox("faultKindBox", {}, {});
    m_kind->setAccessibleName(tr("Kind of fault"));
    m_value->setObjectName(QStringLiteral("faultValueBox"));
    m_value->setAccessibleName(tr("How much"));
    m_set->setObjectName(QStringLiteral("faultSetButton"));
    m_set->setAutoDefault(false);
    m_set->setToolTip(tr("It holds from now on, for connections that are there already, too."));
    auto *seedWords = new QLabel(tr("See&d"), this);
    seedWords->setBuddy(m_seed);
    m_seed->setObjectName(QStringLiteral("seedBox"));
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setRange(0, std::numeric_limits<int>::max());
    m_seed->setValue(static_cast<int>(m_plan.seed));
    m_seed->setToolTip(tr("What goes by chance is the same again for the same number, in "
                          "connections that begin from now on."));
    m_none->setObjectName(QStringLiteral("noFaultsButton"));
    m_none->setAutoDefault(false);
    for (QWidget *widget : {static_cast<QWidget *>(m_value), static_cast<QWidget *>(m_set),
                            static_cast<QWidget *>(seedWords), static_cast<QWidget *>(m_seed)}) {
        m_fields->addWidget(widget);
    }
    m_fields->addStretch(1);
    m_fields->addWidget(m_none);
    m_list->setObjectName(QStringLiteral("faultList"));
    auto *list = new QHBoxLayout(m_list);
    list->setContentsMargins(0, 0, 0, 0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(m_fields);
    layout->addWidget(m_list);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &FaultsPanel::showKind);
    connect(m_set, &QPushButton::clicked, this, &FaultsPanel::setChosen);
    connect(m_none, &QPushButton::clicked, this, &FaultsPanel::takeAllAway);
    connect(m_seed, &QSpinBox::valueChanged, this, [this](int seed) {
        m_plan.seed = static_cast<std::uint64_t>(seed);
        Q_EMIT changed();
    });
    fillKinds();
    showFaults();
}

QComboBox *FaultsPanel::addBox(const char *name, const QString &label, const QString &tip)
{
    auto *box = new QComboBox(this);
    box->setObjectName(QString::fromLatin1(name));
    box->setToolTip(tip);
    if (!label.isEmpty()) {
        auto *words = new QLabel(label, this);
        words->setBuddy(box);
        QString plain = label;
        box->setAccessibleName(plain.remove(u'&'));
        m_fields->addWidget(words);
    }
    m_fields->addWidget(box);
    return box;
}

void FaultsPanel::setOf(FaultRow::Of what)
{
    if (m_of != what) {
        m_of = what;
        fillKinds();
        showFaults();
    }
}

void FaultsPanel::setPlan(const FaultPlan &plan)
{
    m_plan = plan;
    const QSignalBlocker quiet(m_seed);
    m_seed->setValue(static_cast<int>(plan.seed));
    showFaults();
}

int FaultsPanel::count() const
{
    return m_plan.toTarget.count(m_of) + m_plan.toClient.count(m_of);
}

FaultKind FaultsPanel::chosenKind() const
{
    return static_cast<FaultKind>(m_kind->currentData().toInt());
}

void FaultsPanel::fillKinds()
{
    m_kind->clear();
    for (const FaultRow &row : faultRows()) {
        if (row.isFor(m_of)) {
            m_kind->addItem(row.titleText(), static_cast<int>(row.kind));
            m_kind->setItemData(m_kind->count() - 1, row.descriptionText(), Qt::ToolTipRole);
        }
    }
}

void FaultsPanel::showKind()
{
    if (m_kind->currentIndex() < 0) {
        return;
    }
    const FaultRow &row = faultRow(chosenKind());
    m_kind->setToolTip(row.descriptionText());
    m_value->setToolTip(row.descriptionText());
    m_value->setVisible(!row.isSwitch());
    m_value->setRange(1, row.most);
    m_value->setSuffix(u' ' + row.unitText());
}

void FaultsPanel::setChosen()
{
    const FaultRow &row = faultRow(chosenKind());
    set(static_cast<ForwardDirection>(m_direction->currentData().toInt()), row.kind,
        row.isSwitch() ? 1 : m_value->value());
}

void FaultsPanel::set(ForwardDirection direction, FaultKind kind, int value)
{
    m_plan.of(direction).set(kind, value);
    showFaults();
    Q_EMIT changed();
}

void FaultsPanel::takeAllAway()
{
    m_plan = {.seed = m_plan.seed};
    showFaults();
    Q_EMIT changed();
}

void FaultsPanel::showFaults()
{
    QLayout *const layout = m_list->layout();
    while (QLayoutItem *const item = layout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater(); // it may be what is calling us
        delete item;
    }
    for (const ForwardDirection direction : directions) {
        for (const FaultRow &row : faultRows()) {
            const int value = m_plan.of(direction).value(row.kind);
            if (value == 0 || !row.isFor(m_of)) {
                continue;
            }
            Faults one;
            one.set(row.kind, value);
            auto *button = new QToolButton(m_list);
            button->setObjectName(QStringLiteral("fault:%1:%2")
                                      .arg(directionName(direction), QString::fromLatin1(row.key)));
            button->setText(QStringLiteral("✕ %1: %2").arg(directionText(direction), one.text()));
            button->setToolTip(tr("Take this fault away. %1").arg(row.descriptionText()));
            button->setFocusPolicy(Qt::StrongFocus);
            button->setMinimumWidth(1); // in a small window they give way
            connect(button, &QToolButton::clicked, this,
                    [this, direction, kind = row.kind] { set(direction, kind, 0); });
            layout->addWidget(button);
            button->show();
        }
    }
    m_list->setVisible(count() > 0);
    m_none->setEnabled(count() > 0);
}

} // namespace sockyard
