#pragma once

#include <string>
#include <string_view>

namespace sockyard
{

/// A name from the network, ready to be shown (visibleText()), and cut with a sign where it is
/// long. It is made visible anew only where it has changed. A value.
class ShownName
{
public:
    /// The name is \a raw now. True where what is shown has changed.
    bool take(std::string_view raw);
    const std::string &shown() const { return m_shown; }

private:
    std::string m_raw; // as much of it as can matter
    std::string m_shown;
};

} // namespace sockyard
