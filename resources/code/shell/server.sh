#!/bin/sh
%% if tcp
# A TCP server, by socat: listens, accepts, and runs a few lines for each client.
%% elif tls
# A TLS server, by socat: listens, accepts, and runs a few lines for each client.
%% else
# A server on a local socket, by socat: listens, accepts, and runs a few lines for each client.
%% end
%% if other_reply
%% cannot other_reply
%% end
%% if chargen
%% cannot reply
%% end
%% if until_first
%% cannot until_first
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
%% if tls
%% if not own_certificate
# openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
#     -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
#     -keyout key.pem -out certificate.pem
%% end
%% end

# What is run for each client, whose bytes come in and whose answer goes out.
ANSWER=$(cat <<'END'
%% if ack
if [ "$(dd bs=${ack_read_size} count=1 2>/dev/null | wc -c)" -gt 0 ]; then
printf ${ack_answer}
fi
%% elif welcome
printf ${welcome_greeting}
%% elif http
IFS=' ' read -r method target rest
while IFS= read -r line && [ "$line" != "$(printf '\r')" ]; do
    : # the other fields of the request
done
path=$(
printf ${http_path}
)
size=$(
printf ${http_body} |
wc -c)
if [ "$target" != "$path" ]; then
    printf 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
elif [ "$method" != GET ] && [ "$method" != HEAD ]; then
    printf 'HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
else
    printf 'HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n'
    printf 'Content-Length: %d\r\nConnection: close\r\n\r\n' "$size"
    if [ "$method" = GET ]; then
printf ${http_body}
    fi
fi
%% elif you_said
IFS= read -r line
printf ${you_said_prefix}
printf '%s\n' "$line"
%% elif read_to_end
file=$(mktemp)
cat >"$file"
size=$(wc -c <"$file")
set -- $(sha256sum <"$file")
rm -f "$file"
if [ "$size" -eq 1 ]; then
    printf '%d byte, SHA-256 %s\n' "$size" "$1"
else
    printf '%d bytes, SHA-256 %s\n' "$size" "$1"
fi
%% elif line_echo
while IFS= read -r line; do
    printf '%s\n' "$line"
done
%% elif time
%% if iso
printf '%s\r\n' "$(date -u '+%Y-%m-%dT%H:%M:%SZ')"
%% else
printf '%s\r\n' "$(LC_ALL=C date -u '+%A, %B %d, %Y %H:%M:%S-UTC')"
%% end
%% elif discard
cat >/dev/null
%% elif none
cat -v >&2 # control characters are made visible: bytes from others are not to be trusted
%% else
cat
%% end
END
)
export ANSWER

%% if one_at_a_time
# fork,max-children=1: the next client waits until the one before is gone.
%% else
# fork: a process of its own for each client.
%% end
exec socat -b ${read_size} -t 31536000 \
%% if tcp
%% if ipv4
    TCP4-LISTEN:${port},bind=${socat_host},reuseaddr,backlog=${backlog},\
%% elif ipv6
    TCP6-LISTEN:${port},bind=${socat_host},ipv6only=1,reuseaddr,backlog=${backlog},\
%% else
    TCP6-LISTEN:${port},ipv6only=0,reuseaddr,backlog=${backlog},\
%% end
%% elif tls
%% if ipv4
    OPENSSL-LISTEN:${port},pf=ip4,bind=${socat_host},reuseaddr,backlog=${backlog},\
%% elif ipv6
    OPENSSL-LISTEN:${port},pf=ip6,bind=${socat_host},ipv6only=1,reuseaddr,backlog=${backlog},\
%% else
    OPENSSL-LISTEN:${port},pf=ip6,ipv6only=0,reuseaddr,backlog=${backlog},\
%% end
%% if only_newest
openssl-min-proto-version=TLS1.3,\
%% end
cert=${socat_certificate_file},key=${socat_key_file},verify=0,\
%% else
%% if abstract
    ABSTRACT-LISTEN:${socat_path},backlog=${backlog},\
%% else
    UNIX-LISTEN:${socat_path},unlink-early,backlog=${backlog},\
%% end
%% if seqpacket
type=5,\
%% end
%% end
%% if one_at_a_time
fork,max-children=1 \
%% else
fork \
%% end
    'SYSTEM:eval \"$ANSWER\"'
