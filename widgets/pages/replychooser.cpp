#include "widgets/pages/replychooser.h"

#include "netcore/responders/registry.h"
#include "widgets/pages/replyoptionsettings.h"
#include "widgets/views/replyoptionsform.h"

#include <QComboBox>

#include <algorithm>
#include <chrono>
#include <utility>

namespace sockyard
{

namespace
{

// Who types is not interrupted at every letter.
constexpr std::chrono::milliseconds keepPause(500);

} // namespace

ReplyChooser::ReplyChooser(Offered offered, const QString &usual, QWidget *parent)
    : m_box(new QComboBox(parent))
    , m_form(new ReplyOptionsForm(parent))
{
    m_box->setObjectName(QStringLiteral("replyBox"));
    for (const ResponderRow &row : responders()) {
        if (offered == Offered::All || row.answersDatagrams) {
            m_box->addItem(row.titleText(), QString::fromLatin1(row.name));
            m_box->setItemData(m_box->count() - 1, row.descriptionText() + u'\n' + row.pointText(),
                               Qt::ToolTipRole);
        }
    }
    m_box->setCurrentIndex(std::max(0, m_box->findData(usual)));
    m_pause.setSingleShot(true);
    m_pause.setInterval(keepPause);
    show(savedReplyOptions(name()));
    connect(m_box, &QComboBox::currentIndexChanged, this,
            [this] { show(savedReplyOptions(name())); });
    connect(&m_pause, &QTimer::timeout, this, [this] {
        keep();
        Q_EMIT optionsChanged();
    });
    connect(m_form, &ReplyOptionsForm::changed, this, [this] {
        m_unkept = true;
        m_pause.start();
    });
}

ReplyChooser::~ReplyChooser()
{
    keep();
}

QString ReplyChooser::name() const
{
    return m_box->currentData().toString();
}

const ResponderRow &ReplyChooser::row() const
{
    const ResponderRow *const its = responderNamed(name());
    return its == nullptr ? responders().front() : *its;
}

ReplyOptions ReplyChooser::options() const
{
    return m_form->chosen();
}

void ReplyChooser::choose(const QString &name, const ReplyOptions &options)
{
    m_box->setCurrentIndex(m_box->findData(name));
    show(options);
}

void ReplyChooser::show(const ReplyOptions &options)
{
    keep(); // of the reply that was shown until now
    m_shown = &row();
    m_form->setOptions(m_shown->options, options);
    Q_EMIT replyChosen();
}

void ReplyChooser::keep()
{
    if (std::exchange(m_unkept, false)) {
        m_pause.stop();
        saveReplyOptions(QString::fromLatin1(m_shown->name), m_shown->options, m_form->chosen());
    }
}

} // namespace sockyard
