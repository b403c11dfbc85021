#include "widgets/views/savedmessageform.h"

#include "widgets/views/elidedlabel.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace sockyard
{

SavedMessageForm::SavedMessageForm(QWidget *parent)
    : QWidget(parent)
    , m_name(new QLineEdit(this))
    , m_folder(new QComboBox(this))
    , m_note(new QLineEdit(this))
    , m_words(new ElidedLabel(this))
{
    m_name->setObjectName(QStringLiteral("savedNameEdit"));
    m_folder->setObjectName(QStringLiteral("savedFolderBox"));
    m_folder->setEditable(true);
    m_folder->setInsertPolicy(QComboBox::NoInsert);
    m_folder->setToolTip(tr("A slash stands between a folder and one in it; empty is no folder"));
    m_note->setObjectName(QStringLiteral("savedNoteEdit"));
    m_words->setObjectName(QStringLiteral("savedFormWords"));
    auto *save = new QPushButton(tr("Save"), this);
    save->setObjectName(QStringLiteral("savedSaveButton"));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("savedCancelButton"));
    for (QPushButton *button : {save, cancel}) {
        button->setAutoDefault(false);
    }
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_words, 1);
    buttons->addWidget(save);
    buttons->addWidget(cancel);
    auto *layout = new QFormLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addRow(tr("&Name"), m_name);
    layout->addRow(tr("F&older"), m_folder);
    layout->addRow(tr("No&te"), m_note);
    layout->addRow(buttons);
    connect(save, &QPushButton::clicked, this, &SavedMessageForm::saveRequested);
    connect(cancel, &QPushButton::clicked, this, &SavedMessageForm::cancelled);
    for (QLineEdit *edit : {m_name, m_note, m_folder->lineEdit()}) {
        connect(edit, &QLineEdit::returnPressed, this, &SavedMessageForm::saveRequested);
    }
}

void SavedMessageForm::begin(const SavedMessage &message, const QList<FolderPath> &folders,
                             const QString &words)
{
    m_message = message;
    m_name->setText(message.name);
    m_name->selectAll();
    m_folder->clear();
    m_folder->addItem(QString(), QStringList());
    for (const FolderPath &folder : folders) {
        m_folder->addItem(folderText(folder), folder);
    }
    m_folder->setCurrentText(folderText(message.folder));
    m_note->setText(message.note);
    m_words->setText(words);
    m_name->setFocus();
}

SavedMessage SavedMessageForm::saved() const
{
    SavedMessage saved = m_message;
    saved.name = m_name->text().trimmed();
    saved.folder = folder();
    saved.note = m_note->text();
    return saved;
}

QString SavedMessageForm::folderText(const FolderPath &folder)
{
    return folder.join(QStringLiteral(" / "));
}

FolderPath SavedMessageForm::folder() const
{
    const QString text = m_folder->currentText();
    const int known = m_folder->findText(text, Qt::MatchExactly | Qt::MatchCaseSensitive);
    if (known >= 0) {
        return m_folder->itemData(known).toStringList();
    }
    FolderPath folder;
    const auto names = text.split(u'/');
    for (const QString &name : names) {
        if (!name.trimmed().isEmpty()) {
            folder.append(name.trimmed());
        }
    }
    return folder;
}

} // namespace sockyard
