#!/usr/bin/env ruby
# A UDP socket: no connection, no stream. Each datagram comes as a whole, or not at all.

require 'socket'

ADDRESS = ${host}
PORT = ${port} # 0: any free one
%% if peer
PEER_HOST = ${peer_host}
PEER_PORT = ${peer_port}
%% end
%% if messages
MESSAGES = [
%% each message
  ${message},
%% end
].map(&:b)
%% end
%% if ack
ANSWER = ${ack_answer}.b
%% elif you_said
PREFIX = ${you_said_prefix}.b
%% end
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

def answer_to(data)
%% if echo
  data
%% elif ack
  ANSWER unless data.nil?
%% elif you_said
  "#{PREFIX}#{data.split("\n", 2).first}\n".b
%% elif time
%% if iso
  Time.now.utc.strftime("%Y-%m-%dT%H:%M:%SZ\r\n") unless data.nil?
%% else
  Time.now.utc.strftime("%A, %B %-d, %Y %H:%M:%S-UTC\r\n") unless data.nil?
%% end
%% else
  data && nil # nothing is answered by itself
%% end
end

def main
  address = Addrinfo.udp(ADDRESS, PORT)
  # socket: a descriptor.
  udp = Socket.new(address.afamily, :DGRAM)
%% if shared
  # Other programs may receive on the same port.
  udp.setsockopt(:SOCKET, :REUSEADDR, true)
  udp.setsockopt(:SOCKET, :REUSEPORT, true)
%% end
%% if broadcast
  # Without this, sending to a broadcast address is forbidden (EACCES).
  udp.setsockopt(:SOCKET, :BROADCAST, true)
%% end
%% if both
  # One socket for IPv6 and for IPv4.
  udp.setsockopt(:IPV6, :V6ONLY, false)
%% elif ipv6
  udp.setsockopt(:IPV6, :V6ONLY, true)
%% end
  # bind: where datagrams are received.
  udp.bind(address)
  warn "bound to #{udp.local_address.inspect_sockaddr}"
%% if peer
%% if both
  # IPv4 addresses are written as those of IPv6 here (::ffff:127.0.0.1).
  peer = Addrinfo.getaddrinfo(PEER_HOST, PEER_PORT, address.afamily, :DGRAM, nil,
                              Socket::AI_V4MAPPED).first
%% else
  peer = Addrinfo.getaddrinfo(PEER_HOST, PEER_PORT, address.afamily, :DGRAM).first
%% end
%% if connected
  # connect: sends nothing. From here on there is one peer, and "port unreachable" is told.
  udp.connect(peer)
%% end
%% if messages
  # sendto: one datagram each.
%% if connected
  MESSAGES.each { |message| udp.send(message, 0) }
%% else
  MESSAGES.each { |message| udp.send(message, 0, peer) }
%% end
%% end
%% end
  loop do
    # recvfrom: one datagram, and who has sent it. What does not fit is lost.
    data, sender = udp.recvfrom(${read_size})
    # Whatever came is shown as a literal: bytes from others are not to be trusted.
    puts "#{sender.ip_address} #{sender.ip_port} #{data.b.inspect}"
    $stdout.flush
    reply = answer_to(data)
    udp.send(reply, 0, sender) if reply
  end
end

begin
  main
rescue SystemCallError, SocketError => e
  abort "datagrams: #{e.message}"
rescue Interrupt
  exit
end
