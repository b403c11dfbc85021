#!/bin/sh
# A forwarder, by socat: listens here, connects there, and passes bytes on in both directions.
%% if faults
%% cannot faults
%% end
%% if listen_tls or target_tls
%% cannot forward_tls
%% end

# fork: a process of its own for each connection. -t: one direction may end long before the other.
exec socat -b 65536 -t 31536000 \
%% if listen_local
%% if listen_abstract
    ABSTRACT-LISTEN:${listen_socat_path},\
%% else
    UNIX-LISTEN:${listen_socat_path},unlink-early,\
%% end
%% if listen_seqpacket
type=5,\
%% end
%% elif ipv4
    TCP4-LISTEN:${listen_port},bind=${listen_socat_host},reuseaddr,\
%% elif ipv6
    TCP6-LISTEN:${listen_port},bind=${listen_socat_host},ipv6only=1,reuseaddr,\
%% else
    TCP6-LISTEN:${listen_port},ipv6only=0,reuseaddr,\
%% end
fork \
%% if target_local
%% if target_abstract
%% if target_seqpacket
    ABSTRACT-CONNECT:${target_socat_path},type=5
%% else
    ABSTRACT-CONNECT:${target_socat_path}
%% end
%% else
%% if target_seqpacket
    UNIX-CONNECT:${target_socat_path},type=5
%% else
    UNIX-CONNECT:${target_socat_path}
%% end
%% end
%% else
    TCP:${target_socat_host}:${target_port}
%% end
