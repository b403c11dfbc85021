#pragma once

#include "netcore/sockets/native.h"
#include "netcore/sockets/streamchannel.h"
#include "netcore/tls/openssl.h"

#include <string>

namespace sockyard
{

/// Between OpenSSL and the system's calls: a BIO that sends and receives on a descriptor by
/// `native::`, counts what crosses, and keeps the system's own errors. Must outlive the BIO.
class TlsWire
{
public:
    explicit TlsWire(native::Handle handle);
    TlsWire(const TlsWire &) = delete;
    TlsWire &operator=(const TlsWire &) = delete;

    /// A new one, whose reference is the caller's.
    BIO *makeBio();

    const WireBytes &bytes() const { return m_bytes; }
    /// The error of the system that was no mere "not now"; none where there is none.
    SystemError error() const { return m_error; }
    /// True when the peer's FIN was read.
    bool hasEnded() const { return m_hasEnded; }
    /// What the peer began with; a few bytes.
    const std::string &beginning() const { return m_beginning; }

private:
    static BIO_METHOD *method();
    static TlsWire &of(BIO *bio);
    static int read(BIO *bio, char *into, size_t size, size_t *count);
    static int write(BIO *bio, const char *bytes, size_t size, size_t *count);
    static long control(BIO *bio, int command, long number, void *pointer);

    const native::Handle m_handle;
    WireBytes m_bytes;
    SystemError m_error;
    std::string m_beginning;
    bool m_hasEnded = false;
};

} // namespace sockyard
