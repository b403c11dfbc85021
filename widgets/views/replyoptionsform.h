#pragma once

#include "netcore/responders/replyoption.h"

#include <QWidget>

#include <functional>
#include <vector>

class QHBoxLayout;

namespace sockyard
{

class ReplyRulesDialog;

/// The fields for the options of one reply, side by side, made from the list that the reply gives
/// of them. A field whose text is none of its kind says so while it is typed, and keeps it. Rules
/// are edited in a window of their own, which goes with its field: what is not applied there comes
/// back with it.
class ReplyOptionsForm : public QWidget
{
    Q_OBJECT

public:
    explicit ReplyOptionsForm(QWidget *parent = nullptr);
    ~ReplyOptionsForm() override;

    /// Shows fields for these options, filled with \a chosen, or with what is usual.
    void setOptions(std::span<const ReplyOption> options, const ReplyOptions &chosen);
    /// What is typed and chosen, by key.
    ReplyOptions chosen() const;

Q_SIGNALS:
    void changed();

private:
    struct Field {
        QString key;
        std::function<QString()> value;
    };

    QWidget *makeField(const ReplyOption &option, const QString &value);
    QWidget *makeBytes(const ReplyOption &option, const QString &value);
    QWidget *makeNumber(const ReplyOption &option, const QString &value);
    QWidget *makeChoice(const ReplyOption &option, const QString &value);
    QWidget *makeFolder(const ReplyOption &option, const QString &value);
    QWidget *makeRules(const ReplyOption &option, const QString &value);
    void add(const ReplyOption &option, std::function<QString()> value);

    QHBoxLayout *m_layout;
    QWidgetList m_widgets;
    ReplyRulesDialog *m_rules = nullptr; // made when it is needed, and kept
    std::vector<Field> m_fields;
};

} // namespace sockyard
