#include "widgets/views/messagefield.h"

#include "netcore/messages/textencoding.h"
#include "widgets/models/messagewords.h"
#include "widgets/views/filedialogs.h"
#include "widgets/views/messageedit.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QToolButton>

#include <chrono>

namespace sockyard
{

namespace
{

// A longer text is looked at when one pauses: to judge it takes longer than a keystroke may.
constexpr int mostAtOnce = 32 * 1024;
constexpr std::chrono::milliseconds judgePause(300);

template <typename Value>
Value valueOf(const QComboBox *box)
{
    return static_cast<Value>(box->currentData().toInt());
}

template <typename Value>
void choose(QComboBox *box, Value value)
{
    box->setCurrentIndex(box->findData(static_cast<int>(value)));
}

} // namespace

MessageField::MessageField(QWidget *parent)
    : QWidget(parent)
    , m_notation(new QComboBox(this))
    , m_encoding(new QComboBox(this))
    , m_edit(new MessageEdit(this))
    , m_choose(new QToolButton(this))
    , m_enlarge(new QToolButton(this))
    , m_ending(new QComboBox(this))
{
    makeBoxes();
    m_choose->setObjectName(QStringLiteral("chooseFileButton"));
    m_choose->setText(tr("Choose…"));
    m_choose->setToolTip(tr("Chooses the file that is sent"));
    m_enlarge->setObjectName(QStringLiteral("enlargeButton"));
    m_enlarge->setText(QStringLiteral("↕"));
    m_enlarge->setAccessibleName(tr("Several lines"));
    m_enlarge->setToolTip(tr("A field of several lines, in which Enter breaks the line and "
                             "Ctrl+Enter sends"));
    m_enlarge->setCheckable(true);
    for (QToolButton *button : {m_choose, m_enlarge}) {
        button->setFocusPolicy(Qt::StrongFocus);
        button->setMinimumHeight(m_notation->sizeHint().height());
    }
    m_edit->setFilesTaken(true);
    layOut();
    setFocusProxy(m_edit);

    m_pause.setSingleShot(true);
    m_pause.setInterval(judgePause);
    connect(&m_pause, &QTimer::timeout, this, &MessageField::judge);
    connect(m_notation, &QComboBox::currentIndexChanged, this, &MessageField::chooseNotation);
    connect(m_encoding, &QComboBox::currentIndexChanged, this, &MessageField::takeChange);
    connect(m_ending, &QComboBox::currentIndexChanged, this, &MessageField::takeChange);
    connect(m_edit, &QPlainTextEdit::textChanged, this, &MessageField::takeChange);
    connect(m_edit, &MessageEdit::submitted, this, &MessageField::submitted);
    connect(m_edit, &MessageEdit::olderWanted, this, &MessageField::olderWanted);
    connect(m_edit, &MessageEdit::newerWanted, this, &MessageField::newerWanted);
    connect(m_edit, &MessageEdit::filesGiven, this, &MessageField::takeFiles);
    connect(m_choose, &QToolButton::clicked, this, &MessageField::chooseFile);
    connect(m_enlarge, &QToolButton::toggled, this, &MessageField::enlarge);
    showNotation();
    judge();
}

void MessageField::makeBoxes()
{
    m_notation->setObjectName(QStringLiteral("notationBox"));
    m_notation->setAccessibleName(tr("Notation"));
    for (int index = 0; index < notationCount; ++index) {
        const auto notation = static_cast<Notation>(index);
        m_notation->addItem(notationTitle(notation), index);
        m_notation->setItemData(index, notationWords(notation), Qt::ToolTipRole);
    }
    m_encoding->setObjectName(QStringLiteral("messageEncodingBox"));
    m_encoding->setAccessibleName(tr("Encoding"));
    m_encoding->setToolTip(tr("How the characters are written as bytes"));
    for (const TextEncoding encoding : availableEncodings()) {
        m_encoding->addItem(encodingName(encoding), static_cast<int>(encoding));
    }
    m_ending->setObjectName(QStringLiteral("endingBox"));
    m_ending->setAccessibleName(tr("Line ending"));
    m_ending->setToolTip(tr("What follows the message: a stream has no boundaries of its own"));
    for (const LineEnding ending : {LineEnding::None, LineEnding::Lf, LineEnding::CrLf}) {
        m_ending->addItem(endingTitle(ending), static_cast<int>(ending));
    }
}

void MessageField::layOut()
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QWidget *part : {static_cast<QWidget *>(m_notation), static_cast<QWidget *>(m_encoding),
                          static_cast<QWidget *>(m_edit), static_cast<QWidget *>(m_choose),
                          static_cast<QWidget *>(m_enlarge), static_cast<QWidget *>(m_ending)}) {
        layout->addWidget(part, part == m_edit ? 1 : 0, Qt::AlignBottom);
    }
}

Message MessageField::message() const
{
    return {.notation = m_shown,
            .text = m_edit->message(),
            .encoding = valueOf<TextEncoding>(m_encoding),
            .ending = valueOf<LineEnding>(m_ending)};
}

