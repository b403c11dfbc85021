#pragma once

#include "widgets/models/writtenstep.h"

#include <QAbstractTableModel>

namespace sockyard
{

/// The steps of a sequence as a table that can be edited: a row a step, in their order. What is
/// typed is kept, right or wrong; what is wrong says so. Main thread.
class SequenceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        WaitColumn,
        AnswerColumn,
        AtMostColumn,
        NotationColumn,
        MessageColumn,
        EndingColumn,
        ColumnCount
    };
    enum Role {
        ProblemRole =
            Qt::UserRole, ///< what is wrong with the cell, in words; empty where nothing is
    };

    using QAbstractTableModel::QAbstractTableModel;

    const QList<WrittenStep> &steps() const { return m_steps; }
    void setSteps(const QList<WrittenStep> &steps);
    bool hasRoom() const { return m_steps.size() < SequencePlan::mostSteps; }
    /// Before \a row; there has to be room.
    void insert(int row, const WrittenStep &step);
    void remove(int row);
    /// Lets two neighbours change their places; both have to be there.
    void swapWithNext(int row);
    /// The first thing that a person has to mend, with the number of its step; empty where all is
    /// right.
    QString firstProblem() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// Whatever it was; not after setSteps().
    void edited();

private:
    static bool change(WrittenStep &step, int column, const QVariant &value);
    static QVariant shown(const WrittenStep &step, int column);
    static QVariant valueOf(const WrittenStep &step, int column);

    QList<WrittenStep> m_steps;
};

} // namespace sockyard
