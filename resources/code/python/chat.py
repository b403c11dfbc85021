#!/usr/bin/env python3
"""A member of a multicast group: joins, speaks, and shows what others say."""

%% if mcc
import pickle
import pickletools
%% end
import socket
import struct
import sys

GROUP = ${group}
PORT = ${port}
NAME = ${name}
%% if text
TEXT = ${text}
%% end
HOPS = ${hops}  # how many networks a message may reach
%% if interface
INTERFACE = socket.if_nametoindex(${interface})
%% else
INTERFACE = 0  # the system's choice
%% end
%% if all_interfaces
%% cannot all_interfaces
%% end
%% if bot
%% cannot bot
%% end


%% if mcc
def written(*words):
    """A message as mcc.py writes it: a pickle of a list. Text is carried as UTF-8."""
    return pickle.dumps([words[0]] + [word.encode() for word in words[1:]], protocol=4)


def read(datagram):
    """The words in a pickle. Unpickling what came from the network would run whatever it
    says, so its instructions are only looked at, and nothing but texts is taken."""
    words, memo = [], []
    for instruction, value, _ in pickletools.genops(datagram):
        name = instruction.name
        if isinstance(value, (str, bytes)) and name.endswith(("UNICODE", "BYTES", "BYTES8")):
            words.append(value)
        elif name in ("MEMOIZE", "BINPUT", "LONG_BINPUT"):
            memo.append(words[-1] if words else None)
        elif name in ("BINGET", "LONG_BINGET") and value < len(memo):
            words.append(memo[value])  # what occurs twice is written once
        elif name not in ("PROTO", "FRAME", "EMPTY_LIST", "MARK", "APPENDS", "APPEND", "STOP"):
            raise ValueError(f"{name} is none of a message")
    return words
%% else
def read(datagram):
    return [datagram]
%% end


def main():
%% if ipv4
    # struct ip_mreqn: the group, any address of this machine, and the interface.
    membership = struct.pack("@4s4si", socket.inet_aton(GROUP), bytes(4), INTERFACE)
    # socket(): a descriptor for what is received.
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
%% else
    # struct ipv6_mreq: the group and the interface.
    membership = struct.pack("@16si", socket.inet_pton(socket.AF_INET6, GROUP), INTERFACE)
    # socket(): a descriptor for what is received.
    receiver = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
%% end
    # All members on this machine are bound to the same port.
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    receiver.bind(("", PORT))
    # IP_ADD_MEMBERSHIP: the interface takes the group's datagrams from here on.
%% if ipv4
    receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, membership)
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, HOPS)
    sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, ${loop_back})
%% else
    receiver.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, membership)
    sender = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, INTERFACE)
    sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, HOPS)
    sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_LOOP, ${loop_back})
%% end
    print("joined", GROUP, file=sys.stderr, flush=True)
    with receiver, sender:
        # sendto(): to whoever has joined. Nobody says whether it arrived.
%% if mcc
        sender.sendto(written("J", NAME), (GROUP, PORT))
%% end
%% if text
%% if mcc
        sender.sendto(written("S", NAME, TEXT), (GROUP, PORT))
%% else
        sender.sendto(f"{NAME}: {TEXT}".encode(), (GROUP, PORT))
%% end
%% end
        try:
            while True:
                datagram, address = receiver.recvfrom(65536)
                try:
                    words = read(datagram)
                except Exception as error:  # anybody can send anything
                    words = ["no message:", error, datagram]
                # As literals: bytes from others are not to be trusted.
                print(address[0], *map(ascii, words), flush=True)
        except KeyboardInterrupt:
            pass
%% if mcc
        finally:
            sender.sendto(written("L", NAME), (GROUP, PORT))
%% end


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"chat: {error}")
