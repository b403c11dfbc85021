// A member of a multicast group: joins, speaks, and shows what others say.
// cc -Wall -Wextra -o chat chat.c
#define _DEFAULT_SOURCE
#include <arpa/inet.h>
%% if interface
#include <net/if.h>
%% end
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
%% if joins
#include <signal.h>
%% end
#include <unistd.h>

%% if joins
// Messages as mcc.py writes them: each is a pickle of a list.
static const char joins[] = ${join_datagram};
static const char leaves[] = ${leave_datagram};
%% end
%% if text
static const char says[] = ${say_datagram};
%% end
%% if all_interfaces
%% cannot all_interfaces
%% end
%% if bot
%% cannot bot
%% end
%% if joins

static volatile sig_atomic_t is_over = 0;

static void end(int number)
{
    (void)number;
    is_over = 1;
}
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

int main(void)
{
%% if interface
    unsigned int interface = if_nametoindex(${interface});
    if (interface == 0) {
        fail("if_nametoindex");
    }
%% else
    unsigned int interface = 0; // the system's choice
%% end
    int on = 1;
    int hops = ${hops}; // how many networks a message may reach
    int loop = ${loop_back};
%% if ipv4
    struct sockaddr_in local = {.sin_family = AF_INET, .sin_port = htons(${port})};
    struct sockaddr_in group = local;
    inet_pton(AF_INET, ${group}, &group.sin_addr);
    struct ip_mreqn membership = {.imr_multiaddr = group.sin_addr, .imr_ifindex = (int)interface};
    // socket(): a descriptor for what is received, and one for what is sent.
    int receiver = socket(AF_INET, SOCK_DGRAM, 0);
    int sender = socket(AF_INET, SOCK_DGRAM, 0);
%% else
    struct sockaddr_in6 local = {.sin6_family = AF_INET6, .sin6_port = htons(${port})};
    struct sockaddr_in6 group = local;
    inet_pton(AF_INET6, ${group}, &group.sin6_addr);
    struct ipv6_mreq membership = {.ipv6mr_multiaddr = group.sin6_addr,
                                   .ipv6mr_interface = interface};
    // socket(): a descriptor for what is received, and one for what is sent.
    int receiver = socket(AF_INET6, SOCK_DGRAM, 0);
    int sender = socket(AF_INET6, SOCK_DGRAM, 0);
%% end
    if (receiver == -1 || sender == -1) {
        fail("socket");
    }
    // All members on this machine are bound to the same port.
    setsockopt(receiver, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(receiver, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (bind(receiver, (const struct sockaddr *)&local, sizeof local) == -1) {
        fail("bind");
    }
    // The interface takes the group's datagrams from here on.
%% if ipv4
    if (setsockopt(receiver, IPPROTO_IP, IP_ADD_MEMBERSHIP, &membership, sizeof membership) == -1) {
        fail("IP_ADD_MEMBERSHIP");
    }
    setsockopt(sender, IPPROTO_IP, IP_MULTICAST_IF, &membership, sizeof membership);
    setsockopt(sender, IPPROTO_IP, IP_MULTICAST_TTL, &hops, sizeof hops);
    setsockopt(sender, IPPROTO_IP, IP_MULTICAST_LOOP, &loop, sizeof loop);
%% else
    if (setsockopt(receiver, IPPROTO_IPV6, IPV6_JOIN_GROUP, &membership, sizeof membership) == -1) {
        fail("IPV6_JOIN_GROUP");
    }
    setsockopt(sender, IPPROTO_IPV6, IPV6_MULTICAST_IF, &interface, sizeof interface);
    setsockopt(sender, IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &hops, sizeof hops);
    setsockopt(sender, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, &loop, sizeof loop);
%% end
    fprintf(stderr, "joined\n");
%% if text or joins
    const struct sockaddr *to = (const struct sockaddr *)&group;
%% end
%% if joins
    // sendto(): to whoever has joined. Nobody says whether it arrived.
    sendto(sender, joins, sizeof joins - 1, 0, to, sizeof group);
%% end
%% if text
    sendto(sender, says, sizeof says - 1, 0, to, sizeof group);
%% end
%% if joins
    // Ctrl+C ends the wait for the next datagram.
    struct sigaction at_end = {.sa_handler = end};
    sigaction(SIGINT, &at_end, NULL);
    while (!is_over) {
%% else
    for (;;) {
%% end
        static char datagram[65536];
        ssize_t size = recv(receiver, datagram, sizeof datagram, 0);
        if (size >= 0) {
            show(datagram, (size_t)size);
        }
    }
%% if joins
    sendto(sender, leaves, sizeof leaves - 1, 0, to, sizeof group);
    return 0;
%% end
}
