#!/usr/bin/env ruby
# A member of a multicast group: joins, speaks, and shows what others say.

require 'ipaddr'
require 'socket'

GROUP = ${group}
PORT = ${port}
HOPS = ${hops} # how many networks a message may reach
%% if interface
INTERFACE = Socket.getifaddrs.find { |its| its.name == ${interface} }&.ifindex || abort('no such interface')
%% else
INTERFACE = 0 # the system's choice
%% end
%% if joins
# Messages as mcc.py writes them: each is a pickle of a list.
JOINS = ${join_datagram}.b
LEAVES = ${leave_datagram}.b
%% end
%% if text
SAYS = ${say_datagram}.b
%% end
%% if all_interfaces
%% cannot all_interfaces
%% end
%% if bot
%% cannot bot
%% end

def main
%% if ipv4
  # struct ip_mreqn: the group, any address of this machine, and the interface.
  membership = IPAddr.new(GROUP).hton + [0, INTERFACE].pack('Ll')
  # socket: a descriptor for what is received, and one for what is sent.
  receiver = Socket.new(:INET, :DGRAM)
  sender = Socket.new(:INET, :DGRAM)
  any = '0.0.0.0'
%% else
  # struct ipv6_mreq: the group and the interface.
  membership = IPAddr.new(GROUP).hton + [INTERFACE].pack('L')
  # socket: a descriptor for what is received, and one for what is sent.
  receiver = Socket.new(:INET6, :DGRAM)
  sender = Socket.new(:INET6, :DGRAM)
  any = '::'
%% end
  # All members on this machine are bound to the same port.
  receiver.setsockopt(:SOCKET, :REUSEADDR, true)
  receiver.setsockopt(:SOCKET, :REUSEPORT, true)
  receiver.bind(Addrinfo.udp(any, PORT))
  # The interface takes the group's datagrams from here on.
%% if ipv4
  receiver.setsockopt(:IP, :ADD_MEMBERSHIP, membership)
  sender.setsockopt(:IP, :MULTICAST_IF, membership)
  sender.setsockopt(:IP, :MULTICAST_TTL, HOPS)
  sender.setsockopt(:IP, :MULTICAST_LOOP, ${loop_back})
%% else
  receiver.setsockopt(:IPV6, :JOIN_GROUP, membership)
  sender.setsockopt(:IPV6, :MULTICAST_IF, [INTERFACE].pack('I'))
  sender.setsockopt(:IPV6, :MULTICAST_HOPS, HOPS)
  sender.setsockopt(:IPV6, :MULTICAST_LOOP, ${loop_back})
%% end
  warn "joined #{GROUP}"
  group = Addrinfo.udp(GROUP, PORT)
%% if joins
  # sendto: to whoever has joined. Nobody says whether it arrived.
  sender.send(JOINS, 0, group)
%% end
%% if text
  sender.send(SAYS, 0, group)
%% end
  loop do
    datagram, address = receiver.recvfrom(65_536)
    # As a literal: bytes from others are not to be trusted.
    puts "#{address.ip_address} #{datagram.b.inspect}"
    $stdout.flush
  end
%% if joins
ensure
  sender&.send(LEAVES, 0, group) if group
%% end
end

begin
  main
rescue SystemCallError, SocketError => e
  abort "chat: #{e.message}"
rescue Interrupt
  exit
end
