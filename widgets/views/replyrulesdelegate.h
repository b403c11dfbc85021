#pragma once

#include "widgets/views/celldelegate.h"

namespace sockyard
{

/// Shows and edits the cells of a ReplyRulesModel. Main thread.
class ReplyRulesDelegate : public CellDelegate
{
    Q_OBJECT

public:
    explicit ReplyRulesDelegate(QObject *parent = nullptr);

protected:
    QWidget *makeEditor(QWidget *parent, int column) const override;
};

} // namespace sockyard
