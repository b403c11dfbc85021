#!/usr/bin/env ruby
%% if tcp
# A TCP client: connects, sends, and shows what comes back until the server closes.
%% elif tls
# A TLS client: connects, sends, and shows what comes back until the server closes.
%% else
# A client of a local socket: connects, sends, and shows what comes back.
%% end

%% if tls
require 'openssl'
%% end
require 'io/wait'
require 'socket'

%% if local
PATH = ${path}.b
%% else
HOST = ${host}
PORT = ${port}
%% if ipv4
FAMILY = :INET
%% elif ipv6
FAMILY = :INET6
%% else
FAMILY = nil # IPv4 or IPv6, as the name has it
%% end
%% end
%% if messages
MESSAGES = [
%% each message
  ${message},
%% end
].map(&:b)
%% end
%% if connect_limit
CONNECT_TIMEOUT = ${connect_limit} # seconds
%% else
CONNECT_TIMEOUT = nil # no limit
%% end
%% if response_limit
RESPONSE_TIMEOUT = ${response_limit} # seconds until the first byte comes back
%% end
%% if exchange_limit
EXCHANGE_TIMEOUT = ${exchange_limit} # seconds for all of it
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

def connect
%% if local
%% if seqpacket
  # socket: a descriptor, of a kind that keeps messages apart.
  client = Socket.new(:UNIX, :SEQPACKET)
%% else
  # socket: a descriptor, connected to nobody yet.
  client = Socket.new(:UNIX, :STREAM)
%% end
  # connect: to the socket that is bound to this path.
  client.connect(Socket.pack_sockaddr_un(PATH))
  client
%% else
  problem = SocketError.new('the name has no such address')
  # getaddrinfo: a name can have several addresses. The first that answers will do.
  Addrinfo.getaddrinfo(HOST, PORT, FAMILY, :STREAM).each do |address|
%% if source
    # socket, bind (where the connection comes from) and connect (the three-way handshake).
%% if source_host
    return address.connect_from(${source_host}, ${source_port}, timeout: CONNECT_TIMEOUT)
%% else
    any = address.ipv6? ? '::' : '0.0.0.0'
    return address.connect_from(any, ${source_port}, timeout: CONNECT_TIMEOUT)
%% end
%% else
    # socket, and connect: the three-way handshake.
    return address.connect(timeout: CONNECT_TIMEOUT)
%% end
  rescue SystemCallError, SocketError => e
    problem = e
  end
  raise problem
%% end
end

%% if tls
# The handshake: the server proves who it is, and both agree on keys.
def secure(client)
  context = OpenSSL::SSL::SSLContext.new
%% if verifies
  context.set_params(verify_mode: OpenSSL::SSL::VERIFY_PEER)
%% if trust_file
  context.cert_store = OpenSSL::X509::Store.new
  context.cert_store.set_default_paths
  context.cert_store.add_file(${trust_file})
%% end
%% else
  %% cannot dont_verify
  context.set_params(verify_mode: OpenSSL::SSL::VERIFY_NONE, verify_hostname: false)
%% end
%% if only_newest
  context.min_version = OpenSSL::SSL::TLS1_3_VERSION
%% end
%% if own_certificate
  context.add_certificate(OpenSSL::X509::Certificate.new(File.read(${certificate_file})),
                          OpenSSL::PKey.read(File.read(${key_file})))
%% end
  secured = OpenSSL::SSL::SSLSocket.new(client, context)
  secured.hostname = ${server_name}
  secured.sync_close = true
  secured.connect
  warn "connected: #{secured.ssl_version}"
  secured
end

%% end
# Waits until there is something to receive, so long at most.
def wait_for(client, seconds)
%% if tls
  return if client.pending.positive?

  ready = client.to_io.wait_readable(seconds)
%% else
  ready = client.wait_readable(seconds)
%% end
  raise Errno::ETIMEDOUT, 'nothing came' unless ready
end

def main
%% if exchange_limit
  deadline = Process.clock_gettime(Process::CLOCK_MONOTONIC) + EXCHANGE_TIMEOUT
%% end
%% if tls
  client = secure(connect)
%% else
  client = connect
%% end
%% if messages
%% if seqpacket
  # send: one message each.
  MESSAGES.each { |message| client.send(message, 0) }
%% else
  # write: send, until all of it is taken.
  MESSAGES.each { |message| client.write(message) }
%% end
%% end
%% if finishes
%% if tls
  %% cannot tls_finish
%% else
  # shutdown: no more will be sent. Receiving goes on.
  client.shutdown(:WR)
%% end
%% end
%% if response_limit
  wait = RESPONSE_TIMEOUT
%% else
  wait = nil
%% end
  loop do
%% if exchange_limit
    left = [deadline - Process.clock_gettime(Process::CLOCK_MONOTONIC), 0].max
    wait_for(client, [left, wait].compact.min)
%% else
    wait_for(client, wait)
%% end
    # recv: what has come so far, which need not be one message; nothing at the end.
%% if seqpacket
    data = client.recv(65_536)
    break if data.nil? || data.empty?

%% elif tls
    data = client.readpartial(65_536)
%% else
    data = client.readpartial(65_536)
%% end
    # Whatever came is shown as a literal: bytes from others are not to be trusted.
    puts data.b.inspect
    $stdout.flush
    wait = nil
  end
rescue EOFError
  # The server has finished.
ensure
  client&.close
end

begin
  main
%% if tls
rescue SystemCallError, SocketError, OpenSSL::SSL::SSLError => e
%% else
rescue SystemCallError, SocketError, ArgumentError => e
%% end
  abort "client: #{e.message}"
rescue Interrupt
  exit
end
