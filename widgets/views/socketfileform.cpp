#include "widgets/views/socketfileform.h"

#include "netcore/sockets/localpath.h"
#include "netcore/sockets/socketfile.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

namespace sockyard
{

namespace
{

constexpr int octal = 8;
constexpr int writableByOthers = 0022;

QString usualMode()
{
    return QString::number(SocketFile::Options().mode, octal);
}

} // namespace

SocketFileForm::SocketFileForm(QWidget *parent)
    : QWidget(parent)
    , m_mode(new QLineEdit(usualMode(), this))
    , m_replacesStale(new QCheckBox(tr("Replace stale &file"), this))
{
    setObjectName(QStringLiteral("socketFileForm"));
    auto *label = new QLabel(tr("&Mode"), this);
    label->setBuddy(m_mode);
    m_mode->setObjectName(QStringLiteral("fileModeEdit"));
    m_mode->setAccessibleName(tr("Mode"));
    m_mode->setMaximumWidth(m_mode->fontMetrics().horizontalAdvance(QStringLiteral("0000000")));
    m_mode->setToolTip(
        tr("The permissions of the socket's file in octal digits, as chmod has them: "
           "whoever may write to it can reach the socket. 600 is this user alone, "
           "660 its group too, 666 every user of this machine."));
    m_replacesStale->setObjectName(QStringLiteral("replaceStaleBox"));
    m_replacesStale->setChecked(SocketFile::Options().replacesStale);
    m_replacesStale->setToolTip(
        tr("A program that ends without removing its socket's file leaves it behind, and then "
           "nobody can bind there. Such a file is removed if it is a socket's, belongs to this "
           "user, and no program has it open; the log tells it."));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(m_mode);
    layout->addWidget(m_replacesStale);
    connect(m_mode, &QLineEdit::textChanged, this, &SocketFileForm::changed);
    connect(m_replacesStale, &QCheckBox::toggled, this, &SocketFileForm::changed);
}

QString SocketFileForm::mode() const
{
    return m_mode->text();
}

bool SocketFileForm::replacesStale() const
{
    return m_replacesStale->isChecked();
}

void SocketFileForm::set(const QString &mode, bool replacesStale)
{
    m_mode->setText(mode);
    m_replacesStale->setChecked(replacesStale);
}

int SocketFileForm::changedCount() const
{
    if (isHidden()) {
        return 0;
    }
    const bool isModeUsual = m_mode->text() == usualMode();
    const bool isStaleUsual = replacesStale() == SocketFile::Options().replacesStale;
    return (isModeUsual ? 0 : 1) + (isStaleUsual ? 0 : 1);
}

QString SocketFileForm::reachWords(const QString &path) const
{
    if (!localPathProblem(path).isEmpty()) {
        return {};
    }
    if (path.startsWith(u'@')) {
        return tr("A name without a file has no permissions: every user of this machine can reach "
                  "it.");
    }
    const auto mode = fileModeIn(m_mode->text());
    if (!mode || (*mode & writableByOthers) == 0) {
        return {};
    }
    return tr("The file's mode is %1: %2, if its folder lets them in.")
        .arg(m_mode->text().trimmed(), whoCanConnect(*mode));
}

} // namespace sockyard
