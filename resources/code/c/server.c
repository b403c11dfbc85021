%% if tcp
// A TCP server: listens, accepts, and answers each client.
%% elif tls
// A TLS server: listens, accepts, and answers each client.
%% else
// A server on a local socket: listens, accepts, and answers each client.
%% end
%% if tls
// cc -Wall -Wextra -o server server.c -lssl -lcrypto
%% elif read_to_end
// cc -Wall -Wextra -o server server.c -lcrypto
%% else
// cc -Wall -Wextra -o server server.c
%% end
#define _DEFAULT_SOURCE
%% if local
#include <errno.h>
%% else
#include <netdb.h>
#include <netinet/in.h>
%% end
%% if read_to_end
#include <openssl/evp.h>
%% end
%% if tls
#include <openssl/err.h>
#include <openssl/ssl.h>
%% end
#include <signal.h>
%% if local
#include <stddef.h>
%% end
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
%% if local
#include <sys/stat.h>
#include <sys/un.h>
%% end
%% if time
#include <time.h>
%% end
#include <unistd.h>

%% if local
static const char path[] = ${path};
%% else
static const char host[] = ${host};
%% end
enum {
    backlog = ${backlog},    // clients that may wait to be accepted
    read_size = ${read_size} // bytes that one recv() takes at most
};
%% if tls
%% if not own_certificate
// openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30
//     -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1
//     -keyout key.pem -out certificate.pem
%% end
static const char certificate_file[] = ${certificate_file};
static const char key_file[] = ${key_file};
%% end
%% if ack
static const char answer_bytes[] = ${ack_answer};
%% elif welcome
static const char greeting[] = ${welcome_greeting};
%% elif http
static const char page[] = ${http_path};
static const char body[] = ${http_body};
%% elif you_said
static const char prefix[] = ${you_said_prefix};
%% end
%% if other_reply
%% cannot other_reply
%% end
%% if tls
%% if tls_more
%% cannot tls_more
%% end
%% end
%% if limits_clients
%% cannot limits_clients
%% end
%% if limits_idleness
%% cannot limits_idleness
%% end
%% if delays
%% cannot delays
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

%% if not welcome
%% if not time
%% if not chargen
// What has come so far, and how much; 0 when the client has finished or is gone.
static size_t receive(Connection client, char *data, size_t size)
{
%% if tls
    int count = SSL_read(client, data, (int)size);
%% else
    ssize_t count = recv(client, data, size, 0);
%% end
    return count > 0 ? (size_t)count : 0;
}

%% end
%% end
%% end
%% if not discard
%% if not none
// All of it; 0 where the client is gone.
static int send_all(Connection client, const char *bytes, size_t size)
{
    while (size > 0) {
%% if tls
        int taken = SSL_write(client, bytes, (int)size);
%% else
        ssize_t taken = send(client, bytes, size, 0);
%% end
        if (taken <= 0) {
            return 0;
        }
        bytes += taken;
        size -= (size_t)taken;
    }
    return 1;
}

