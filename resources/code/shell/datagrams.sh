#!/bin/sh
# A UDP socket, by socat: no connection, no stream. Each datagram comes as a whole, or not at all.
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
%% if empty_message
%% cannot empty_message
%% end
%% if long_message
%% cannot long_message
%% end
%% if shared
SHARED=,reuseaddr,reuseport # other programs may receive on the same port
%% else
SHARED=
%% end
%% if broadcast
BROADCAST=,broadcast # without this, sending to a broadcast address is forbidden
%% else
BROADCAST=
%% end
%% if ipv4
LOCAL=${socat_host}:${port}
%% elif ipv6
LOCAL=${socat_host}:${port}
%% else
LOCAL=:${port}
%% end
%% if echo or ack or you_said or time or discard

%% if messages
# Messages first, from the same port: one datagram each.
%% each message
printf ${message} |
    socat -b 65536 -u - UDP-SENDTO:${socat_peer_host}:${peer_port},bind="$LOCAL$SHARED$BROADCAST"
%% end

%% end
# What is run for each datagram, which comes in and whose answer goes out.
ANSWER=$(cat <<'END'
%% if ack
cat >/dev/null
printf ${ack_answer}
%% elif you_said
IFS= read -r line
{
printf ${you_said_prefix}
printf '%s\n' "$line"
} | dd bs=65536 iflag=fullblock 2>/dev/null # in one piece
%% elif time
cat >/dev/null
%% if iso
printf '%s\r\n' "$(date -u '+%Y-%m-%dT%H:%M:%SZ')"
%% else
printf '%s\r\n' "$(LC_ALL=C date -u '+%A, %B %d, %Y %H:%M:%S-UTC')"
%% end
%% elif discard
cat >/dev/null
%% else
cat
%% end
END
)
export ANSWER

%% if ipv4
exec socat -b 65536 UDP4-RECVFROM:${port},bind=${socat_host},fork"$SHARED" \
%% elif ipv6
exec socat -b 65536 UDP6-RECVFROM:${port},bind=${socat_host},ipv6only=1,fork"$SHARED" \
%% else
exec socat -b 65536 UDP6-RECVFROM:${port},ipv6only=0,fork"$SHARED" \
%% end
    'SYSTEM:eval \"$ANSWER\"'
%% elif peer

# One datagram each: with a pause between, so that socat reads them one by one.
{
%% each message
printf ${message}
sleep 0.2
%% end
%% if not messages
cat # what is typed
%% end
} |
%% if connected
    # UDP: connected, so that "port unreachable" is told.
    socat -b 65536 -,ignoreeof UDP:${socat_peer_host}:${peer_port},bind="$LOCAL$SHARED$BROADCAST" |
%% else
    socat -b 65536 -,ignoreeof \
        UDP-DATAGRAM:${socat_peer_host}:${peer_port},bind="$LOCAL$SHARED$BROADCAST" |
%% end
    cat -v # control characters are made visible: bytes from others are not to be trusted
%% else

%% if ipv4
socat -b 65536 -u UDP4-RECV:${port},bind=${socat_host}"$SHARED" - |
%% elif ipv6
socat -b 65536 -u UDP6-RECV:${port},bind=${socat_host},ipv6only=1"$SHARED" - |
%% else
socat -b 65536 -u UDP6-RECV:${port},ipv6only=0"$SHARED" - |
%% end
    cat -v # control characters are made visible: bytes from others are not to be trusted
%% end
