#include "widgets/views/repeatbar.h"

#include "netcore/sending/sendplan.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>

namespace sockyard
{

namespace
{
constexpr QLatin1StringView intervalKey("composer/repeatInterval");
constexpr QLatin1StringView timesKey("composer/repeatTimes");
constexpr QLatin1StringView jitterKey("composer/repeatJitter");
} // namespace

RepeatBar::RepeatBar(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    const auto addLabel = [this, layout](const QString &text, QWidget *buddy) {
        auto *label = new QLabel(text, this);
        label->setBuddy(buddy);
        layout->addWidget(label);
    };
    const QSettings settings;
    const RepeatPlan usual{.message = PreparedMessage::ofBytes({})};
    m_interval =
        addNumber("repeatInterval", RepeatPlan::leastInterval, RepeatPlan::mostInterval,
                  settings.value(intervalKey, static_cast<int>(usual.interval.count())).toInt());
    m_interval->setAccessibleName(tr("Repeat every"));
    m_interval->setSuffix(tr(" ms"));
    m_interval->setToolTip(tr("How long it is from one message to the next"));
    m_jitter = addNumber("repeatJitter", 0, m_interval->value(),
                         settings.value(jitterKey, static_cast<int>(usual.jitter.count())).toInt());
    m_jitter->setAccessibleName(tr("Jitter"));
    m_jitter->setPrefix(QStringLiteral("± "));
    m_jitter->setSuffix(tr(" ms"));
    m_jitter->setToolTip(tr("Each message comes earlier or later by up to so much, at random"));
    m_times = addNumber("repeatTimes", 0, RepeatPlan::mostTimes,
                        settings.value(timesKey, usual.times).toInt());
    m_times->setAccessibleName(tr("How many times"));
    m_times->setSpecialValueText(tr("until stopped"));
    m_times->setToolTip(tr("How many messages are sent; 0 goes on until it is stopped"));
    m_button = new QPushButton(this);
    m_button->setObjectName(QStringLiteral("repeatButton"));
    m_button->setAutoDefault(false);

    addLabel(tr("Repeat every"), m_interval);
    layout->addWidget(m_interval);
    layout->addWidget(m_jitter);
    addLabel(tr("Times"), m_times);
    layout->addWidget(m_times);
    layout->addWidget(m_button);
    layout->addStretch(1);

    connect(m_interval, &QSpinBox::valueChanged, m_jitter, &QSpinBox::setMaximum);
    connect(m_button, &QPushButton::clicked, this, &RepeatBar::click);
    showButton();
}

QSpinBox *RepeatBar::addNumber(const char *name, int least, int most, int value)
{
    auto *box = new QSpinBox(this);
    box->setObjectName(QString::fromLatin1(name));
    box->setRange(least, most);
    box->setValue(value);
    box->setGroupSeparatorShown(true);
    box->setMinimumWidth(box->fontMetrics().averageCharWidth() * 18);
    return box;
}

std::chrono::milliseconds RepeatBar::interval() const
{
    return std::chrono::milliseconds(m_interval->value());
}

std::chrono::milliseconds RepeatBar::jitter() const
{
    return std::chrono::milliseconds(m_jitter->value());
}

int RepeatBar::times() const
{
    return m_times->value();
}

void RepeatBar::setReady(bool ready, const QString &why)
{
    m_isReady = ready;
    m_why = why;
    showButton();
}

void RepeatBar::setRunning(bool running)
{
    if (m_isRunning != running) {
        m_isRunning = running;
        showButton();
    }
}

void RepeatBar::click()
{
    if (m_isRunning) {
        Q_EMIT stopRequested();
        return;
    }
    keep();
    Q_EMIT startRequested();
}

void RepeatBar::keep() const
{
    QSettings settings;
    settings.setValue(intervalKey, m_interval->value());
    settings.setValue(timesKey, m_times->value());
    settings.setValue(jitterKey, m_jitter->value());
}

void RepeatBar::showButton()
{
    m_button->setText(m_isRunning ? tr("■ Stop") : tr("▶ Start"));
    m_button->setEnabled(m_isRunning || m_isReady);
    m_button->setToolTip(m_isRunning  ? tr("Sends no more of these messages")
                         : !m_isReady ? m_why
                                      : tr("Sends what is typed again and again"));
}

} // namespace sockyard
