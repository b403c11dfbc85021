#pragma once

#include "app/settings.h"

#include <QDialog>

class QCheckBox;
class QLabel;
class QSpinBox;
class QTimer;

namespace sockyard
{

class FolderField;
class NoticeBar;

/// Where a person chooses what Settings hold. What is changed is kept at once, where it can be;
/// what is wrong is told beside it, and not kept. Main thread.
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit SettingsDialog(QWidget *parent = nullptr);
    ~SettingsDialog() override;

    /// Tells, beside the choice, how autosave goes. An empty text: nothing is wrong.
    void tellAutosave(const QString &text);

Q_SIGNALS:
    /// Other settings were kept.
    void changed(const sockyard::Settings &settings);

private:
    QSpinBox *makeNumber(const char *name, const Settings::Range &range, const QString &unit);
    void keep();

    Settings m_settings; // as they are kept
    QSpinBox *m_memory;
    QSpinBox *m_disk;
    QSpinBox *m_free;
    FolderField *m_storageFolder;
    NoticeBar *m_storageNotice;
    QCheckBox *m_autosave;
    FolderField *m_autosaveFolder;
    QSpinBox *m_size;
    QSpinBox *m_minutes;
    NoticeBar *m_autosaveNotice;
    QTimer *m_typing;
};

} // namespace sockyard
