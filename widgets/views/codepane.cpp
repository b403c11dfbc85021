#include "widgets/views/codepane.h"

#include "netcore/code/codelanguage.h"
#include "widgets/views/elidedlabel.h"
#include "widgets/views/filedialogs.h"

#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSaveFile>
#include <QScrollBar>
#include <QSettings>
#include <QVBoxLayout>

#include <chrono>

namespace sockyard
{

namespace
{

constexpr QLatin1StringView languageKey("code/language");
// Who types is followed at once, as far as an eye can tell.
constexpr std::chrono::milliseconds lookInterval(200);
constexpr int smallestLines = 3;

} // namespace

CodePane::CodePane(QWidget *parent)
    : QWidget(parent)
    , m_language(new QComboBox(this))
    , m_copy(new QPushButton(tr("&Copy program"), this))
    , m_save(new QPushButton(tr("Save pro&gram…"), this))
    , m_notes(new ElidedLabel(this))
    , m_text(new QPlainTextEdit(this))
{
    m_language->setObjectName(QStringLiteral("codeLanguageBox"));
    m_language->setToolTip(tr("The language of the program"));
    m_language->setAccessibleName(tr("Language"));
    for (const CodeLanguage &row : codeLanguages()) {
        m_language->addItem(row.title, QString(row.id));
    }
    m_copy->setObjectName(QStringLiteral("codeCopyButton"));
    m_copy->setToolTip(tr("Puts the whole program on the clipboard"));
    m_save->setObjectName(QStringLiteral("codeSaveButton"));
    m_save->setToolTip(tr("Saves the program in a file, ready to be run"));
    for (QPushButton *button : {m_copy, m_save}) {
        button->setAutoDefault(false);
    }
    setObjectName(QStringLiteral("codePane"));
    m_notes->setObjectName(QStringLiteral("codeNotes"));
    m_text->setObjectName(QStringLiteral("codeText"));
    m_text->setAccessibleName(tr("Program"));
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setMinimumHeight(m_text->fontMetrics().lineSpacing() * smallestLines);
    m_text->setTabChangesFocus(true);
    m_text->installEventFilter(this);
    layOut();
    chooseLanguage();
    connect(m_language, &QComboBox::activated, this, [this] {
        QSettings().setValue(languageKey, m_language->currentData());
        write();
    });
    connect(m_copy, &QPushButton::clicked, this, &CodePane::copy);
    connect(m_save, &QPushButton::clicked, this, &CodePane::askWhereToSave);
    m_look.setInterval(lookInterval);
    connect(&m_look, &QTimer::timeout, this, &CodePane::requestWanted);
    write();
}

void CodePane::layOut()
{
    auto *top = new QHBoxLayout;
    top->addWidget(m_language);
    top->addWidget(m_copy);
    top->addWidget(m_save);
    top->addWidget(m_notes, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(top);
    layout->addWidget(m_text, 1);
}

void CodePane::chooseLanguage()
{
    const int index = m_language->findData(QSettings().value(languageKey));
    m_language->setCurrentIndex(index < 0 ? 0 : index);
}

void CodePane::setRequest(const std::optional<CodeRequest> &request)
{
    if (request != m_request) {
        m_request = request;
        write();
    }
}

void CodePane::write()
{
    const CodeLanguage *const language = codeLanguageNamed(m_language->currentData().toString());
    m_copy->setEnabled(m_request.has_value());
    m_save->setEnabled(m_request.has_value());
    if (!m_request || language == nullptr) {
        m_program = {};
        m_notes->setText({});
        showText(
            tr("Here stands a program that does the same, as soon as this page is filled in so "
               "that it can be started."));
        return;
    }
    m_program = writeProgram(*m_request, *language);
    m_notes->setText(m_program.notes.join(u' '));
    showText(m_program.text);
}

void CodePane::showText(const QString &text)
{
    // Who has scrolled to a line still sees it.
    const int row = m_text->verticalScrollBar()->value();
    const int column = m_text->horizontalScrollBar()->value();
    m_text->setPlainText(text);
    m_text->verticalScrollBar()->setValue(row);
    m_text->horizontalScrollBar()->setValue(column);
}

void CodePane::copy()
{
    QGuiApplication::clipboard()->setText(m_program.text);
    Q_EMIT told(tr("The program is on the clipboard."));
}

void CodePane::askWhereToSave()
{
    const CodeLanguage *const language = codeLanguageNamed(m_language->currentData().toString());
    if (language == nullptr) {
        return;
    }
    auto *dialog = makeSaveDialog(
        "saveCodeDialog", tr("Save program"),
        {tr("%1 (*.%2)").arg(language->title, language->suffix), tr("All files (*)")},
        m_program.fileName, this);
    connect(dialog, &QFileDialog::fileSelected, this, &CodePane::saveTo);
    dialog->show();
}

void CodePane::saveTo(const QString &fileName)
{
    QSaveFile file(fileName);
    const QByteArray text = m_program.text.toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit()) {
        Q_EMIT failed(
            tr("The program could not be written to %1: %2").arg(fileName, file.errorString()));
        return;
    }
    Q_EMIT told(tr("The program was written to %1.").arg(fileName));
}

void CodePane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    // One language for all tabs.
    chooseLanguage();
    write();
    m_look.start();
    Q_EMIT requestWanted();
}

void CodePane::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_look.stop();
}

bool CodePane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_text && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy) &&
        !m_text->textCursor().hasSelection() && m_request) {
        copy(); // where nothing is selected, all of it is meant
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace sockyard
