#include "netcore/tls/tlswire.h"

#include <algorithm>

namespace sockyard
{

namespace
{

// Enough to tell an answer in plain text by.
constexpr std::size_t longestBeginning = 64;

/// Calls again for as long as a signal comes between.
template <typename Call>
Result<std::size_t> uninterrupted(const Call &call)
{
    Result<std::size_t> result = call();
    while (result.error.isInterrupted()) {
        result = call();
    }
    return result;
}

} // namespace

TlsWire::TlsWire(native::Handle handle)
    : m_handle(handle)
{
}

BIO_METHOD *TlsWire::method()
{
    // One for the program, and never freed: a static of OpenSSL may be gone before it at the end.
    static BIO_METHOD *const method = [] {
        BIO_METHOD *made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "sockyard");
        BIO_meth_set_read_ex(made, &TlsWire::read);
        BIO_meth_set_write_ex(made, &TlsWire::write);
        BIO_meth_set_ctrl(made, &TlsWire::control);
        return made;
    }();
    return method;
}

BIO *TlsWire::makeBio()
{
    BIO *const bio = BIO_new(method());
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    return bio;
}

TlsWire &TlsWire::of(BIO *bio)
{
    return *static_cast<TlsWire *>(BIO_get_data(bio));
}

int TlsWire::read(BIO *bio, char *into, size_t size, size_t *count)
{
    TlsWire &wire = of(bio);
    BIO_clear_retry_flags(bio);
    const auto room = std::as_writable_bytes(std::span(into, size));
    const auto result = uninterrupted([&] { return native::receive(wire.m_handle, room); });
    *count = result.value;
    if (result.error) {
        if (result.error.isWouldBlock()) {
            BIO_set_retry_read(bio);
        } else {
            wire.m_error = result.error;
        }
        return 0;
    }
    wire.m_hasEnded = wire.m_hasEnded || result.value == 0;
    wire.m_bytes.received += result.value;
    if (wire.m_beginning.size() < longestBeginning) {
        wire.m_beginning.append(into,
                                std::min(result.value, longestBeginning - wire.m_beginning.size()));
    }
    return result.value > 0 ? 1 : 0;
}

int TlsWire::write(BIO *bio, const char *bytes, size_t size, size_t *count)
{
    TlsWire &wire = of(bio);
    BIO_clear_retry_flags(bio);
    const auto all = std::as_bytes(std::span(bytes, size));
    const auto result = uninterrupted([&] { return native::send(wire.m_handle, all); });
    *count = result.value;
    if (result.error) {
        if (result.error.isWouldBlock()) {
            BIO_set_retry_write(bio);
        } else {
            wire.m_error = result.error;
        }
        return 0;
    }
    wire.m_bytes.sent += result.value;
    return 1;
}

long TlsWire::control(BIO *bio, int command, long /*number*/, void * /*pointer*/)
{
    switch (command) {
    case BIO_CTRL_FLUSH:
        return 1; // nothing is kept here
    case BIO_CTRL_EOF:
        return of(bio).m_hasEnded ? 1 : 0;
    default:
        return 0;
    }
}

} // namespace sockyard
