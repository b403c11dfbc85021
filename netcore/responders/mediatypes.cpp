#include "netcore/responders/mediatypes.h"

namespace sockyard
{

namespace
{

constexpr qsizetype mostKnown = 1000; // clients choose the names

} // namespace

std::string MediaTypes::typeOf(const std::string &name)
{
    const QString text = QString::fromStdString(name);
    const auto known = m_known.constFind(text);
    if (known != m_known.constEnd()) {
        return *known;
    }
    if (m_known.size() >= mostKnown) {
        m_known.clear();
    }
    const QMimeType type = m_database.mimeTypeForFile(text, QMimeDatabase::MatchExtension);
    return *m_known.insert(text, type.name().toStdString());
}

} // namespace sockyard
