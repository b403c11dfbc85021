#pragma once

#include "netcore/responders/responder.h"

#include <QString>

#include <memory>
#include <span>

namespace sockyard
{

/// One reply that a server can give.
struct ResponderRow {
    const char *name;        ///< on the command line and in settings
    const char *title;       ///< in the combo box; to be translated
    const char *description; ///< one sentence; to be translated
    std::unique_ptr<Responder> (*make)();

    QString titleText() const;
    QString descriptionText() const;
};

/// All replies, in the order in which a person sees them. The first is the default.
std::span<const ResponderRow> responders();

/// The row of that name, or null.
const ResponderRow *responderNamed(const QString &name);

} // namespace sockyard
