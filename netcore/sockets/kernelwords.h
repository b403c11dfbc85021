#pragma once

#include "netcore/sockets/kernelview.h"

#include <QString>

namespace sockyard
{

/// RFC 9293's name of the state: `FIN-WAIT-1`. Not translated.
QString tcpStateName(TcpState state);
/// What the state means for a person, in a sentence or two. Any thread.
QString tcpStateMeaning(TcpState state);

} // namespace sockyard
