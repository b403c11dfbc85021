#include "netcore/tls/clienthello.h"

#include <cstddef>

namespace sockyard
{

namespace
{

constexpr std::uint8_t clientHelloType = 1;
constexpr std::size_t randomSize = 32;
constexpr unsigned byteBits = 8;

// Numbers of extensions, as IANA lists them.
constexpr std::uint16_t serverNameExtension = 0;
constexpr std::uint16_t groupsExtension = 10;
constexpr std::uint16_t protocolsExtension = 16;
constexpr std::uint16_t ticketExtension = 35;
constexpr std::uint16_t preSharedKeyExtension = 41;
constexpr std::uint16_t versionsExtension = 43;

/// Takes numbers and vectors off the front. What is not there makes it bad, and gives nothing from
/// then on.
class Reader
{
public:
    explicit Reader(ByteView bytes)
        : m_rest(bytes)
    {
    }

    bool isGood() const { return m_isGood; }
    bool isAtEnd() const { return m_rest.empty(); }

    std::size_t number(std::size_t size)
    {
        std::size_t value = 0;
        for (const std::byte byte : take(size)) {
            value = value << byteBits | std::to_integer<std::size_t>(byte);
        }
        return value;
    }
    std::uint16_t number16() { return static_cast<std::uint16_t>(number(2)); }
    ByteView take(std::size_t size)
    {
        if (size > m_rest.size()) {
            m_isGood = false;
            m_rest = {};
            return {};
        }
        const ByteView taken = m_rest.first(size);
        m_rest = m_rest.subspan(size);
        return taken;
    }
    /// What follows a length of so many bytes.
    ByteView vector(std::size_t sizeOfLength) { return take(number(sizeOfLength)); }

private:
    ByteView m_rest;
    bool m_isGood = true;
};

std::string textOf(ByteView bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

std::vector<std::uint16_t> numbersIn(ByteView bytes)
{
    std::vector<std::uint16_t> numbers;
    Reader reader(bytes);
    while (reader.isGood() && !reader.isAtEnd()) {
        numbers.push_back(reader.number16());
    }
    return numbers;
}

void readServerName(ClientHello &hello, ByteView bytes)
{
    Reader list(Reader(bytes).vector(2));
    while (list.isGood() && !list.isAtEnd()) {
        const bool isHost = list.number(1) == 0;
        const ByteView name = list.vector(2);
        if (isHost && list.isGood()) {
            hello.serverName = textOf(name);
        }
    }
}

void readProtocols(ClientHello &hello, ByteView bytes)
{
    Reader list(Reader(bytes).vector(2));
    while (list.isGood() && !list.isAtEnd()) {
        const ByteView name = list.vector(1);
        if (list.isGood()) {
            hello.protocols.push_back(textOf(name));
        }
    }
}

void readExtension(ClientHello &hello, std::uint16_t type, ByteView bytes)
{
    switch (type) {
    case serverNameExtension:
        readServerName(hello, bytes);
        break;
    case groupsExtension:
        hello.groups = numbersIn(Reader(bytes).vector(2));
        break;
    case protocolsExtension:
        readProtocols(hello, bytes);
        break;
    case ticketExtension:
        hello.resumes = hello.resumes || !bytes.empty();
        break;
    case preSharedKeyExtension:
        hello.resumes = true;
        break;
    case versionsExtension:
        hello.versions = numbersIn(Reader(bytes).vector(1));
        break;
    default:
        break;
    }
}

} // namespace

std::optional<ClientHello> readClientHello(ByteView message)
{
    Reader whole(message);
    if (whole.number(1) != clientHelloType) {
        return std::nullopt;
    }
    Reader body(whole.vector(3));
    ClientHello hello;
    const std::uint16_t oldVersion = body.number16();
    body.take(randomSize);
    body.vector(1); // the old way to name a session; of no meaning any more
    hello.ciphers = numbersIn(body.vector(2));
    body.vector(1); // compression
    if (!whole.isGood() || !body.isGood()) {
        return std::nullopt;
    }
    if (!body.isAtEnd()) {
        Reader extensions(body.vector(2));
        while (extensions.isGood() && !extensions.isAtEnd()) {
            const std::uint16_t type = extensions.number16();
            const ByteView bytes = extensions.vector(2);
            if (extensions.isGood()) {
                readExtension(hello, type, bytes);
            }
        }
        if (!body.isGood() || !extensions.isGood()) {
            return std::nullopt;
        }
    }
    if (hello.versions.empty()) {
        hello.versions = {oldVersion};
    }
    return hello;
}

} // namespace sockyard
