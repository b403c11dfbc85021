#pragma once

#include "netcore/responders/replyrules.h"

#include <QAbstractTableModel>

namespace sockyard
{

/// The rules of a table of replies as a table that can be edited: a row a rule, in their order.
/// What is typed is kept, right or wrong; what is wrong says so. Main thread.
class ReplyRulesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { WhenColumn, PatternColumn, AnswerColumn, AfterColumn, ThenColumn, ColumnCount };
    enum Role {
        ProblemRole =
            Qt::UserRole, ///< what is wrong with the cell, in words; empty where nothing is
    };

    using QAbstractTableModel::QAbstractTableModel;

    const QList<ReplyRule> &rules() const { return m_rules; }
    void setRules(const QList<ReplyRule> &rules);
    bool hasRoomFor(qsizetype count) const;
    /// Before \a row; there has to be room.
    void insert(int row, const QList<ReplyRule> &rules);
    void remove(int row);
    /// Lets two neighbours change their places; both have to be there.
    void swapWithNext(int row);
    /// The first thing that a person has to mend.
    std::optional<RuleProblem> firstProblem() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    QVariant headerData(int section, Qt::Orientation orientation,
                        int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// Whatever it was; not after setRules().
    void edited();

private:
    QString problemOf(const QModelIndex &index) const;
    static bool change(ReplyRule &rule, int column, const QVariant &value);

    QList<ReplyRule> m_rules;
    QList<QList<RuleProblem>> m_problems; // of each rule; its number in it is not kept up
};

} // namespace sockyard
