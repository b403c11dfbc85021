// The interfaces of this machine, and their addresses.
// cc -Wall -Wextra -o interfaces interfaces.c
#define _DEFAULT_SOURCE
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>

int main(void)
{
    // getifaddrs(): a list with one entry for each address of each interface.
    struct ifaddrs *list = NULL;
    if (getifaddrs(&list) == -1) {
        perror("getifaddrs");
        return 1;
    }
    for (const struct ifaddrs *its = list; its != NULL; its = its->ifa_next) {
        if (its->ifa_addr == NULL) {
            continue; // an interface without any
        }
        int family = its->ifa_addr->sa_family;
        if (family != AF_INET && family != AF_INET6) {
            continue;
        }
        socklen_t size =
            family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
        char address[NI_MAXHOST] = "";
        getnameinfo(its->ifa_addr, size, address, sizeof address, NULL, 0, NI_NUMERICHOST);
        printf("%u %s %s%s %s\n", if_nametoindex(its->ifa_name), its->ifa_name,
               its->ifa_flags & IFF_UP ? "up" : "down",
               its->ifa_flags & IFF_LOOPBACK ? ", loopback" : "", address);
    }
    freeifaddrs(list);
    return 0;
}
