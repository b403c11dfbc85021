#include "app/terminationsignals.h"

namespace sockyard
{

// A window program on Windows has no terminal that could interrupt it; ending the session closes
// the window, which is an orderly end already.
TerminationSignals::TerminationSignals(QObject *parent)
    : QObject(parent)
{
}

TerminationSignals::~TerminationSignals() = default;

} // namespace sockyard
