#pragma once

#include "widgets/views/tones.h"

#include <QWidget>

namespace sockyard
{

/// A line of plain text that takes what room there is: what does not fit ends in an ellipsis, and
/// the whole is in the tool tip, before what else that says.
class ElidedLabel : public QWidget
{
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr, Tone tone = Tone::Quiet);

    void setText(const QString &text, const QString &tip = {});
    QString text() const { return m_text; }
    void setTone(Tone tone);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone;
    QString m_text;
};

} // namespace sockyard
