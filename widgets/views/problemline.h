#pragma once

#include <QLabel>

namespace sockyard
{

/// A line under what a person edits: what is wrong with it, with a sign and in the tone of what is
/// bad, or a word about it. Plain text; its room is always there, so that nothing jumps.
class ProblemLine : public QLabel
{
    Q_OBJECT

public:
    explicit ProblemLine(QWidget *parent = nullptr);

    /// Nothing where \a words are empty.
    void showProblem(const QString &words);
    void showWord(const QString &words);

protected:
    void changeEvent(QEvent *event) override;

private:
    void paintTone();

    bool m_isProblem = false;
};

} // namespace sockyard
