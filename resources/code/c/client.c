%% if tcp
// A TCP client: connects, sends, and shows what comes back until the server closes.
// cc -Wall -Wextra -o client client.c
%% elif tls
// A TLS client: connects, sends, and shows what comes back until the server closes.
// cc -Wall -Wextra -o client client.c -lssl -lcrypto
%% else
// A client of a local socket: connects, sends, and shows what comes back.
// cc -Wall -Wextra -o client client.c
%% end
#define _DEFAULT_SOURCE
#include <errno.h>
#include <fcntl.h>
%% if not local
#include <netdb.h>
%% end
%% if tls
#include <openssl/err.h>
#include <openssl/ssl.h>
%% end
#include <poll.h>
#include <signal.h>
%% if local
#include <stddef.h>
%% end
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
%% if local
#include <sys/un.h>
%% end
%% if exchange_limit
#include <time.h>
%% end
#include <unistd.h>

%% if local
static const char path[] = ${path};
%% else
static const char host[] = ${host};
%% end
%% if messages
#define LITERAL(text) {text, sizeof text - 1}
static const struct {
    const char *bytes;
    size_t size;
} messages[] = {
%% each message
    LITERAL(${message}),
%% end
};
%% end
// Milliseconds; -1: no limit.
%% if connect_limit
static const int connect_timeout = ${connect_limit_ms};
%% else
static const int connect_timeout = -1;
%% end
%% if response_limit
static const int response_timeout = ${response_limit_ms}; // until the first byte comes back
%% end
%% if exchange_limit
static const long exchange_timeout = ${exchange_limit_ms}; // for all of it
%% end
%% if many
%% cannot many
%% end
%% if tries_again
%% cannot tries_again
%% end
%% if options
%% cannot options
%% end
%% if tls
%% if tls_more
%% cannot tls_more
%% end
%% end
%% if file
%% cannot file
%% end
%% if macros
%% cannot macros
%% end
%% if wrong_message
%% cannot wrong_message
%% end

%% if tls
typedef SSL *Connection;
%% else
typedef int Connection;
%% end

static void fail(const char *call)
{
    perror(call);
    exit(1);
}

// Whatever came is shown with escapes: bytes from others are not to be trusted.
static void show(const char *data, size_t size)
{
    for (size_t index = 0; index < size; ++index) {
        unsigned char byte = (unsigned char)data[index];
        if (byte >= 32 && byte < 127 && byte != '\\') {
            putchar(byte);
        } else {
            printf("\\x%02x", byte);
        }
    }
    putchar('\n');
    fflush(stdout);
}

// connect(), which may take so long and no longer. 0, or -1 with errno.
static int connect_in_time(int handle, const struct sockaddr *address, socklen_t size)
{
    int flags = fcntl(handle, F_GETFL);
    fcntl(handle, F_SETFL, flags | O_NONBLOCK);
    if (connect(handle, address, size) == -1) {
        if (errno != EINPROGRESS) {
            return -1;
        }
        struct pollfd connecting = {.fd = handle, .events = POLLOUT};
        int ready = poll(&connecting, 1, connect_timeout);
        int error = ETIMEDOUT;
        socklen_t error_size = sizeof error;
        if (ready == 1) {
            getsockopt(handle, SOL_SOCKET, SO_ERROR, &error, &error_size);
        }
        if (error != 0) {
            errno = error;
            return -1;
        }
    }
    fcntl(handle, F_SETFL, flags);
    return 0;
}

%% if local
static int connected(void)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (sizeof path > sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        fail("client");
    }
    memcpy(address.sun_path, path, sizeof path);
%% if abstract
    // A name that begins with NUL is in no folder; it ends with the address.
    socklen_t size = offsetof(struct sockaddr_un, sun_path) + sizeof path - 1;
%% else
    socklen_t size = sizeof address;
%% end
%% if seqpacket
    // socket(): a descriptor, of a kind that keeps messages apart.
    int handle = socket(AF_UNIX, SOCK_SEQPACKET, 0);
%% else
    // socket(): a descriptor, connected to nobody yet.
    int handle = socket(AF_UNIX, SOCK_STREAM, 0);
%% end
    if (handle == -1) {
        fail("socket");
    }
    // connect(): to the socket that is bound to this path.
    if (connect_in_time(handle, (const struct sockaddr *)&address, size) == -1) {
        fail("connect");
    }
    return handle;
}
%% else
static int connected(void)
{
    // getaddrinfo(): a name can have several addresses. The first that answers will do.
%% if ipv4
    struct addrinfo wanted = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
%% elif ipv6
    struct addrinfo wanted = {.ai_family = AF_INET6, .ai_socktype = SOCK_STREAM};
%% else
    struct addrinfo wanted = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
%% end
    struct addrinfo *addresses = NULL;
    int error = getaddrinfo(host, "${port}", &wanted, &addresses);
    if (error != 0) {
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(error));
        exit(1);
    }
    const char *failed = "getaddrinfo";
    for (struct addrinfo *its = addresses; its != NULL; its = its->ai_next) {
        // socket(): a descriptor, connected to nobody yet.
        int handle = socket(its->ai_family, its->ai_socktype, its->ai_protocol);
        if (handle == -1) {
            failed = "socket";
            continue;
        }
%% if source
        // bind(): where the connection comes from.
        struct addrinfo local = {.ai_family = its->ai_family,
                                 .ai_socktype = SOCK_STREAM,
                                 .ai_flags = AI_PASSIVE | AI_NUMERICHOST};
        struct addrinfo *source = NULL;
%% if source_host
        if (getaddrinfo(${source_host}, "${source_port}", &local, &source) != 0 ||
%% else
        if (getaddrinfo(NULL, "${source_port}", &local, &source) != 0 ||
%% end
            bind(handle, source->ai_addr, source->ai_addrlen) == -1) {
            failed = "bind";
            int why = errno;
            close(handle);
            errno = why;
            continue;
        }
        freeaddrinfo(source);
%% end
        // connect(): the three-way handshake.
        if (connect_in_time(handle, its->ai_addr, its->ai_addrlen) == 0) {
            freeaddrinfo(addresses);
            return handle;
        }
        failed = "connect";
        int why = errno;
        close(handle);
        errno = why;
    }
    fail(failed);
    return -1;
}
%% end

