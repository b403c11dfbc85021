// A forwarder: listens here, connects there, and passes bytes on in both directions.
// cc -Wall -Wextra -o forwarder forwarder.c
#define _DEFAULT_SOURCE
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
%% if listen_local or target_local
#include <sys/un.h>
%% end
%% if listen_local
#include <sys/stat.h>
%% end
#include <unistd.h>

%% if listen_local
static const char listen_path[] = ${listen_path};
%% else
static const char listen_host[] = ${listen_host};
%% end
%% if target_local
static const char target_path[] = ${target_path};
%% else
static const char target_host[] = ${target_host};
%% end
%% if faults
%% cannot faults
%% end
%% if listen_tls or target_tls
%% cannot forward_tls
%% end

static void fail(const char *call)
{
    perror(call);
    exit(1);
}

%% if listen_local or target_local
// The address of a path; a name that begins with NUL is in no folder, and ends with the address.
static socklen_t local_address(struct sockaddr_un *address, const char *path, size_t size)
{
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (size > sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        fail("forwarder");
    }
    memcpy(address->sun_path, path, size);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size - (path[0] == '\0' ? 1 : 0));
}

%% end
static int connected(void)
{
%% if target_local
    struct sockaddr_un address;
    socklen_t size = local_address(&address, target_path, sizeof target_path);
%% if target_seqpacket
    int target = socket(AF_UNIX, SOCK_SEQPACKET, 0);
%% else
    int target = socket(AF_UNIX, SOCK_STREAM, 0);
%% end
    if (target == -1 || connect(target, (const struct sockaddr *)&address, size) == -1) {
        fail("connect");
    }
    return target;
%% else
    struct addrinfo wanted = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    struct addrinfo *addresses = NULL;
    if (getaddrinfo(target_host, "${target_port}", &wanted, &addresses) != 0) {
        fprintf(stderr, "forwarder: no address for the target\n");
        exit(1);
    }
    for (struct addrinfo *its = addresses; its != NULL; its = its->ai_next) {
        int target = socket(its->ai_family, its->ai_socktype, its->ai_protocol);
        if (target != -1 && connect(target, its->ai_addr, its->ai_addrlen) == 0) {
            freeaddrinfo(addresses);
            return target;
        }
        close(target);
    }
    fail("connect");
    return -1;
%% end
}

// Passes on what there is, or the end: shutdown() of this direction alone. False at the end.
static int pass_on(int source, int sink)
{
    static char data[65536];
    ssize_t count = recv(source, data, sizeof data, 0);
    if (count == -1) {
        fail("recv");
    }
    if (count == 0) {
        shutdown(sink, SHUT_WR);
        return 0;
    }
    for (ssize_t sent = 0; sent < count;) {
        ssize_t taken = send(sink, data + sent, (size_t)(count - sent), 0);
        if (taken == -1) {
            fail("send");
        }
        sent += taken;
    }
    return 1;
}

static void forward(int client)
{
    int target = connected();
    // poll(): waits for either side. A direction that is at its end is not asked for any more.
    struct pollfd sides[2] = {{.fd = client, .events = POLLIN}, {.fd = target, .events = POLLIN}};
    while (sides[0].fd != -1 || sides[1].fd != -1) {
        if (poll(sides, 2, -1) == -1) {
            fail("poll");
        }
        if (sides[0].fd != -1 && sides[0].revents != 0 && !pass_on(client, target)) {
            sides[0].fd = -1;
        }
        if (sides[1].fd != -1 && sides[1].revents != 0 && !pass_on(target, client)) {
            sides[1].fd = -1;
        }
    }
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN); // a side that is gone is an error, not an end
    signal(SIGCHLD, SIG_IGN); // processes that have ended leave nothing behind
%% if listen_local
    struct sockaddr_un address;
    socklen_t size = local_address(&address, listen_path, sizeof listen_path);
    // A socket's file stays when its program ends, and would be in the way.
    struct stat there;
    if (listen_path[0] != '\0' && stat(listen_path, &there) == 0 && S_ISSOCK(there.st_mode)) {
        unlink(listen_path);
    }
%% if listen_seqpacket
    int server = socket(AF_UNIX, SOCK_SEQPACKET, 0);
%% else
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
%% end
    if (server == -1 || bind(server, (const struct sockaddr *)&address, size) == -1) {
        fail("bind");
    }
%% else
    struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICHOST};
    struct addrinfo *address = NULL;
    if (getaddrinfo(listen_host, "${listen_port}", &wanted, &address) != 0) {
        fprintf(stderr, "forwarder: no address to listen on\n");
        return 1;
    }
    int server = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (server == -1) {
        fail("socket");
    }
    int on = 1;
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
%% if both
    int only = 0;
    setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
%% elif ipv6
    setsockopt(server, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
%% end
    if (bind(server, address->ai_addr, address->ai_addrlen) == -1) {
        fail("bind");
    }
    freeaddrinfo(address);
%% end
    if (listen(server, SOMAXCONN) == -1) {
        fail("listen");
    }
    fprintf(stderr, "listening\n");
    for (;;) {
        int client = accept(server, NULL, NULL);
        if (client == -1) {
            perror("accept");
            continue;
        }
        // fork(): a process of its own for each connection.
        if (fork() == 0) {
            close(server);
            forward(client);
            exit(0);
        }
        close(client);
    }
}
