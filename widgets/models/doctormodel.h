#pragma once

#include "netcore/projections/doctorreport.h"

#include <QAbstractListModel>

namespace sockyard
{

/// What the multicast doctor found, a row each. Events are folded one by one by apply(), and shown
/// together by publish(). Main thread.
class DoctorModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role {
        SignRole = Qt::UserRole + 1, ///< int, a FindingSign
        TitleRole,                   ///< QString: what was looked at
        SentenceRole,                ///< QString: what was found, and what to do
    };

    explicit DoctorModel(QObject *parent = nullptr);

    void apply(const Event &event) { m_changed = m_report.apply(event) || m_changed; }
    void publish();

    const DoctorReport &report() const { return m_report; }

    int rowCount(const QModelIndex &parent = {}) const override;
    /// Shown as one line, read aloud as a sentence with its sign in a word.
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// A new examination has begun; its rows follow.
    void examinationBegan();
    /// What the report as a whole says has changed: reportSummary() and whether it is running.
    void reportChanged();

private:
    void showFindings();

    DoctorReport m_report;
    QList<Finding> m_shown; // the rows that the views know of
    quint64 m_shownExamination = 0;
    bool m_changed = false;
};

} // namespace sockyard
