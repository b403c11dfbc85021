#pragma once

#include <QString>

#include <span>

class QWidget;

namespace sockyard
{

class IoThread;
class Page;

/// One tab of the window.
struct TabRow {
    const char *id;    ///< in saved logs and on the command line
    const char *title; ///< to be translated
    Page *(*make)(IoThread &thread, QWidget *parent);

    QString titleText() const;
};

/// All tabs, from left to right.
std::span<const TabRow> tabs();

} // namespace sockyard