%% if tls
static void fail_in_tls(const char *call)
{
    fprintf(stderr, "%s:\n", call);
    ERR_print_errors_fp(stderr);
    exit(1);
}

// The handshake: the server proves who it is, and both agree on keys.
static SSL *secured(int handle)
{
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    if (context == NULL) {
        fail_in_tls("SSL_CTX_new");
    }
%% if only_newest
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
%% end
%% if own_certificate
    if (SSL_CTX_use_certificate_chain_file(context, ${certificate_file}) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, ${key_file}, SSL_FILETYPE_PEM) != 1) {
        fail_in_tls("SSL_CTX_use_certificate_chain_file");
    }
%% end
    SSL *client = SSL_new(context);
    if (client == NULL) {
        fail_in_tls("SSL_new");
    }
%% if verifies
    SSL_CTX_set_default_verify_paths(context);
%% if trust_file
    if (SSL_CTX_load_verify_locations(context, ${trust_file}, NULL) != 1) {
        fail_in_tls("SSL_CTX_load_verify_locations");
    }
%% end
    SSL_set_verify(client, SSL_VERIFY_PEER, NULL);
    // The certificate has to be for this name, or for this address.
    static const char name[] = ${server_name};
    X509_VERIFY_PARAM *rules = SSL_get0_param(client);
    if (X509_VERIFY_PARAM_set1_ip_asc(rules, name) != 1) {
        SSL_set1_host(client, name);
        SSL_set_tlsext_host_name(client, name);
    }
%% else
    %% cannot dont_verify
    SSL_set_verify(client, SSL_VERIFY_NONE, NULL);
%% end
    SSL_set_fd(client, handle);
    if (SSL_connect(client) != 1) {
        fail_in_tls("SSL_connect");
    }
    fprintf(stderr, "connected: %s\n", SSL_get_version(client));
    return client;
}

%% end
%% if messages
static void send_all(Connection client, const char *bytes, size_t size)
{
%% if tls
    if (size > 0 && SSL_write(client, bytes, (int)size) <= 0) {
        fail_in_tls("SSL_write");
    }
%% else
    // send(), until all of it is taken.
    while (size > 0) {
        ssize_t taken = send(client, bytes, size, 0);
        if (taken == -1) {
            fail("send");
        }
        bytes += taken;
        size -= (size_t)taken;
    }
%% end
}

%% end
%% if exchange_limit
static long milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

%% end
int main(void)
{
    signal(SIGPIPE, SIG_IGN); // a connection that is gone is an error, not an end
%% if exchange_limit
    long end = milliseconds() + exchange_timeout;
%% end
    int handle = connected();
%% if tls
    Connection client = secured(handle);
%% else
    Connection client = handle;
%% end
%% if messages
    for (size_t index = 0; index < sizeof messages / sizeof messages[0]; ++index) {
        send_all(client, messages[index].bytes, messages[index].size);
    }
%% end
%% if finishes
    // No more will be sent. Receiving goes on.
%% if tls
    SSL_shutdown(client);
%% else
    shutdown(client, SHUT_WR);
%% end
%% end
%% if response_limit
    int wait = response_timeout;
%% else
    int wait = -1;
%% end
    for (;;) {
%% if exchange_limit
        long left = end - milliseconds();
        left = left < 0 ? 0 : left;
        int time = wait == -1 || left < wait ? (int)left : wait;
%% else
        int time = wait;
%% end
        // poll(): waits until there is something to receive.
        struct pollfd receiving = {.fd = handle, .events = POLLIN};
%% if tls
        if (SSL_pending(client) == 0 && poll(&receiving, 1, time) == 0) {
%% else
        if (poll(&receiving, 1, time) == 0) {
%% end
            fprintf(stderr, "client: nothing came in time\n");
            return 1;
        }
        // What has come so far, which need not be one message; nothing at the end.
        char data[65536];
%% if tls
        int count = SSL_read(client, data, sizeof data);
        if (count <= 0) {
            if (SSL_get_error(client, count) == SSL_ERROR_ZERO_RETURN) {
                break;
            }
            fail_in_tls("SSL_read");
        }
%% else
        ssize_t count = recv(client, data, sizeof data, 0);
        if (count == -1) {
            fail("recv");
        }
        if (count == 0) {
            break;
        }
%% end
        show(data, (size_t)count);
        wait = -1;
    }
%% if tls
    SSL_free(client);
%% end
    close(handle);
    return 0;
}
