// A UDP socket: no connection, no stream. Each datagram comes as a whole, or not at all.
// cc -Wall -Wextra -o datagrams datagrams.c
#define _DEFAULT_SOURCE
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
%% if time
#include <time.h>
%% end
#include <unistd.h>

static const char host[] = ${host};
%% if peer
static const char peer_host[] = ${peer_host};
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
%% if ack
static const char answer_bytes[] = ${ack_answer};
%% elif you_said
static const char prefix[] = ${you_said_prefix};
%% end
%% if other_reply
%% cannot other_reply
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

static struct addrinfo *address_of(const char *name, const char *port, struct addrinfo wanted)
{
    struct addrinfo *address = NULL;
    int error = getaddrinfo(name, port, &wanted, &address);
    if (error != 0) {
        fprintf(stderr, "getaddrinfo: %s\n", gai_strerror(error));
        exit(1);
    }
    return address;
}

int main(void)
{
    struct addrinfo wanted = {.ai_socktype = SOCK_DGRAM, .ai_flags = AI_PASSIVE | AI_NUMERICHOST};
    struct addrinfo *local = address_of(host, "${port}", wanted);
    // socket(): a descriptor.
    int udp = socket(local->ai_family, local->ai_socktype, local->ai_protocol);
    if (udp == -1) {
        fail("socket");
    }
%% if shared or broadcast
    int on = 1;
%% end
%% if shared
    // Other programs may receive on the same port.
    setsockopt(udp, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(udp, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
%% end
%% if broadcast
    // Without this, sending to a broadcast address is forbidden (EACCES).
    setsockopt(udp, SOL_SOCKET, SO_BROADCAST, &on, sizeof on);
%% end
%% if both
    // One socket for IPv6 and for IPv4.
    int only = 0;
    setsockopt(udp, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
%% elif ipv6
    int only = 1;
    setsockopt(udp, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
%% end
    // bind(): where datagrams are received.
    if (bind(udp, local->ai_addr, local->ai_addrlen) == -1) {
        fail("bind");
    }
    fprintf(stderr, "bound\n");
%% if peer
%% if both
    // IPv4 addresses are written as those of IPv6 here (::ffff:127.0.0.1).
    struct addrinfo there = {.ai_family = local->ai_family,
                             .ai_socktype = SOCK_DGRAM,
                             .ai_flags = AI_V4MAPPED};
%% else
    struct addrinfo there = {.ai_family = local->ai_family, .ai_socktype = SOCK_DGRAM};
%% end
    struct addrinfo *peer = address_of(peer_host, "${peer_port}", there);
%% if connected
    // connect(): sends nothing. From here on there is one peer, and "port unreachable" is told.
    if (connect(udp, peer->ai_addr, peer->ai_addrlen) == -1) {
        fail("connect");
    }
%% end
%% if messages
    for (size_t index = 0; index < sizeof messages / sizeof messages[0]; ++index) {
        // sendto(): one datagram each.
%% if connected
        if (send(udp, messages[index].bytes, messages[index].size, 0) == -1) {
            fail("send");
        }
%% else
        if (sendto(udp, messages[index].bytes, messages[index].size, 0, peer->ai_addr,
                   peer->ai_addrlen) == -1) {
            fail("sendto");
        }
%% end
    }
%% end
    freeaddrinfo(peer);
%% end
    freeaddrinfo(local);
    for (;;) {
        // recvfrom(): one datagram, and who has sent it. What does not fit is lost.
        static char data[${read_size}];
        struct sockaddr_storage sender;
        socklen_t sender_size = sizeof sender;
        ssize_t count =
            recvfrom(udp, data, sizeof data, 0, (struct sockaddr *)&sender, &sender_size);
        if (count == -1) {
            fail("recvfrom");
        }
        char name[NI_MAXHOST];
        char port[NI_MAXSERV];
        getnameinfo((struct sockaddr *)&sender, sender_size, name, sizeof name, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV);
        printf("%s %s ", name, port);
        show(data, (size_t)count);
%% if echo
        sendto(udp, data, (size_t)count, 0, (struct sockaddr *)&sender, sender_size);
%% elif ack
        sendto(udp, answer_bytes, sizeof answer_bytes - 1, 0, (struct sockaddr *)&sender,
               sender_size);
%% elif you_said
        char *end = memchr(data, '\n', (size_t)count);
        size_t length = end == NULL ? (size_t)count : (size_t)(end - data);
        static char answer[sizeof prefix + sizeof data];
        memcpy(answer, prefix, sizeof prefix - 1);
        memcpy(answer + sizeof prefix - 1, data, length);
        answer[sizeof prefix - 1 + length] = '\n';
        sendto(udp, answer, sizeof prefix + length, 0, (struct sockaddr *)&sender, sender_size);
%% elif time
        time_t now = time(NULL);
        char text[64];
%% if iso
        size_t size = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ\r\n", gmtime(&now));
%% else
        size_t size = strftime(text, sizeof text, "%A, %B %d, %Y %H:%M:%S-UTC\r\n", gmtime(&now));
%% end
        sendto(udp, text, size, 0, (struct sockaddr *)&sender, sender_size);
%% end
    }
}
