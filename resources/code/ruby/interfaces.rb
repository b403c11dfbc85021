#!/usr/bin/env ruby
# The interfaces of this machine, and their addresses.

require 'socket'

# getifaddrs: one entry for each address of each interface.
Socket.getifaddrs.each do |its|
  next unless its.addr&.ip?

  up = (its.flags & Socket::IFF_UP).zero? ? 'down' : 'up'
  puts "#{its.ifindex} #{its.name} #{up} #{its.addr.ip_address}"
end
