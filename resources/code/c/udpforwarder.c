// A forwarder of datagrams: each peer here gets a socket of its own toward the target.
// cc -Wall -Wextra -o udpforwarder udpforwarder.c
#define _DEFAULT_SOURCE
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    most_peers = 250 // anybody can send from any number of ports
};
%% if faults
%% cannot faults
%% end

static struct sockaddr_storage peers[most_peers + 1];
static socklen_t sizes[most_peers + 1];
static struct pollfd sockets[most_peers + 1]; // the first is the one that all send to
static nfds_t count = 1;

static void fail(const char *call)
{
    perror(call);
    exit(1);
}

static struct addrinfo *address_of(const char *host, const char *port, int flags)
{
    struct addrinfo wanted = {.ai_socktype = SOCK_DGRAM, .ai_flags = flags};
    struct addrinfo *address = NULL;
    int error = getaddrinfo(host, port, &wanted, &address);
    if (error != 0) {
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(error));
        exit(1);
    }
    return address;
}

static int bound(void)
{
    struct addrinfo *address = address_of(${host}, "${port}", AI_PASSIVE | AI_NUMERICHOST);
    int udp = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (udp == -1) {
        fail("socket");
    }
%% if both
    int only = 0;
    setsockopt(udp, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
%% elif ipv6
    int only = 1;
    setsockopt(udp, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
%% end
    if (bind(udp, address->ai_addr, address->ai_addrlen) == -1) {
        fail("bind");
    }
    freeaddrinfo(address);
    return udp;
}

static int toward_target(void)
{
    struct addrinfo *address = address_of(${target_host}, "${target_port}", 0);
    int udp = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    // connect(): sends nothing. It hears the target alone from here on.
    if (udp == -1 || connect(udp, address->ai_addr, address->ai_addrlen) == -1) {
        fail("connect");
    }
    freeaddrinfo(address);
    return udp;
}

// The place of a peer, which may be a new one; 0 where there is no more room.
static nfds_t place_of(const struct sockaddr_storage *peer, socklen_t size)
{
    for (nfds_t index = 1; index < count; ++index) {
        if (sizes[index] == size && memcmp(&peers[index], peer, size) == 0) {
            return index;
        }
    }
    if (count > most_peers) {
        return 0;
    }
    peers[count] = *peer;
    sizes[count] = size;
    sockets[count].fd = toward_target();
    sockets[count].events = POLLIN;
    return count++;
}

int main(void)
{
    static char data[65536];
    sockets[0].fd = bound();
    sockets[0].events = POLLIN;
    fprintf(stderr, "bound\n");
    for (;;) {
        // poll(): waits until one of them has something.
        if (poll(sockets, count, -1) == -1) {
            fail("poll");
        }
        for (nfds_t index = 1; index < count; ++index) {
            if (sockets[index].revents != 0) {
                ssize_t size = recv(sockets[index].fd, data, sizeof data, 0);
                if (size == -1) {
                    perror("recv"); // nobody has the port there, for one
                } else {
                    sendto(sockets[0].fd, data, (size_t)size, 0, (struct sockaddr *)&peers[index],
                           sizes[index]);
                }
            }
        }
        if (sockets[0].revents != 0) {
            struct sockaddr_storage peer = {0};
            socklen_t peer_size = sizeof peer;
            ssize_t size = recvfrom(sockets[0].fd, data, sizeof data, 0, (struct sockaddr *)&peer,
                                    &peer_size);
            nfds_t index = size == -1 ? 0 : place_of(&peer, peer_size);
            if (index != 0 && send(sockets[index].fd, data, (size_t)size, 0) == -1) {
                perror("send");
            }
        }
    }
}
