#!/bin/sh
# A member of a multicast group, by socat: joins, speaks, and shows what others say.
%% if all_interfaces
%% cannot all_interfaces
%% end
%% if bot
%% cannot bot
%% end
%% if interface
%% if ipv4
JOIN=ip-add-membership=${group}:${socat_interface}
%% else
JOIN=ipv6-join-group=[${group}]:${socat_interface}
%% end
OUT=,so-bindtodevice=${socat_interface}
%% else
%% if ipv4
JOIN=ip-add-membership=${group}:0.0.0.0 # the system's choice
%% else
JOIN=ipv6-join-group=[${group}]:0 # the system's choice
%% end
OUT=
%% end

# One datagram, from the standard input to the group. Nobody says whether it arrived.
send_it() {
%% if ipv4
    socat -b 65536 -u - \
        UDP4-DATAGRAM:${group}:${port},ip-multicast-ttl=${hops},ip-multicast-loop=${loop_back}"$OUT"
%% else
    # The numbers are Linux's IPV6_MULTICAST_HOPS and IPV6_MULTICAST_LOOP.
    socat -b 65536 -u - \
        UDP6-DATAGRAM:[${group}]:${port},setsockopt-int=41:18:${hops},setsockopt-int=41:19:${loop_back}"$OUT"
%% end
}

# Control characters are made visible: bytes from others are not to be trusted.
%% if ipv4
socat -b 65536 -u UDP4-RECV:${port},reuseaddr,reuseport,"$JOIN" 'SYSTEM:cat -v' &
%% else
socat -b 65536 -u UDP6-RECV:${port},reuseaddr,reuseport,"$JOIN" 'SYSTEM:cat -v' &
%% end
receiver=$!
trap 'kill $receiver' EXIT
trap : INT TERM # Ctrl+C ends no more than the wait
sleep 0.5 # it joins meanwhile

%% if joins
# Messages as mcc.py writes them: each is a pickle of a list.
printf ${join_datagram} |
    send_it
%% end
%% if text
printf ${say_datagram} |
    send_it
%% end
wait $receiver
%% if joins
printf ${leave_datagram} |
    send_it
%% end
