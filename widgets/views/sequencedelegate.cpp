#include "widgets/views/sequencedelegate.h"

#include "widgets/models/messagewords.h"
#include "widgets/models/sequencemodel.h"

namespace sockyard
{

SequenceDelegate::SequenceDelegate(QObject *parent)
    : CellDelegate(SequenceModel::ProblemRole, parent)
{
}

QWidget *SequenceDelegate::makeEditor(QWidget *parent, int column) const
{
    QStringList titles;
    switch (column) {
    case SequenceModel::WaitColumn:
    case SequenceModel::AtMostColumn:
        return makeTime(parent, SequenceStep::mostWait);
    case SequenceModel::NotationColumn:
        for (int index = 0; index < notationCount; ++index) {
            titles.append(notationTitle(static_cast<Notation>(index)));
        }
        return makeChoice(parent, titles);
    case SequenceModel::EndingColumn:
        for (const LineEnding ending : {LineEnding::None, LineEnding::Lf, LineEnding::CrLf}) {
            titles.append(endingTitle(ending));
        }
        return makeChoice(parent, titles);
    default:
        return makeText(parent);
    }
}

} // namespace sockyard
