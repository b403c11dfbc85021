#!/usr/bin/env python3
%% if tcp
"""A TCP client: connects, sends, and shows what comes back until the server closes."""
%% elif tls
"""A TLS client: connects, sends, and shows what comes back until the server closes."""
%% else
"""A client of a local socket: connects, sends, and shows what comes back."""
%% end

import socket
%% if tls
import ssl
%% end
import sys
%% if exchange_limit
import time
%% end

%% if local
PATH = ${path}
%% else
HOST = ${host}
PORT = ${port}
%% if ipv4
FAMILY = socket.AF_INET
%% elif ipv6
FAMILY = socket.AF_INET6
%% else
FAMILY = socket.AF_UNSPEC  # IPv4 or IPv6, as the name has it
%% end
%% if source
SOURCE = (${source_host}, ${source_port})  # "" and 0: the system's choice
%% end
%% end
%% if messages
MESSAGES = [
%% each message
    ${message},
%% end
]
%% end
%% if connect_limit
CONNECT_TIMEOUT = ${connect_limit}  # seconds
%% else
CONNECT_TIMEOUT = None  # no limit
%% end
%% if response_limit
RESPONSE_TIMEOUT = ${response_limit}  # seconds until the first byte comes back
%% end
%% if exchange_limit
EXCHANGE_TIMEOUT = ${exchange_limit}  # seconds for all of it
%% end
%% if many
%% cannot many
%% end
%% if tries_again
%% cannot tries_again
%% end
%% if options
%% cannot options
%% end
%% if tls
%% if tls_more
%% cannot tls_more
%% end
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


def connect():
%% if local
%% if seqpacket
    # socket(): a descriptor, of a kind that keeps messages apart.
    client = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
%% else
    # socket(): a descriptor, connected to nobody yet.
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
%% end
    client.settimeout(CONNECT_TIMEOUT)
    # connect(): to the socket that is bound to this path.
    client.connect(PATH)
    return client
%% else
    problem = OSError("the name has no such address")
    # getaddrinfo(): a name can have several addresses. The first that answers will do.
    for family, kind, protocol, _, address in socket.getaddrinfo(
        HOST, PORT, FAMILY, socket.SOCK_STREAM
    ):
        # socket(): a descriptor, connected to nobody yet.
        client = socket.socket(family, kind, protocol)
        try:
%% if source
            # bind(): where the connection comes from.
            client.bind(SOURCE)
%% end
            client.settimeout(CONNECT_TIMEOUT)
            # connect(): the three-way handshake.
            client.connect(address)
            return client
        except OSError as error:
            client.close()
            problem = error
    raise problem
%% end


%% if tls
def secure(client):
    """The handshake: the server proves who it is, and both agree on keys."""
    context = ssl.create_default_context()
%% if trust_file
    context.load_verify_locations(${trust_file})
%% end
%% if not verifies
    %% cannot dont_verify
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
%% end
%% if only_newest
    context.minimum_version = ssl.TLSVersion.TLSv1_3
%% end
%% if own_certificate
    context.load_cert_chain(${certificate_file}, ${key_file})
%% end
    return context.wrap_socket(client, server_hostname=${server_name})


%% end
def main():
%% if exchange_limit
    deadline = time.monotonic() + EXCHANGE_TIMEOUT
%% end
%% if tls
    client = secure(connect())
    print("connected:", client.version(), file=sys.stderr)
%% else
    client = connect()
%% end
    with client:  # close() at its end
        client.settimeout(None)
%% if messages
        for message in MESSAGES:
            # send(), until all of it is taken.
            client.sendall(message)
%% end
%% if finishes
%% if tls
        %% cannot tls_finish
%% else
        # shutdown(): no more will be sent. Receiving goes on.
        client.shutdown(socket.SHUT_WR)
%% end
%% end
%% if response_limit
        wait = RESPONSE_TIMEOUT
%% else
        wait = None
%% end
        while True:
%% if exchange_limit
            left = max(deadline - time.monotonic(), 0.001)
            client.settimeout(left if wait is None else min(left, wait))
%% else
            client.settimeout(wait)
%% end
            # recv(): what has come so far, which need not be one message; nothing at the end.
            data = client.recv(65536)
            if not data:
                break
            # Whatever came is shown as a literal: bytes from others are not to be trusted.
            print(data, flush=True)
            wait = None


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"client: {error}")
    except KeyboardInterrupt:
        pass
