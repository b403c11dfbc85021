#pragma once

#include "netcore/codec/pickle.h"

#include <string>

namespace sockyard
{

/// The list as Python's pickle.dumps(list, 3) writes it, so that every Python 3 can read it: byte
/// for byte, as long as the items are objects of their own. (Python writes one that occurs twice
/// once, and then asks its memo for it.)
///
/// At most mostPickledItems items, each shorter than 4 GiB. A text must be UTF-8.
std::string pickled(const PickledList &list);

} // namespace sockyard
