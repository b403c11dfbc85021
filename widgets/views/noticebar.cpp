#include "widgets/views/noticebar.h"

#include "widgets/views/tones.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace sockyard
{

NoticeBar::NoticeBar(Closable closable, QWidget *parent)
    : QFrame(parent)
    , m_sign(new QLabel(this))
    , m_text(new QLabel(this))
    , m_close(new QToolButton(this))
    , m_action(new QToolButton(this))
{
    setAutoFillBackground(true);
    setFrameShape(QFrame::NoFrame);
    m_text->setObjectName(QStringLiteral("noticeText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setAutoRaise(true);
    m_close->setText(QStringLiteral("✕"));
    m_close->setToolTip(tr("Put away"));
    m_close->setAccessibleName(tr("Put away"));
    m_close->setVisible(closable == Closable::Yes);
    connect(m_close, &QToolButton::clicked, this, &NoticeBar::putAway);
    m_action->setObjectName(QStringLiteral("noticeAction"));
    m_action->setText(tr("Explain")); // what it mostly says
    m_action->hide();
    connect(m_action, &QToolButton::clicked, this, &NoticeBar::actionRequested);
    setTabOrder(m_action, m_close); // as they stand
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 3, 3, 3);
    layout->addWidget(m_sign);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_action, 0, Qt::AlignTop);
    layout->addWidget(m_close, 0, Qt::AlignTop);
    hide();
}

void NoticeBar::tell(Kind kind, const QString &text, const QString &action)
{
    m_kind = kind;
    m_sign->setText(kind == Kind::Error     ? QStringLiteral("✗")
                    : kind == Kind::Warning ? QStringLiteral("⚠")
                                            : QStringLiteral("ℹ"));
    m_text->setText(text);
    if (!action.isEmpty()) {
        m_action->setText(action);
    }
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(text);
    paintTone();
    show();
}

void NoticeBar::putAway()
{
    m_text->clear();
    hide();
}

QString NoticeBar::text() const
{
    return m_text->text();
}

void NoticeBar::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange || event->type() == QEvent::ThemeChange) {
        paintTone();
    }
}

void NoticeBar::paintTone()
{
    QPalette colors = parentWidget() == nullptr ? QPalette() : parentWidget()->palette();
    const Tone tone = m_kind == Kind::Information ? Tone::Received
                      : m_kind == Kind::Warning   ? Tone::Marked
                                                  : Tone::Bad;
    colors.setColor(QPalette::Window, toneBackground(tone, colors));
    setPalette(colors);
}

} // namespace sockyard
