#!/bin/sh
# A forwarder of datagrams, by socat: a process of its own for each peer.
%% if faults
%% cannot faults
%% end
%% if ipv4
exec socat -b 65536 UDP4-LISTEN:${port},bind=${socat_host},reuseaddr,fork \
%% elif ipv6
exec socat -b 65536 UDP6-LISTEN:${port},bind=${socat_host},ipv6only=1,reuseaddr,fork \
%% else
exec socat -b 65536 UDP6-LISTEN:${port},ipv6only=0,reuseaddr,fork \
%% end
    UDP:${target_socat_host}:${target_port}
