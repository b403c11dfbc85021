#!/usr/bin/env python3
"""A UDP socket: no connection, no stream. Each datagram comes as a whole, or not at all."""

%% if time
import datetime
%% end
import socket
import sys

ADDRESS = ${host}
PORT = ${port}  # 0: any free one
%% if peer
PEER = (${peer_host}, ${peer_port})
%% end
%% if messages
MESSAGES = [
%% each message
    ${message},
%% end
]
%% end
%% if ack
ANSWER = ${ack_answer}
%% elif you_said
PREFIX = ${you_said_prefix}
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


def answer(data):
%% if echo
    return data
%% elif ack
    return ANSWER
%% elif you_said
    return PREFIX + data.split(b"\n")[0] + b"\n"
%% elif time
    now = datetime.datetime.now(datetime.timezone.utc)
%% if iso
    return now.strftime("%Y-%m-%dT%H:%M:%SZ\r\n").encode()
%% else
    return now.strftime("%A, %B %d, %Y %H:%M:%S-UTC\r\n").encode()
%% end
%% else
    return None  # nothing is answered by itself
%% end


def main():
    family, kind, protocol, _, address = socket.getaddrinfo(
        ADDRESS, PORT, type=socket.SOCK_DGRAM, flags=socket.AI_PASSIVE | socket.AI_NUMERICHOST
    )[0]
    # socket(): a descriptor.
    with socket.socket(family, kind, protocol) as udp:
%% if shared
        # Other programs may receive on the same port.
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
%% end
%% if broadcast
        # Without this, sending to a broadcast address is forbidden (EACCES).
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
%% end
%% if both
        # One socket for IPv6 and for IPv4.
        udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
%% elif ipv6
        udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
%% end
        # bind(): where datagrams are received.
        udp.bind(address)
        print("bound to", udp.getsockname(), file=sys.stderr, flush=True)
%% if peer
%% if both
        # IPv4 addresses are written as those of IPv6 here (::ffff:127.0.0.1).
        peer = socket.getaddrinfo(*PEER, family, kind, flags=socket.AI_V4MAPPED)[0][4]
%% else
        peer = socket.getaddrinfo(*PEER, family, kind)[0][4]
%% end
%% if connected
        # connect(): sends nothing. From here on there is one peer, and "port unreachable" is told.
        udp.connect(peer)
%% end
%% if messages
        for message in MESSAGES:
            # sendto(): one datagram each.
%% if connected
            udp.send(message)
%% else
            udp.sendto(message, peer)
%% end
%% end
%% end
        while True:
            # recvfrom(): one datagram, and who has sent it. What does not fit is lost.
            data, sender = udp.recvfrom(${read_size})
            # Whatever came is shown as a literal: bytes from others are not to be trusted.
            print(sender[0], sender[1], data, flush=True)
            reply = answer(data)
            if reply is not None:
                udp.sendto(reply, sender)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"datagrams: {error}")
    except KeyboardInterrupt:
        pass