%% end
%% end
%% if echo
// Echo: everything comes back as it was.
static void answer(Connection client)
{
    static char data[read_size];
    size_t count;
    while ((count = receive(client, data, sizeof data)) > 0 && send_all(client, data, count)) {
    }
}
%% elif ack
// Reads once, and answers.
static void answer(Connection client)
{
    static char data[${ack_read_size}];
    if (receive(client, data, sizeof data) > 0) {
        send_all(client, answer_bytes, sizeof answer_bytes - 1);
    }
}
%% elif welcome
// Speaks first: nothing is read.
static void answer(Connection client)
{
    send_all(client, greeting, sizeof greeting - 1);
}
%% elif http
// HTTP by hand: one request, one answer.
static void answer(Connection client)
{
    static char request[65536];
    size_t size = 0;
    while (strstr(request, "\r\n\r\n") == NULL) {
        size_t room = sizeof request - 1 - size; // a text ends with NUL
        size_t count = room == 0 ? 0 : receive(client, request + size, room);
        if (count == 0) {
            return; // it is no request, or has no end
        }
        size += count;
    }
    char *method = strtok(request, " ");
    char *target = strtok(NULL, " ?\r\n");
    if (method == NULL || target == NULL) {
        return;
    }
    int is_head = strcmp(method, "HEAD") == 0;
    const char *status = "200 OK";
    const char *content = body;
    size_t length = sizeof body - 1;
    if (strcmp(target, page) != 0) {
        status = "404 Not Found";
        content = "There is nothing at this path.\n";
        length = strlen(content);
    } else if (!is_head && strcmp(method, "GET") != 0) {
        status = "405 Method Not Allowed";
        content = "There are GET and HEAD only.\n";
        length = strlen(content);
    }
    char head[256];
    int head_size = snprintf(head, sizeof head,
                             "HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\n"
                             "Content-Length: %zu\r\nConnection: close\r\n\r\n",
                             status, length);
    send_all(client, head, (size_t)head_size);
    if (!is_head) {
        send_all(client, content, length);
    }
}
%% elif you_said
// Reads one line, and says it back.
static void answer(Connection client)
{
    static char line[65536];
    size_t size = 0;
    char *end = NULL;
    while (end == NULL && size < sizeof line) {
        size_t count = receive(client, line + size, sizeof line - size);
        if (count == 0) {
            break;
        }
        size += count;
        end = memchr(line, '\n', size);
    }
    if (size > 0) {
        send_all(client, prefix, sizeof prefix - 1);
        send_all(client, line, end == NULL ? size : (size_t)(end + 1 - line));
    }
}
%% elif read_to_end
// Reads to the end, and tells what came.
static void answer(Connection client)
{
    static char data[read_size];
    EVP_MD_CTX *hash = EVP_MD_CTX_new();
    EVP_DigestInit_ex(hash, EVP_sha256(), NULL);
    size_t all = 0;
    size_t count;
    while ((count = receive(client, data, sizeof data)) > 0) {
        EVP_DigestUpdate(hash, data, count);
        all += count;
%% if until_first
        break; // after the first read, whatever is still to come
%% end
    }
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    EVP_DigestFinal_ex(hash, digest, &size);
    EVP_MD_CTX_free(hash);
    char text[128];
    int length = snprintf(text, sizeof text, "%zu byte%s, SHA-256 ", all, all == 1 ? "" : "s");
    send_all(client, text, (size_t)length);
    for (unsigned int index = 0; index < size; ++index) {
        snprintf(text, sizeof text, "%02x", digest[index]);
        send_all(client, text, 2);
    }
    send_all(client, "\n", 1);
}
%% elif line_echo
// Echoes whole lines: a stream has no messages, so both sides agree on an end.
static void answer(Connection client)
{
    static char data[65536];
    size_t size = 0;
    size_t count;
    while ((count = receive(client, data + size, sizeof data - size)) > 0) {
        size += count;
        char *end;
        while ((end = memchr(data, '\n', size)) != NULL || size == sizeof data) {
            size_t length = end == NULL ? size : (size_t)(end + 1 - data);
            if (!send_all(client, data, length)) {
                return;
            }
            size -= length;
            memmove(data, data + length, size);
        }
    }
    send_all(client, data, size);
}
%% elif time
// Says what time it is: to connect is all that this asks for.
static void answer(Connection client)
{
    time_t now = time(NULL);
    char text[64];
%% if iso
    size_t size = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ\r\n", gmtime(&now));
%% else
    size_t size = strftime(text, sizeof text, "%A, %B %d, %Y %H:%M:%S-UTC\r\n", gmtime(&now));
%% end
    send_all(client, text, size);
}
%% elif chargen
// Sends lines of characters as fast as they are taken, until the client is gone.
static void answer(Connection client)
{
    char line[74];
    for (int first = 0;; first = (first + 1) % 95) {
        for (int column = 0; column < 72; ++column) {
            line[column] = (char)(' ' + (first + column) % 95);
        }
        line[72] = '\r';
        line[73] = '\n';
        if (!send_all(client, line, sizeof line)) {
            return;
        }
    }
}
%% else
%% if discard
// Throws away what comes, and says nothing.
%% else
// Shows what comes, with escapes: bytes from others are not to be trusted. The answer is yours to
// write.
%% end
static void answer(Connection client)
{
    static char data[read_size];
    size_t count;
    while ((count = receive(client, data, sizeof data)) > 0) {
%% if none
        for (size_t index = 0; index < count; ++index) {
            unsigned char byte = (unsigned char)data[index];
            printf(byte >= 32 && byte < 127 && byte != '\\' ? "%c" : "\\x%02x", byte);
        }
        putchar('\n');
        fflush(stdout);
%% end
    }
}
%% end

