#include "netcore/codec/readpickle.h"

#include "netcore/codec/pickleopcodes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace sockyard
{

namespace
{

using What = PickleFault::What;

constexpr std::uint8_t oldestProtocol = 3; // the first with an opcode for bytes
constexpr std::uint8_t newestProtocol = 5;

// A list, a mark and all its items; Python has no more there at once.
constexpr std::size_t mostOnStack = mostPickledItems + 2;
// Python remembers each object once. Others may remember some of them twice.
constexpr std::size_t mostRemembered = 4 * mostPickledItems;

/// What stands on the stack. There is only one list, so it needs no content here.
struct Value {
    enum class Kind : std::uint8_t { Mark, List, Text, Bytes };

    Kind kind = Kind::Mark;
    std::string_view bytes = {};

    bool isItem() const { return kind == Kind::Text || kind == Kind::Bytes; }
};

/// Reads one pickle, opcode by opcode. Each step is false where it has met a fault.
class Reader
{
public:
    explicit Reader(ByteView bytes)
        : m_bytes(bytes)
    {
    }

    PickleReading read();

private:
    bool fail(What what, std::uint64_t number = 0);
    bool beginsAsPickle();
    bool readOpcode();
    bool obey(PickleCode code);
    bool setProtocol();
    bool passFrame();
    bool beginList();
    bool endList();
    bool append();
    bool appendFromMark();
    bool takeIntoList(std::size_t first);
    bool readItem(Value::Kind kind, std::size_t width);
    bool push(Value value);
    bool remember(std::uint64_t key);
    bool recall(std::size_t width);
    bool stop();

    std::size_t left() const { return m_bytes.size() - m_next; }
    /// An unsigned number, the smallest byte first, of 1 to 8 bytes.
    std::optional<std::uint64_t> readNumber(std::size_t width);
    /// The place of the uppermost mark.
    std::optional<std::size_t> findMark() const;

    ByteView m_bytes;
    std::size_t m_next = 0;
    std::size_t m_opcodeAt = 0;
    std::string_view m_opcodeName;
    std::vector<Value> m_stack;
    std::vector<std::pair<std::uint64_t, Value>> m_memo;
    bool m_hasList = false;
    bool m_isDone = false;
    PickledList m_list;
    PickleFault m_fault;
};

bool Reader::fail(What what, std::uint64_t number)
{
    m_fault = {what, m_opcodeAt, m_opcodeName, number};
    return false;
}

PickleReading Reader::read()
{
    if (!beginsAsPickle()) {
        return m_fault;
    }
    while (!m_isDone) {
        if (!readOpcode()) {
            return m_fault;
        }
    }
    return std::move(m_list);
}

/// True where the first opcode is PROTO, as in all protocols from 2 on. The older ones are known by
/// how Python begins a list in them.
bool Reader::beginsAsPickle()
{
    constexpr std::array<std::pair<std::string_view, std::uint64_t>, 4> oldBeginnings = {
        {{"(lp0\n", 0}, {"(lp1\n", 0}, {std::string_view("]q\0", 3), 1}, {"]q\1", 1}}};
    const std::string_view text(reinterpret_cast<const char *>(m_bytes.data()), m_bytes.size());
    const auto *const old =
        std::find_if(oldBeginnings.begin(), oldBeginnings.end(),
                     [text](const auto &beginning) { return text.starts_with(beginning.first); });
    if (old != oldBeginnings.end()) {
        return fail(What::OldProtocol, old->second);
    }
    if (m_bytes.empty() || m_bytes.front() != static_cast<std::byte>(PickleCode::Proto)) {
        return fail(What::NoPickle);
    }
    return true;
}

bool Reader::readOpcode()
{
    m_opcodeAt = m_next;
    m_opcodeName = {};
    const auto code = readNumber(1);
    if (!code) {
        return false;
    }
    const PickleOpcode *const opcode = pickleOpcode(static_cast<std::uint8_t>(*code));
    if (opcode == nullptr) {
        return fail(What::UnknownOpcode, *code);
    }
    m_opcodeName = opcode->name;
    switch (opcode->use) {
    case PickleOpcode::Use::Builds:
        return fail(What::Builds);
    case PickleOpcode::Use::Other:
        return fail(What::OtherData);
    case PickleOpcode::Use::Plain:
        break;
    }
    return obey(static_cast<PickleCode>(opcode->code));
}

bool Reader::obey(PickleCode code)
{
    switch (code) {
    case PickleCode::Proto:
        return setProtocol();
    case PickleCode::Frame:
        return passFrame();
    case PickleCode::Mark:
        return push({Value::Kind::Mark});
    case PickleCode::EmptyList:
        return beginList();
    case PickleCode::List:
        return endList();
    case PickleCode::Append:
        return append();
    case PickleCode::Appends:
        return appendFromMark();
    case PickleCode::ShortBinUnicode:
        return readItem(Value::Kind::Text, 1);
    case PickleCode::BinUnicode:
        return readItem(Value::Kind::Text, 4);
    case PickleCode::BinUnicode8:
        return readItem(Value::Kind::Text, 8);
    case PickleCode::ShortBinBytes:
        return readItem(Value::Kind::Bytes, 1);
    case PickleCode::BinBytes:
        return readItem(Value::Kind::Bytes, 4);
    case PickleCode::BinBytes8:
        return readItem(Value::Kind::Bytes, 8);
    case PickleCode::BinPut: {
        const auto key = readNumber(1);
        return key && remember(*key);
    }
    case PickleCode::LongBinPut: {
        const auto key = readNumber(4);
        return key && remember(*key);
    }
    case PickleCode::Memoize:
        return remember(m_memo.size());
    case PickleCode::BinGet:
        return recall(1);
    case PickleCode::LongBinGet:
        return recall(4);
    case PickleCode::Stop:
        return stop();
    }
    return fail(What::UnknownOpcode, static_cast<std::uint64_t>(code));
}

bool Reader::setProtocol()
{
    const auto protocol = readNumber(1);
    if (!protocol) {
        return false;
    }
    if (*protocol < oldestProtocol) {
        return fail(What::OldProtocol, *protocol);
    }
    return *protocol <= newestProtocol || fail(What::UnknownProtocol, *protocol);
}

/// A frame only tells how many bytes are worth reading at once.
bool Reader::passFrame()
{
    const auto length = readNumber(8);
    return length && (*length <= left() || fail(What::BeyondEnd, *length));
}

bool Reader::beginList()
{
    if (m_hasList) {
        return fail(What::NotFlat);
    }
    m_hasList = true;
    return push({Value::Kind::List});
}

bool Reader::endList()
{
    const auto mark = findMark();
    if (!mark) {
        return fail(What::DoesNotFit);
    }
    if (m_hasList) {
        return fail(What::NotFlat);
    }
    m_hasList = true;
    if (!takeIntoList(*mark + 1)) {
        return false;
    }
    m_stack.back() = {Value::Kind::List}; // instead of the mark
    return true;
}

bool Reader::append()
{
    const std::size_t size = m_stack.size();
    if (size < 2 || m_stack[size - 2].kind != Value::Kind::List) {
        return fail(What::DoesNotFit);
    }
    return takeIntoList(size - 1);
}

bool Reader::appendFromMark()
{
    const auto mark = findMark();
    if (!mark || *mark == 0 || m_stack[*mark - 1].kind != Value::Kind::List) {
        return fail(What::DoesNotFit);
    }
    if (!takeIntoList(*mark + 1)) {
        return false;
    }
    m_stack.pop_back(); // the mark
    return true;
}

/// Moves what stands on the stack from \a first on.
bool Reader::takeIntoList(std::size_t first)
{
    for (std::size_t index = first; index < m_stack.size(); ++index) {
        const Value &value = m_stack[index];
        if (!value.isItem()) {
            return fail(value.kind == Value::Kind::List ? What::NotFlat : What::DoesNotFit);
        }
        if (m_list.size() == mostPickledItems) {
            return fail(What::TooMuch);
        }
        m_list.push_back(
            {value.kind == Value::Kind::Text ? PickledItem::Kind::Text : PickledItem::Kind::Bytes,
             value.bytes});
    }
    m_stack.resize(first);
    return true;
}

/// A length in \a width bytes, and so many bytes.
bool Reader::readItem(Value::Kind kind, std::size_t width)
{
    const auto length = readNumber(width);
    if (!length) {
        return false;
    }
    if (*length > left()) {
        return fail(What::BeyondEnd, *length);
    }
    const ByteView bytes = m_bytes.subspan(m_next, static_cast<std::size_t>(*length));
    m_next += bytes.size();
    return push({kind, {reinterpret_cast<const char *>(bytes.data()), bytes.size()}});
}

bool Reader::push(Value value)
{
    if (m_stack.size() == mostOnStack) {
        return fail(What::TooMuch);
    }
    m_stack.push_back(value);
    return true;
}

/// \a key may be any number that a stranger likes: it is looked for, and no place is kept for it.
bool Reader::remember(std::uint64_t key)
{
    if (m_stack.empty() || m_stack.back().kind == Value::Kind::Mark) {
        return fail(What::DoesNotFit);
    }
    const auto place = std::find_if(m_memo.begin(), m_memo.end(),
                                    [key](const auto &entry) { return entry.first == key; });
    if (place != m_memo.end()) {
        place->second = m_stack.back();
        return true;
    }
    if (m_memo.size() == mostRemembered) {
        return fail(What::TooMuch);
    }
    m_memo.emplace_back(key, m_stack.back());
    return true;
}

bool Reader::recall(std::size_t width)
{
    const auto key = readNumber(width);
    if (!key) {
        return false;
    }
    const auto place = std::find_if(m_memo.begin(), m_memo.end(),
                                    [key](const auto &entry) { return entry.first == *key; });
    return place != m_memo.end() ? push(place->second) : fail(What::NotRemembered, *key);
}

bool Reader::stop()
{
    // pickle.loads() does not mind what is left below; no writer leaves anything there.
    if (m_stack.size() != 1 || m_stack.back().kind == Value::Kind::Mark) {
        return fail(What::DoesNotFit);
    }
    m_isDone = m_stack.back().kind == Value::Kind::List;
    return m_isDone || fail(What::NoList);
}

std::optional<std::uint64_t> Reader::readNumber(std::size_t width)
{
    if (left() < width) {
        fail(What::EndsEarly);
        return std::nullopt;
    }
    std::uint64_t number = 0;
    for (std::size_t index = width; index > 0; --index) {
        number = number << 8U | std::to_integer<std::uint64_t>(m_bytes[m_next + index - 1]);
    }
    m_next += width;
    return number;
}

std::optional<std::size_t> Reader::findMark() const
{
    for (std::size_t index = m_stack.size(); index > 0; --index) {
        if (m_stack[index - 1].kind == Value::Kind::Mark) {
            return index - 1;
        }
    }
    return std::nullopt;
}

} // namespace

PickleReading readPickle(ByteView bytes)
{
    return Reader(bytes).read();
}

} // namespace sockyard
