#include "app/settingsdialog.h"

#include "widgets/views/folderfield.h"
#include "widgets/views/noticebar.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>

#include <chrono>

namespace sockyard
{

namespace
{

using namespace std::chrono_literals;

// Who types a folder is not interrupted at every letter.
constexpr auto typingPause = 500ms;

/// Why nothing can be written there; empty where it can.
QString folderProblem(const QString &folder)
{
    const QFileInfo info(folder);
    if (!info.exists()) {
        return QCoreApplication::translate("sockyard::SettingsDialog", "There is no such folder.");
    }
    if (!info.isDir()) {
        return QCoreApplication::translate("sockyard::SettingsDialog", "This is not a folder.");
    }
    if (!info.isWritable()) {
        return QCoreApplication::translate("sockyard::SettingsDialog",
                                           "It is not allowed to write into this folder.");
    }
    return {};
}

} // namespace

SettingsDialog::SettingsDialog(QWidget *parent)
    : QDialog(parent)
    , m_settings(Settings::load())
    , m_memory(makeNumber("memoryBox", Settings::memoryRange, tr(" MiB")))
    , m_disk(makeNumber("diskBox", Settings::diskRange, tr(" GiB")))
    , m_free(makeNumber("freeBox", Settings::freeRange, tr(" GiB")))
    , m_storageFolder(
          new FolderField(QStringLiteral("storageFolderEdit"), tr("Folder for the logs"), this))
    , m_storageNotice(new NoticeBar(NoticeBar::Closable::No, this))
    , m_autosave(new QCheckBox(tr("&Save the logs of all tabs as they grow"), this))
    , m_autosaveFolder(
          new FolderField(QStringLiteral("autosaveFolderEdit"), tr("Folder for autosave"), this))
    , m_size(makeNumber("sizeBox", Settings::fileSizeRange, tr(" MiB")))
    , m_minutes(makeNumber("minutesBox", Settings::fileMinutesRange, tr(" min")))
    , m_autosaveNotice(new NoticeBar(NoticeBar::Closable::No, this))
    , m_typing(new QTimer(this))
{
    setObjectName(QStringLiteral("settingsDialog"));
    setWindowTitle(tr("Settings"));
    const auto row = [](QFormLayout *form, const QString &label, QWidget *field,
                        const QString &tip) {
        form->addRow(label, field);
        QString name = label;
        field->setAccessibleName(name.remove(u'&'));
        field->setToolTip(tip);
    };

    auto *storage = new QGroupBox(tr("What the logs of all tabs may take"), this);
    auto *storageForm = new QFormLayout(storage);
    row(storageForm, tr("&Memory"), m_memory,
        tr("MiB, %1 or more. The newest events are kept there.").arg(Settings::memoryRange.least));
    m_disk->setSpecialValueText(tr("nothing on disk"));
    row(storageForm, tr("&Disk"), m_disk,
        tr("GiB. Older events go there. 0 keeps nothing on disk: what no longer fits into memory "
           "is dropped."));
    row(storageForm, tr("&Leave free"), m_free,
        tr("GiB of that disk that are left to others, whatever it costs."));
    m_storageFolder->edit()->setPlaceholderText(
        QDir::toNativeSeparators(Settings::defaultStorageFolder()));
    storageForm->addRow(tr("&Folder"), m_storageFolder);
    auto *later =
        new QLabel(tr("These take effect when Sockyard is started the next time."), storage);
    later->setTextFormat(Qt::PlainText);
    later->setWordWrap(true);
    storageForm->addRow(later);
    m_storageNotice->setObjectName(QStringLiteral("storageNotice"));
    storageForm->addRow(m_storageNotice);

    auto *saving = new QGroupBox(tr("Autosave"), this);
    auto *savingForm = new QFormLayout(saving);
    m_autosave->setObjectName(QStringLiteral("autosaveCheck"));
    m_autosave->setToolTip(tr("As JSON Lines, one file after the other for each tab. A crash loses "
                              "a second at most."));
    savingForm->addRow(m_autosave);
    savingForm->addRow(tr("F&older"), m_autosaveFolder);
    m_size->setSpecialValueText(tr("no limit"));
    row(savingForm, tr("Size of a &file"), m_size,
        tr("MiB, after which a new file is begun. 0 is without a limit."));
    m_minutes->setSpecialValueText(tr("no limit"));
    row(savingForm, tr("&Time of a file"), m_minutes,
        tr("Minutes, after which a new file is begun. 0 is without a limit."));
    m_autosaveNotice->setObjectName(QStringLiteral("autosaveNotice"));
    savingForm->addRow(m_autosaveNotice);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(storage);
    layout->addWidget(saving);
    layout->addStretch(1);
    layout->addWidget(buttons);

    m_memory->setValue(m_settings.memoryMebibytes);
    m_disk->setValue(m_settings.diskGibibytes);
    m_free->setValue(m_settings.freeGibibytes);
    m_storageFolder->setFolder(m_settings.storageFolder);
    m_autosave->setChecked(m_settings.autosave);
    m_autosaveFolder->setFolder(m_settings.autosaveFolder);
    m_size->setValue(m_settings.autosaveMebibytes);
    m_minutes->setValue(m_settings.autosaveMinutes);

    m_typing->setSingleShot(true);
    m_typing->setInterval(typingPause);
    connect(m_typing, &QTimer::timeout, this, &SettingsDialog::keep);
    for (QSpinBox *box : {m_memory, m_disk, m_free, m_size, m_minutes}) {
        connect(box, &QSpinBox::valueChanged, this, &SettingsDialog::keep);
    }
    for (FolderField *field : {m_storageFolder, m_autosaveFolder}) {
        field->edit()->setMinimumWidth(field->fontMetrics().averageCharWidth() * 40);
        connect(field, &FolderField::textChanged, m_typing, qOverload<>(&QTimer::start));
        connect(field, &FolderField::editingFinished, this, &SettingsDialog::keep);
    }
    connect(m_autosave, &QCheckBox::toggled, this, &SettingsDialog::keep);
    keep();
}

SettingsDialog::~SettingsDialog()
{
    for (FolderField *field : {m_storageFolder, m_autosaveFolder}) {
        field->disconnect(this); // what loses the focus while its parent goes says so
    }
}

QSpinBox *SettingsDialog::makeNumber(const char *name, const Settings::Range &range,
                                     const QString &unit)
{
    auto *box = new QSpinBox(this);
    box->setObjectName(QString::fromLatin1(name));
    box->setRange(range.least, range.most);
    box->setSuffix(unit);
    box->setKeyboardTracking(false);
    return box;
}

void SettingsDialog::keep()
{
    m_typing->stop();
    Settings settings = m_settings;
    settings.memoryMebibytes = m_memory->value();
    settings.diskGibibytes = m_disk->value();
    settings.freeGibibytes = m_free->value();
    settings.autosaveMebibytes = m_size->value();
    settings.autosaveMinutes = m_minutes->value();

    const QString storage = m_storageFolder->folder();
    const QString storageProblem = storage.isEmpty() ? QString() : folderProblem(storage);
    if (storageProblem.isEmpty()) {
        settings.storageFolder = storage.isEmpty() ? storage : QDir(storage).absolutePath();
        m_storageNotice->putAway();
    } else {
        m_storageNotice->tell(NoticeBar::Kind::Error, storageProblem);
    }

    const QString folder = m_autosaveFolder->folder();
    QString problem = folder.isEmpty() ? tr("Choose a folder first.") : folderProblem(folder);
    if (problem.isEmpty()) {
        settings.autosaveFolder = QDir(folder).absolutePath();
        settings.autosave = m_autosave->isChecked();
    } else {
        // What is running goes on as it was, until a person says otherwise.
        settings.autosave = m_autosave->isChecked() && m_settings.autosave;
        problem = m_autosave->isChecked() ? problem : QString();
    }
    tellAutosave(problem);

    if (settings == m_settings) {
        return;
    }
    m_settings = settings;
    if (!settings.save()) {
        m_storageNotice->tell(
            NoticeBar::Kind::Error,
            tr("The settings could not be written: they hold until Sockyard ends."));
    }
    Q_EMIT changed(settings);
}

void SettingsDialog::tellAutosave(const QString &text)
{
    if (text.isEmpty()) {
        m_autosaveNotice->putAway();
    } else {
        m_autosaveNotice->tell(NoticeBar::Kind::Error, text);
    }
}

} // namespace sockyard
