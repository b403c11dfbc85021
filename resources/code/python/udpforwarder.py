#!/usr/bin/env python3
"""A forwarder of datagrams: each peer here gets a socket of its own toward the target."""

import selectors
import socket
import sys

LISTEN = (${host}, ${port})
TARGET = (${target_host}, ${target_port})
MOST_PEERS = 1000
%% if faults
%% cannot faults
%% end


def bound():
    family, kind, protocol, _, address = socket.getaddrinfo(
        *LISTEN, type=socket.SOCK_DGRAM, flags=socket.AI_PASSIVE | socket.AI_NUMERICHOST
    )[0]
    udp = socket.socket(family, kind, protocol)
%% if both
    udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
%% elif ipv6
    udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
%% end
    udp.bind(address)
    return udp


def toward_target():
    family, kind, protocol, _, address = socket.getaddrinfo(*TARGET, type=socket.SOCK_DGRAM)[0]
    udp = socket.socket(family, kind, protocol)
    # connect(): sends nothing. It hears the target alone from here on.
    udp.connect(address)
    return udp


def main():
    here = bound()
    print("bound to", here.getsockname(), file=sys.stderr, flush=True)
    sockets = {}  # by peer
    with selectors.DefaultSelector() as selector:
        selector.register(here, selectors.EVENT_READ)
        while True:
            # select(): waits until one of them has something.
            for key, _ in selector.select():
                try:
                    if key.fileobj is not here:
                        here.sendto(key.fileobj.recv(65536), key.data)
                        continue
                    data, peer = here.recvfrom(65536)
                    if peer not in sockets:
                        if len(sockets) == MOST_PEERS:
                            continue  # anybody can send from any number of ports
                        sockets[peer] = toward_target()
                        selector.register(sockets[peer], selectors.EVENT_READ, peer)
                    sockets[peer].send(data)
                except OSError as error:  # nobody has the port there, for one
                    print("forwarder:", error, file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"forwarder: {error}")
    except KeyboardInterrupt:
        pass
