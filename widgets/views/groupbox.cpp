#include "widgets/views/groupbox.h"

#include "netcore/chat/groupscope.h"

#include <QAbstractItemView>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>

#include <algorithm>

namespace sockyard
{

namespace
{

constexpr QLatin1StringView groupsKey("chat/groups");
constexpr int shownCharacters = 14;

bool isOfCourse(const QString &group)
{
    const auto all = courseGroups();
    return std::any_of(all.begin(), all.end(),
                       [&group](const CourseGroup &its) { return its.group == group; });
}

QStringList savedGroups()
{
    return QSettings().value(groupsKey).toStringList().mid(0, GroupBox::mostGroups);
}

} // namespace

GroupBox::GroupBox(QWidget *parent)
    : QComboBox(parent)
{
    setObjectName(QStringLiteral("groupBox"));
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(shownCharacters);
    lineEdit()->setObjectName(QStringLiteral("groupEdit"));
    // What is typed stays as it is typed: a completed group would be another one.
    setCompleter(nullptr);
    fill(savedGroups());
    setGroup(QString(courseGroups().front().group));
    connect(lineEdit(), &QLineEdit::textChanged, this, &GroupBox::groupChanged);
    connect(lineEdit(), &QLineEdit::textEdited, this, &GroupBox::edited);
    connect(lineEdit(), &QLineEdit::returnPressed, this, &GroupBox::submitted);
    connect(this, &QComboBox::activated, this, &GroupBox::choose);
}

void GroupBox::fill(const QStringList &recent)
{
    const QString present = group();
    clear();
    for (const CourseGroup &its : courseGroups()) {
        const QString group(its.group);
        const bool isIpv6 = its.family == SocketAddress::Family::Ipv6;
        addItem(tr("%1 (%2)").arg(group, isIpv6 ? QStringLiteral("IPv6") : QStringLiteral("IPv4")),
                group);
    }
    for (const QString &group : recent) {
        addItem(group, group);
    }
    setGroup(present);
}

QString GroupBox::group() const
{
    return currentText();
}

void GroupBox::setGroup(const QString &group)
{
    setCurrentIndex(-1);
    setEditText(group);
    lineEdit()->setCursorPosition(0); // the beginning of a long one tells more
}

void GroupBox::choose(int index)
{
    // A chosen row leaves its group in the field, not the words beside it; the row stays the
    // current one, so that the down key goes on from it.
    setEditText(itemData(index).toString());
    lineEdit()->setCursorPosition(0);
    Q_EMIT edited();
}

void GroupBox::remember(const QString &group)
{
    const QString bare = group.trimmed();
    QStringList recent = savedGroups();
    if (isOfCourse(bare) || (!recent.isEmpty() && recent.constFirst() == bare)) {
        return;
    }
    recent.removeAll(bare);
    recent.prepend(bare);
    QSettings().setValue(groupsKey, QStringList(recent.mid(0, mostGroups)));
    fill(savedGroups());
}

void GroupBox::showPopup()
{
    // A group of IPv6 is longer than the box.
    view()->setMinimumWidth(view()->sizeHintForColumn(0) +
                            view()->verticalScrollBar()->sizeHint().width());
    QComboBox::showPopup();
}

} // namespace sockyard
