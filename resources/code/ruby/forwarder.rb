#!/usr/bin/env ruby
# A forwarder: listens here, connects there, and passes bytes on in both directions.

require 'socket'

%% if listen_local
LISTEN = Addrinfo.new(Socket.pack_sockaddr_un(${listen_path}.b))
%% else
LISTEN = Addrinfo.tcp(${listen_host}, ${listen_port})
%% end
%% if faults
%% cannot faults
%% end
%% if listen_tls or target_tls
%% cannot forward_tls
%% end

def connect
%% if target_local
%% if target_seqpacket
  target = Socket.new(:UNIX, :SEQPACKET)
%% else
  target = Socket.new(:UNIX, :STREAM)
%% end
  target.connect(Addrinfo.new(Socket.pack_sockaddr_un(${target_path}.b)))
  target
%% else
  # getaddrinfo, socket and connect, for one address after the other.
  Socket.tcp(${target_host}, ${target_port})
%% end
end

# One direction. Waits while the sink is slow, so the source has to wait as well.
def pass_on(source, sink)
  until (data = source.recv(65_536).to_s).empty?
%% if listen_seqpacket or target_seqpacket
    sink.send(data, 0)
%% else
    sink.write(data)
%% end
  end
  # The end is passed on, too: shutdown of this direction alone.
  sink.shutdown(:WR)
rescue SystemCallError, IOError => e
  warn "forwarder: #{e.message}"
  # This wakes the other direction up.
  [source, sink].each do |side|
    side.shutdown(:RDWR)
  rescue SystemCallError, IOError
    next # it is not connected any more
  end
end

def forward(client)
  target = connect
  back = Thread.new { pass_on(target, client) }
  pass_on(client, target)
  back.join
rescue SystemCallError, SocketError => e
  warn "forwarder: #{e.message}"
ensure
  client.close
  target&.close
end

def main
%% if listen_seqpacket
  server = Socket.new(:UNIX, :SEQPACKET)
%% else
  server = Socket.new(LISTEN.afamily, :STREAM)
%% end
%% if listen_local
%% if not listen_abstract
  # A socket's file stays when its program ends, and would be in the way.
  File.unlink(LISTEN.unix_path) if File.socket?(LISTEN.unix_path)
%% end
%% else
  server.setsockopt(:SOCKET, :REUSEADDR, true)
%% if both
  server.setsockopt(:IPV6, :V6ONLY, false)
%% elif ipv6
  server.setsockopt(:IPV6, :V6ONLY, true)
%% end
%% end
  server.bind(LISTEN)
  server.listen(Socket::SOMAXCONN)
  warn 'listening'
  loop do
    client, = server.accept
    Thread.new(client) { |its| forward(its) }
  end
end

begin
  main
rescue SystemCallError, SocketError => e
  abort "forwarder: #{e.message}"
rescue Interrupt
  exit
end