%% if tls
static SSL_CTX *context;

static void serve(int handle)
{
    SSL *client = SSL_new(context);
    SSL_set_fd(client, handle);
    // The handshake: the client is shown the certificate, and both agree on keys.
    if (SSL_accept(client) == 1) {
        answer(client);
        SSL_shutdown(client); // says that nothing more will come
    } else {
        ERR_print_errors_fp(stderr);
    }
    SSL_free(client);
}
%% else
static void serve(int client)
{
    answer(client);
}
%% end

int main(void)
{
    signal(SIGPIPE, SIG_IGN); // a client that is gone is an error, not an end
%% if tls
    context = SSL_CTX_new(TLS_server_method());
%% if only_newest
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
%% end
    if (SSL_CTX_use_certificate_chain_file(context, certificate_file) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, key_file, SSL_FILETYPE_PEM) != 1) {
        ERR_print_errors_fp(stderr);
        return 1;
    }
%% end
%% if local
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (sizeof path > sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        fail("server");
    }
    memcpy(address.sun_path, path, sizeof path);
%% if abstract
    // A name that begins with NUL is in no folder; it ends with the address.
    socklen_t size = offsetof(struct sockaddr_un, sun_path) + sizeof path - 1;
%% else
    socklen_t size = sizeof address;
    // A socket's file stays when its program ends, and would be in the way.
    struct stat there;
    if (stat(path, &there) == 0 && S_ISSOCK(there.st_mode)) {
        unlink(path);
    }
%% end
    // socket(): a descriptor.
%% if seqpacket
    int server = socket(AF_UNIX, SOCK_SEQPACKET, 0);
%% else
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
%% end
    if (server == -1) {
        fail("socket");
    }
    // bind(): the path that it is found by.
    if (bind(server, (const struct sockaddr *)&address, size) == -1) {
        fail("bind");
    }
%% else
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICHOST};
    struct addrinfo *address = NULL;
    int error = getaddrinfo(host, "${port}", &wanted, &address);
    if (error != 0) {
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(error));
        return 1;
    }
    // socket(): a descriptor.
    int server = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (server == -1) {
        fail("socket");
    }
    // A port whose last connections are still dying may be taken again.
    int on = 1;
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
%% if both
    // One socket for IPv6 and for IPv4.
    int only = 0;
    setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
%% elif ipv6
    int only = 1;
    setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
%% end
    // bind(): the address and the port that it is found by.
    if (bind(server, address->ai_addr, address->ai_addrlen) == -1) {
        fail("bind");
    }
    freeaddrinfo(address);
%% end
    // listen(): from here on, clients can connect. They wait until they are accepted.
    if (listen(server, backlog) == -1) {
        fail("listen");
    }
    fprintf(stderr, "listening\n");
%% if not one_at_a_time
    signal(SIGCHLD, SIG_IGN); // processes that have ended leave nothing behind
%% end
    for (;;) {
        // accept(): the next client, with a descriptor of its own.
        int client = accept(server, NULL, NULL);
        if (client == -1) {
            perror("accept");
            continue;
        }
%% if one_at_a_time
        serve(client); // the next one waits
%% else
        // fork(): a process of its own for each client.
        pid_t child = fork();
        if (child == 0) {
            close(server);
            serve(client);
            exit(0);
        }
%% end
        close(client);
    }
}
