#include "widgets/models/doctormodel.h"

#include "widgets/models/doctorwords.h"

#include <utility>

namespace sockyard
{

DoctorModel::DoctorModel(QObject *parent)
    : QAbstractListModel(parent)
{
}

void DoctorModel::publish()
{
    if (!std::exchange(m_changed, false)) {
        return;
    }
    if (m_shownExamination != m_report.begun()) {
        m_shownExamination = m_report.begun();
        beginResetModel();
        m_shown.clear();
        endResetModel();
        Q_EMIT examinationBegan();
    }
    showFindings();
    Q_EMIT reportChanged();
}

void DoctorModel::showFindings()
{
    // Within one examination findings come and change, and none goes.
    const QList<Finding> &now = m_report.findings();
    for (qsizetype place = 0; place < now.size(); ++place) {
        const int row = static_cast<int>(place);
        if (place < m_shown.size() && m_shown.at(place).isAboutTheSameAs(now.at(place))) {
            if (m_shown.at(place) != now.at(place)) {
                m_shown[place] = now.at(place);
                Q_EMIT dataChanged(index(row), index(row));
            }
        } else {
            beginInsertRows({}, row, row);
            m_shown.insert(place, now.at(place));
            endInsertRows();
        }
    }
}

int DoctorModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant DoctorModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Finding &finding = m_shown.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return tr("%1 %2: %3")
            .arg(findingMark(finding.sign), findingTitle(finding), finding.sentence);
    case Qt::AccessibleTextRole:
        return tr("%1, %2: %3")
            .arg(findingTitle(finding), findingWord(finding.sign), finding.sentence);
    case SignRole:
        return static_cast<int>(finding.sign);
    case TitleRole:
        return findingTitle(finding);
    case SentenceRole:
        return finding.sentence;
    default:
        return {};
    }
}

} // namespace sockyard
