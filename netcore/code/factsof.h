#pragma once

#include "netcore/code/codefacts.h"
#include "netcore/code/coderequest.h"

namespace sockyard
{

/// What the templates are told of a request. The same names are there for every request of a kind,
/// whatever it says. Messages with macros are filled in now. Any thread.
CodeFacts factsOf(const CodeRequest &request);

/// The name of the templates for that kind of request.
QString templateNameOf(const CodeRequest &request);

} // namespace sockyard
