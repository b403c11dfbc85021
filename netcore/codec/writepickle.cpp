#include "netcore/codec/writepickle.h"

#include "netcore/codec/pickleopcodes.h"

#include <limits>

namespace sockyard
{

namespace
{

constexpr char protocol = 3;

class Writer
{
public:
    std::string write(const PickledList &list);

private:
    void add(PickleCode code) { m_bytes += static_cast<char>(code); }
    void addNumber(std::size_t number, std::size_t width);
    void addItem(const PickledItem &item);
    void remember();

    std::string m_bytes;
    char m_remembered = 0;
};

std::string Writer::write(const PickledList &list)
{
    add(PickleCode::Proto);
    m_bytes += protocol;
    add(PickleCode::EmptyList);
    remember();
    if (list.size() > 1) {
        add(PickleCode::Mark);
    }
    for (const PickledItem &item : list) {
        addItem(item);
    }
    if (!list.empty()) {
        add(list.size() > 1 ? PickleCode::Appends : PickleCode::Append);
    }
    add(PickleCode::Stop);
    return std::move(m_bytes);
}

void Writer::addNumber(std::size_t number, std::size_t width)
{
    for (std::size_t index = 0; index < width; ++index) {
        m_bytes += static_cast<char>(number >> (8 * index) & 0xffU);
    }
}

void Writer::addItem(const PickledItem &item)
{
    const std::size_t size = item.bytes.size();
    if (item.kind == PickledItem::Kind::Text) {
        add(PickleCode::BinUnicode);
        addNumber(size, 4);
    } else if (size <= std::numeric_limits<std::uint8_t>::max()) {
        add(PickleCode::ShortBinBytes);
        addNumber(size, 1);
    } else {
        add(PickleCode::BinBytes);
        addNumber(size, 4);
    }
    m_bytes += item.bytes;
    remember();
}

void Writer::remember()
{
    add(PickleCode::BinPut);
    m_bytes += m_remembered++;
}

} // namespace

std::string pickled(const PickledList &list)
{
    return Writer().write(list);
}

} // namespace sockyard
