#include "widgets/views/bytesline.h"

#include "widgets/models/bytespreview.h"
#include "widgets/views/elidedlabel.h"

#include <QFontDatabase>
#include <QHBoxLayout>

namespace sockyard
{

BytesLine::BytesLine(QWidget *parent)
    : QWidget(parent)
    , m_words(new ElidedLabel(this))
    , m_bytes(new ElidedLabel(this))
{
    m_words->setObjectName(QStringLiteral("messageState"));
    m_bytes->setObjectName(QStringLiteral("messageBytes"));
    m_bytes->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2, 0, 2, 0);
    layout->setSpacing(12);
    layout->addWidget(m_words);
    layout->addWidget(m_bytes, 1);
    showWords({});
}

void BytesLine::showBytes(const BytesPreview &preview)
{
    const QString words =
        preview.note.isEmpty() ? preview.size : preview.size + QStringLiteral(", ") + preview.note;
    m_words->setTone(Tone::Quiet);
    // The words are short, and the bytes take the rest.
    m_words->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_words->setText(words, preview.dump);
    m_bytes->setText(preview.bytes, preview.dump);
    m_bytes->setToolTip(QStringLiteral("<qt>%1<pre>%2</pre></qt>")
                            .arg(words.toHtmlEscaped(), preview.dump.toHtmlEscaped()));
    m_bytes->show(); // also where it is empty: it takes the room that is left
}

void BytesLine::showProblem(const QString &words)
{
    m_words->setTone(Tone::Bad);
    showWords(QStringLiteral("✗ ") + words);
}

void BytesLine::showWord(const QString &words)
{
    m_words->setTone(Tone::Quiet);
    showWords(words);
}

void BytesLine::showWords(const QString &words)
{
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_words->setText(words);
    m_bytes->setText({});
    m_bytes->hide();
}

QString BytesLine::text() const
{
    return m_bytes->text().isEmpty() ? m_words->text()
                                     : m_words->text() + QStringLiteral("  ") + m_bytes->text();
}

} // namespace sockyard
