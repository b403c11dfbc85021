#!/usr/bin/env python3
"""A forwarder: listens here, connects there, and passes bytes on in both directions."""

%% if listen_local
import os
%% end
import socket
%% if listen_local
import stat
%% end
import sys
import threading

%% if listen_local
LISTEN = ${listen_path}
%% else
LISTEN = (${listen_host}, ${listen_port})
%% end
%% if target_local
TARGET = ${target_path}
%% else
TARGET = (${target_host}, ${target_port})
%% end
%% if faults
%% cannot faults
%% end
%% if listen_tls or target_tls
%% cannot forward_tls
%% end


def connect():
%% if target_local
%% if target_seqpacket
    target = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
%% else
    target = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
%% end
    target.connect(TARGET)
    return target
%% else
    # getaddrinfo(), socket() and connect(), for one address after the other.
    return socket.create_connection(TARGET)
%% end


def pass_on(source, sink):
    """One direction. Waits while the sink is slow, so the source has to wait as well."""
    try:
        while True:
            data = source.recv(65536)
            if not data:
                break
            sink.sendall(data)
        # The end is passed on, too: shutdown() of this direction alone.
        sink.shutdown(socket.SHUT_WR)
    except OSError as error:
        print("forwarder:", error, file=sys.stderr)
        # This wakes the other direction up.
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it is not connected any more


def forward(client):
    with client:
        try:
            target = connect()
        except OSError as error:
            print("forwarder:", error, file=sys.stderr)
            return
        with target:
            back = threading.Thread(target=pass_on, args=(target, client), daemon=True)
            back.start()
            pass_on(client, target)
            back.join()


def main():
%% if listen_local
%% if listen_seqpacket
    server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
%% else
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
%% end
    # A socket's file stays when its program ends, and would be in the way.
    if LISTEN[:1] != b"\0" and os.path.exists(LISTEN) and stat.S_ISSOCK(os.stat(LISTEN).st_mode):
        os.unlink(LISTEN)
    server.bind(LISTEN)
%% else
    family, kind, protocol, _, address = socket.getaddrinfo(
        *LISTEN, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_NUMERICHOST
    )[0]
    server = socket.socket(family, kind, protocol)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
%% if both
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
%% elif ipv6
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
%% end
    server.bind(address)
%% end
    server.listen()
    print("listening on", server.getsockname(), file=sys.stderr, flush=True)
    while True:
        client, _ = server.accept()
        threading.Thread(target=forward, args=(client,), daemon=True).start()


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"forwarder: {error}")
    except KeyboardInterrupt:
        pass
