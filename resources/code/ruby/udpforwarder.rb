#!/usr/bin/env ruby
# A forwarder of datagrams: each peer here gets a socket of its own toward the target.

require 'socket'

HOST = ${host}
PORT = ${port}
TARGET_HOST = ${target_host}
TARGET_PORT = ${target_port}
MOST_PEERS = 1000
%% if faults
%% cannot faults
%% end

def bound
  address = Addrinfo.udp(HOST, PORT)
  udp = Socket.new(address.afamily, :DGRAM)
%% if both
  udp.setsockopt(:IPV6, :V6ONLY, false)
%% elif ipv6
  udp.setsockopt(:IPV6, :V6ONLY, true)
%% end
  udp.bind(address)
  udp
end

def toward_target
  # connect: sends nothing. It hears the target alone from here on.
  Addrinfo.udp(TARGET_HOST, TARGET_PORT).connect
end

def main
  here = bound
  warn "bound to #{here.local_address.inspect_sockaddr}"
  sockets = {} # by peer
  peers = {} # by socket
  loop do
    # select: waits until one of them has something.
    ready, = IO.select([here] + peers.keys)
    ready.each do |its|
      if its != here
        here.send(its.recv(65_536), 0, peers[its])
        next
      end
      data, peer = here.recvfrom(65_536)
      key = peer.to_sockaddr
      unless sockets.key?(key)
        next if sockets.size == MOST_PEERS # anybody can send from any number of ports

        sockets[key] = toward_target
        peers[sockets[key]] = peer
      end
      sockets[key].send(data, 0)
    rescue SystemCallError => e
      warn "forwarder: #{e.message}" # nobody has the port there, for one
    end
  end
end

begin
  main
rescue SystemCallError, SocketError => e
  abort "forwarder: #{e.message}"
rescue Interrupt
  exit
end
