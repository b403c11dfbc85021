#pragma once

#include <memory>
#include <vector>

namespace sockyard
{

class MainWindow;
class TabScript;
struct CommandLine;

/// For each tab that the command line asks for its script, in the order of the tabs. THE list of
/// what a tab can be told there.
std::vector<std::unique_ptr<TabScript>> tabScripts(const MainWindow &window,
                                                   const CommandLine &commandLine);

} // namespace sockyard
