#!/bin/sh
%% if tcp
# A TCP client, by ncat: connects, sends, and shows what comes back until the server closes.
%% elif tls
# A TLS client, by openssl: connects, sends, and shows what comes back until the server closes.
%% else
# A client of a local socket, by socat: connects, sends, and shows what comes back.
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
%% if response_limit
%% cannot response_limit
%% end
%% if tls or local
%% if connect_limit
%% cannot connect_limit
%% end
%% if source
%% cannot source
%% end
%% end
%% if tls
%% if finishes
%% cannot tls_finish
%% end
%% end
%% if seqpacket
%% if several
%% cannot merged
%% end
%% end

%% if messages
# printf alone can write any byte: \ooo is one, by three octal digits.
{
%% each message
printf ${message}
%% end
} |
%% end
%% if exchange_limit
    timeout ${exchange_limit} \
%% end
%% if tcp
%% if messages
%% if not finishes
    ncat --no-shutdown \
%% else
    ncat \
%% end
%% else
    ncat \
%% end
%% if ipv4
        -4 \
%% elif ipv6
        -6 \
%% end
%% if connect_limit
        --wait ${connect_limit} \
%% end
%% if source_host
        --source ${source_host} \
%% end
%% if source_port
        --source-port ${source_port} \
%% end
        -- ${host} ${port} |
%% elif tls
    openssl s_client -quiet -connect ${host_and_port} \
%% if ipv4
        -4 \
%% elif ipv6
        -6 \
%% end
%% if name_is_address
%% if verifies
        -verify_return_error -verify_ip ${server_name} \
%% end
%% else
        -servername ${server_name} \
%% if verifies
        -verify_return_error -verify_hostname ${server_name} \
%% end
%% end
%% if only_newest
        -tls1_3 \
%% end
%% if own_certificate
        -cert ${certificate_file} -key ${key_file} \
%% end
%% if trust_file
        -CAfile ${trust_file} \
%% end
        |
%% else
%% if finishes or not messages
    socat -b 65536 -t 31536000 - \
%% else
    socat -b 65536 -t 31536000 -,ignoreeof \
%% end
%% if abstract
%% if seqpacket
        ABSTRACT-CONNECT:${socat_path},type=5 |
%% else
        ABSTRACT-CONNECT:${socat_path} |
%% end
%% else
%% if seqpacket
        UNIX-CONNECT:${socat_path},type=5 |
%% else
        UNIX-CONNECT:${socat_path} |
%% end
%% end
%% end
    cat -v # control characters are made visible: bytes from others are not to be trusted
