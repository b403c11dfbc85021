#pragma once

#include "netcore/tls/openssl.h"

namespace sockyard
{

/// Has \a context trust what this system trusts: where OpenSSL looks by itself, or, where the
/// system keeps its certificates elsewhere (Windows, macOS), what Qt finds there.
void trustWhatTheSystemTrusts(SSL_CTX *context);

} // namespace sockyard
