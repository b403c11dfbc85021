#pragma once

#include <QWidget>

namespace sockyard
{

class ElidedLabel;
struct BytesPreview;

/// The slim line under a message: the bytes that will go, with their count, or what is wrong. What
/// does not fit is in the tool tip. All as plain text; its room is always there. Main thread.
class BytesLine : public QWidget
{
    Q_OBJECT

public:
    explicit BytesLine(QWidget *parent = nullptr);

    void showBytes(const BytesPreview &preview);
    /// With a sign, in the tone of what is bad.
    void showProblem(const QString &words);
    void showWord(const QString &words);
    /// All that stands in the line.
    QString text() const;

private:
    void showWords(const QString &words);

    ElidedLabel *m_words;
    ElidedLabel *m_bytes;
};

} // namespace sockyard