void MessageField::setMessage(const Message &message)
{
    m_drafts.forgetShown();
    {
        const QScopedValueRollback setting(m_isSetting, true);
        choose(m_notation, message.notation);
        if (m_encoding->findData(static_cast<int>(message.encoding)) >= 0) {
            choose(m_encoding, message.encoding);
        }
        choose(m_ending, message.ending);
        m_edit->setMessage(message.text);
    }
    m_shown = message.notation;
    showNotation();
    takeChange();
}

bool MessageField::isEmpty() const
{
    constexpr int nothing = 1; // a document ends with a paragraph separator
    return m_edit->document()->characterCount() <= nothing &&
           (m_shown == Notation::File || valueOf<LineEnding>(m_ending) == LineEnding::None);
}

void MessageField::clear()
{
    m_drafts.forgetShown();
    m_edit->clear();
}

void MessageField::setNotationsOffered(bool offered)
{
    m_notationsOffered = offered;
    m_edit->setFilesTaken(offered);
    if (!offered) {
        choose(m_notation, Notation::Text);
        choose(m_encoding, TextEncoding::Utf8);
    }
    m_notation->setVisible(offered);
    showNotation();
}

void MessageField::setEndingsOffered(bool offered)
{
    m_ending->setVisible(offered);
    if (!offered) {
        choose(m_ending, LineEnding::None);
    }
}

void MessageField::setPlaceholder(const QString &text)
{
    m_placeholder = text;
    showNotation();
}

void MessageField::chooseNotation()
{
    if (m_isSetting) {
        return;
    }
    const auto notation = valueOf<Notation>(m_notation);
    const Message next = m_drafts.switched(message(), notation);
    m_shown = notation;
    {
        const QScopedValueRollback setting(m_isSetting, true);
        m_edit->setMessage(next.text);
    }
    showNotation();
    takeChange();
}

void MessageField::showNotation()
{
    const bool isFile = m_shown == Notation::File;
    const bool isCode = m_shown == Notation::Hex || m_shown == Notation::Escapes;
    m_notation->setToolTip(notationWords(m_shown));
    m_encoding->setVisible(m_notationsOffered && m_shown == Notation::Text);
    m_choose->setVisible(isFile);
    m_enlarge->setVisible(!isFile);
    m_edit->setEnlarged(!isFile && m_enlarge->isChecked());
    m_edit->setFont(isCode ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : font());
    m_edit->setAccessibleName(isFile ? tr("Path of the file") : tr("Message"));
    switch (m_shown) {
    case Notation::Text:
        m_edit->setPlaceholderText(m_placeholder);
        break;
    case Notation::Escapes:
        m_edit->setPlaceholderText(tr("such as hello\\r\\n or ${time}"));
        break;
    case Notation::Hex:
        m_edit->setPlaceholderText(tr("such as 68 65 6c 6c 6f"));
        break;
    case Notation::File:
        m_edit->setPlaceholderText(tr("The path of a file: type, choose or drop it"));
        break;
    }
}

void MessageField::takeChange()
{
    if (m_isSetting) {
        return;
    }
    m_isJudged = false;
    if (m_edit->document()->characterCount() <= mostAtOnce) {
        judge();
        return;
    }
    m_prepared.reset();
    m_problem = {};
    m_edit->markProblem(-1, 0);
    m_pause.start();
    Q_EMIT changed();
}

void MessageField::judge()
{
    m_pause.stop();
    m_isJudged = true;
    m_problem = {};
    m_prepared = PreparedMessage::prepare(message(), &m_problem);
    // While there is nothing, nothing is wrong yet.
    const bool marks = !m_prepared && !isEmpty();
    m_edit->markProblem(marks ? m_problem.position : -1, m_problem.length);
    Q_EMIT changed();
}

const std::optional<PreparedMessage> &MessageField::prepared()
{
    if (!m_isJudged || m_shown == Notation::File) { // a file may have come or gone meanwhile
        judge();
    }
    return m_prepared;
}

void MessageField::chooseFile()
{
    auto *dialog = makeOpenDialog("sendFileDialog", tr("File to be sent"), {}, this);
    const QFileInfo present(m_edit->message());
    if (present.isFile()) {
        dialog->setDirectory(present.absolutePath());
    }
    connect(dialog, &QFileDialog::filesSelected, this, &MessageField::takeFiles);
    dialog->show();
}

void MessageField::takeFiles(const QStringList &fileNames)
{
    choose(m_notation, Notation::File);
    m_edit->setMessage(QDir::toNativeSeparators(fileNames.constFirst()));
    m_edit->setFocus();
    if (fileNames.size() > 1) {
        Q_EMIT told(
            tr("One file is sent at a time: the first of %1 was taken.").arg(fileNames.size()));
    }
}

void MessageField::enlarge(bool enlarged)
{
    m_edit->setEnlarged(enlarged);
    m_edit->setFocus();
    Q_EMIT changed(); // Enter does something else now
}

} // namespace sockyard
