#!/usr/bin/env python3
%% if tcp
"""A TCP server: listens, accepts, and answers each client."""
%% elif tls
"""A TLS server: listens, accepts, and answers each client."""
%% else
"""A server on a local socket: listens, accepts, and answers each client."""
%% end

%% if time
import datetime
%% end
%% if read_to_end
import hashlib
%% end
%% if local
import os
%% end
import socket
%% if tls
import ssl
%% end
%% if local
import stat
%% end
import sys
%% if not one_at_a_time
import threading
%% end
%% if http
import urllib.parse
%% end

%% if local
PATH = ${path}
%% else
ADDRESS = ${host}
PORT = ${port}
%% end
BACKLOG = ${backlog}  # clients that may wait to be accepted
READ_SIZE = ${read_size}  # bytes that one recv() takes at most
%% if tls
%% if not own_certificate
# openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
#     -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
#     -keyout key.pem -out certificate.pem
%% end
CERTIFICATE = ${certificate_file}
KEY = ${key_file}
%% end
%% if ack
ANSWER = ${ack_answer}
%% elif welcome
GREETING = ${welcome_greeting}
%% elif http
PAGE = ${http_path}
BODY = ${http_body}
%% elif you_said
PREFIX = ${you_said_prefix}
%% end
%% if other_reply
%% cannot other_reply
%% end
%% if tls
%% if tls_more
%% cannot tls_more
%% end
%% end
%% if limits_clients
%% cannot limits_clients
%% end
%% if limits_idleness
%% cannot limits_idleness
%% end
%% if delays
%% cannot delays
%% end


%% if echo
def answer(client):
    """Echo: everything comes back as it was."""
    while True:
        # recv(): what has come so far; nothing when the client has finished.
        data = client.recv(READ_SIZE)
        if not data:
            break
        client.sendall(data)
%% elif ack
def answer(client):
    """Reads once, and answers."""
    if client.recv(${ack_read_size}):
        client.sendall(ANSWER)
%% elif welcome
def answer(client):
    """Speaks first: nothing is read."""
    client.sendall(GREETING)
%% elif http
def answer(client):
    """HTTP by hand: one request, one answer."""
    request = b""
    while b"\r\n\r\n" not in request:
        data = client.recv(READ_SIZE)
        if not data or len(request) > 65536:
            return  # it is no request, or has no end
        request += data
    method, target, *_ = request.split(b"\r\n")[0].split(b" ") + [b"", b""]
    path = urllib.parse.unquote_to_bytes(target.split(b"?")[0])
    if path != PAGE:
        status, body = b"404 Not Found", b"There is nothing at this path.\n"
    elif method not in (b"GET", b"HEAD"):
        status, body = b"405 Method Not Allowed", b"There are GET and HEAD only.\n"
    else:
        status, body = b"200 OK", BODY
    client.sendall(
        b"HTTP/1.1 " + status + b"\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Length: " + str(len(body)).encode() + b"\r\n"
        b"Connection: close\r\n\r\n" + (b"" if method == b"HEAD" else body)
    )
%% elif you_said
def answer(client):
    """Reads one line, and says it back."""
    line = b""
    while b"\n" not in line and len(line) < 65536:
        data = client.recv(READ_SIZE)
        if not data:
            break
        line += data
    if line:
        end = line.find(b"\n") + 1
        client.sendall(PREFIX + (line[:end] if end else line))
%% elif read_to_end
def answer(client):
    """Reads to the end, and tells what came."""
    count, digest = 0, hashlib.sha256()
    while True:
        data = client.recv(READ_SIZE)
        count += len(data)
        digest.update(data)
%% if until_first
        break  # after the first read, whatever is still to come
%% else
        if not data:
            break  # the client has finished
%% end
    unit = "byte" if count == 1 else "bytes"
    client.sendall(f"{count} {unit}, SHA-256 {digest.hexdigest()}\n".encode())
%% elif line_echo
def answer(client):
    """Echoes whole lines: a stream has no messages, so both sides agree on an end."""
    rest = b""
    while True:
        data = client.recv(READ_SIZE)
        if not data:
            break
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            client.sendall(line + b"\n")
    client.sendall(rest)
%% elif time
def answer(client):
    """Says what time it is: to connect is all that this asks for."""
    now = datetime.datetime.now(datetime.timezone.utc)
%% if iso
    client.sendall(now.strftime("%Y-%m-%dT%H:%M:%SZ\r\n").encode())
%% else
    client.sendall(now.strftime("%A, %B %d, %Y %H:%M:%S-UTC\r\n").encode())
%% end
%% elif chargen
def answer(client):
    """Sends lines of characters as fast as they are taken, until the client is gone."""
    ring = bytes(range(32, 127)) * 2
    line = 0
    try:
        while True:
            client.sendall(ring[line : line + 72] + b"\r\n")
            line = (line + 1) % 95
    except OSError:
        pass  # the client has gone away
%% else
def answer(client):
%% if discard
    """Throws away what comes, and says nothing."""
%% else
    """Shows what comes. The answer is yours to write: client.sendall(b"...")."""
%% end
    while True:
        data = client.recv(READ_SIZE)
        if not data:
            break
%% if none
        # As a literal: bytes from others are not to be trusted.
        print(data, flush=True)
%% end
%% end


%% if tls
def serve(client, context):
    try:
        # The handshake: the client is shown the certificate, and both agree on keys.
        with context.wrap_socket(client, server_side=True) as secured:
            answer(secured)
            secured.settimeout(5)
            secured.unwrap()  # says that nothing more will come, and waits for the same
    except OSError as error:
        print("server:", error, file=sys.stderr)
%% else
def serve(client):
    try:
        with client:  # close() at its end
            answer(client)
    except OSError as error:
        print("server:", error, file=sys.stderr)
%% end


%% if local
def remove_socket():
    """A socket's file stays when its program ends, and would be in the way."""
    if PATH[:1] != b"\0" and os.path.exists(PATH) and stat.S_ISSOCK(os.stat(PATH).st_mode):
        os.unlink(PATH)


%% end
def main():
%% if tls
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE, KEY)
%% if only_newest
    context.minimum_version = ssl.TLSVersion.TLSv1_3
%% end
%% end
%% if local
    # socket(): a descriptor.
%% if seqpacket
    server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
%% else
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
%% end
    remove_socket()
    # bind(): the path that it is found by.
    server.bind(PATH)
%% else
    family, kind, protocol, _, address = socket.getaddrinfo(
        ADDRESS, PORT, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_NUMERICHOST
    )[0]
    # socket(): a descriptor.
    server = socket.socket(family, kind, protocol)
    # A port whose last connections are still dying may be taken again.
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
%% if both
    # One socket for IPv6 and for IPv4.
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
%% elif ipv6
    server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
%% end
    # bind(): the address and the port that it is found by.
    server.bind(address)
%% end
    # listen(): from here on, clients can connect. They wait until they are accepted.
    server.listen(BACKLOG)
    print("listening on", server.getsockname(), file=sys.stderr, flush=True)
    while True:
        # accept(): the next client, with a descriptor of its own.
        client, peer = server.accept()
        print("accepted", peer, file=sys.stderr, flush=True)
%% if tls
%% if one_at_a_time
        serve(client, context)  # the next one waits
%% else
        threading.Thread(target=serve, args=(client, context), daemon=True).start()
%% end
%% else
%% if one_at_a_time
        serve(client)  # the next one waits
%% else
        threading.Thread(target=serve, args=(client,), daemon=True).start()
%% end
%% end


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"server: {error}")
    except KeyboardInterrupt:
        pass
%% if local
    finally:
        remove_socket()
%% end
