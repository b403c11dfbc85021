#include "widgets/views/composer.h"

#include "widgets/views/messageedit.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>

namespace sockyard
{

Composer::Composer(QWidget *parent)
    : QWidget(parent)
    , m_target(new QComboBox(this))
    , m_edit(new MessageEdit(this))
    , m_ending(new QComboBox(this))
    , m_send(new QPushButton(tr("Send"), this))
{
    m_target->setObjectName(QStringLiteral("targetBox"));
    m_target->setAccessibleName(tr("Send to"));
    m_target->setToolTip(tr("Who gets the message"));
    m_target->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_target->hide();

    m_ending->setObjectName(QStringLiteral("endingBox"));
    m_ending->setAccessibleName(tr("Line ending"));
    m_ending->setToolTip(tr("What follows the message: a stream has no boundaries of its own"));
    m_ending->addItem(tr("no ending"), static_cast<int>(Ending::None));
    m_ending->addItem(tr("LF"), static_cast<int>(Ending::Lf));
    m_ending->addItem(tr("CRLF"), static_cast<int>(Ending::CrLf));

    m_send->setObjectName(QStringLiteral("sendButton"));
    m_send->setAutoDefault(false);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QWidget *part : {static_cast<QWidget *>(m_target), static_cast<QWidget *>(m_edit),
                          static_cast<QWidget *>(m_ending), static_cast<QWidget *>(m_send)}) {
        layout->addWidget(part, part == m_edit ? 1 : 0, Qt::AlignBottom);
    }
    connect(m_edit, &MessageEdit::submitted, this, &Composer::submit);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::updateButton);
    connect(m_ending, &QComboBox::currentIndexChanged, this, &Composer::updateButton);
    connect(m_send, &QPushButton::clicked, this, &Composer::submit);
    updateButton();
}

void Composer::setTargets(const QStringList &targets)
{
    QStringList present;
    for (int index = 0; index < m_target->count(); ++index) {
        present.append(m_target->itemText(index));
    }
    if (targets != present) {
        const int index = m_target->currentIndex();
        m_target->clear();
        m_target->addItems(targets);
        m_target->setCurrentIndex(index >= 0 && index < targets.size() ? index : 0);
    }
    m_target->setVisible(!targets.isEmpty());
}

int Composer::target() const
{
    return m_target->currentIndex();
}

void Composer::setTarget(int index)
{
    if (index < m_target->count()) {
        m_target->setCurrentIndex(index);
    }
}

void Composer::setEndingsOffered(bool offered)
{
    m_ending->setVisible(offered);
    if (!offered) {
        m_ending->setCurrentIndex(0);
    }
}

void Composer::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void Composer::setReady(bool ready, const QString &why)
{
    m_ready = ready;
    m_why = why;
    updateButton();
}

QString Composer::text() const
{
    return m_edit->message();
}

QByteArray Composer::bytes() const
{
    QByteArray bytes = text().toUtf8();
    switch (static_cast<Ending>(m_ending->currentData().toInt())) {
    case Ending::None:
        break;
    case Ending::Lf:
        bytes += '\n';
        break;
    case Ending::CrLf:
        bytes += "\r\n";
        break;
    }
    return bytes;
}

void Composer::accept()
{
    m_edit->clear();
}

void Composer::submit()
{
    if (bytes().isEmpty()) {
        return;
    }
    if (!m_ready) {
        Q_EMIT refused(m_why);
        return;
    }
    Q_EMIT sendRequested();
}

void Composer::updateButton()
{
    const bool nothing = bytes().isEmpty();
    m_send->setEnabled(m_ready && !nothing);
    m_send->setToolTip(!m_ready  ? m_why
                       : nothing ? tr("Type a message first")
                                 : tr("Enter sends, Shift+Enter breaks the line"));
}

} // namespace sockyard
