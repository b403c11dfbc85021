#pragma once

#include "netcore/http/httpfault.h"

namespace sockyard
{

/// What is wrong with a request, as a sentence in English: for the client as it is, for a person to
/// be translated in the context `sockyard::Http`.
const char *httpFaultWords(HttpFault fault);

} // namespace sockyard
