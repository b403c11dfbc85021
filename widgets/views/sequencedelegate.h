#pragma once

#include "widgets/views/celldelegate.h"

namespace sockyard
{

/// Shows and edits the cells of a SequenceModel. Main thread.
class SequenceDelegate : public CellDelegate
{
    Q_OBJECT

public:
    explicit SequenceDelegate(QObject *parent = nullptr);

protected:
    QWidget *makeEditor(QWidget *parent, int column) const override;
};

} // namespace sockyard
