#include "widgets/views/rowcolours.h"

#include <QCoreApplication>

#include <array>

namespace sockyard
{

namespace
{

struct Colour {
    QRgb light;
    QRgb dark;
    const char *name;
};

// In the order of RowColour.
constexpr std::array<Colour, rowColourCount> colours = {{
    {0xffffdcd9, 0xff4d2624, QT_TRANSLATE_NOOP("sockyard::RowColour", "Red")},
    {0xffffe6cc, 0xff4a3218, QT_TRANSLATE_NOOP("sockyard::RowColour", "Orange")},
    {0xfffff5c2, 0xff423c16, QT_TRANSLATE_NOOP("sockyard::RowColour", "Yellow")},
    {0xffdcf3dc, 0xff1f3d24, QT_TRANSLATE_NOOP("sockyard::RowColour", "Green")},
    {0xffdbeafc, 0xff1e3550, QT_TRANSLATE_NOOP("sockyard::RowColour", "Blue")},
    {0xffeee0fb, 0xff3b2a52, QT_TRANSLATE_NOOP("sockyard::RowColour", "Violet")},
    {0xffe6e6e6, 0xff3c3c3c, QT_TRANSLATE_NOOP("sockyard::RowColour", "Grey")},
}};

} // namespace

QColor rowColour(RowColour colour, const QPalette &palette)
{
    const Colour &its = colours.at(static_cast<std::size_t>(colour));
    return QColor(palette.color(QPalette::Base).lightness() < 128 ? its.dark : its.light);
}

QString rowColourName(RowColour colour)
{
    return QCoreApplication::translate("sockyard::RowColour",
                                       colours.at(static_cast<std::size_t>(colour)).name);
}

} // namespace sockyard
