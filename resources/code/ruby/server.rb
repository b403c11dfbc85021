#!/usr/bin/env ruby
%% if tcp
# A TCP server: listens, accepts, and answers each client.
%% elif tls
# A TLS server: listens, accepts, and answers each client.
%% else
# A server on a local socket: listens, accepts, and answers each client.
%% end

%% if read_to_end
require 'digest'
%% end
%% if tls
require 'openssl'
%% end
require 'socket'

%% if local
PATH = ${path}.b
%% else
ADDRESS = ${host}
PORT = ${port}
%% end
BACKLOG = ${backlog} # clients that may wait to be accepted
READ_SIZE = ${read_size} # bytes that one recv takes at most
%% if tls
%% if not own_certificate
# openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 \
#     -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
#     -keyout key.pem -out certificate.pem
%% end
CERTIFICATE = ${certificate_file}
KEY = ${key_file}
%% end
%% if ack
ANSWER = ${ack_answer}.b
%% elif welcome
GREETING = ${welcome_greeting}.b
%% elif http
PAGE = ${http_path}.b
BODY = ${http_body}.b
%% elif you_said
PREFIX = ${you_said_prefix}.b
%% end
%% if other_reply
%% cannot other_reply
%% end
%% if tls
%% if tls_more
%% cannot tls_more
%% end
%% end
%% if limits_clients
%% cannot limits_clients
%% end
%% if limits_idleness
%% cannot limits_idleness
%% end
%% if delays
%% cannot delays
%% end

# What has come so far; nil when the client has finished.
def receive(client, most = READ_SIZE)
%% if seqpacket
  data = client.recv(most)
  data.nil? || data.empty? ? nil : data
%% else
  client.readpartial(most)
rescue EOFError
  nil
%% end
end

def send_all(client, data)
%% if seqpacket
  client.send(data, 0)
%% else
  client.write(data)
%% end
end

%% if echo
# Echo: everything comes back as it was.
def answer(client)
  while (data = receive(client))
    send_all(client, data)
  end
end
%% elif ack
# Reads once, and answers.
def answer(client)
  send_all(client, ANSWER) if receive(client, ${ack_read_size})
end
%% elif welcome
# Speaks first: nothing is read.
def answer(client)
  send_all(client, GREETING)
end
%% elif http
# HTTP by hand: one request, one answer.
def answer(client)
  request = ''.b
  until request.include?("\r\n\r\n")
    data = receive(client)
    return if data.nil? || request.size > 65_536 # it is no request, or has no end

    request << data
  end
  method, target = request.lines.first.split(' ')
  path = target.to_s.split('?').first.to_s.gsub(/%(\h\h)/) { $1.hex.chr }.b
  status, body = if path != PAGE
                   ['404 Not Found', "There is nothing at this path.\n"]
                 elsif !%w[GET HEAD].include?(method)
                   ['405 Method Not Allowed', "There are GET and HEAD only.\n"]
                 else
                   ['200 OK', BODY]
                 end
  head = "HTTP/1.1 #{status}\r\nContent-Type: text/plain; charset=utf-8\r\n" \
         "Content-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n"
  send_all(client, method == 'HEAD' ? head : head.b + body.b)
end
%% elif you_said
# Reads one line, and says it back.
def answer(client)
  line = ''.b
  until line.include?("\n") || line.size >= 65_536
    data = receive(client)
    break if data.nil?

    line << data
  end
  send_all(client, PREFIX + line.lines.first) unless line.empty?
end
%% elif read_to_end
# Reads to the end, and tells what came.
def answer(client)
  count = 0
  digest = Digest::SHA256.new
  while (data = receive(client))
    count += data.bytesize
    digest << data
%% if until_first
    break # after the first read, whatever is still to come
%% end
  end
  send_all(client, "#{count} byte#{'s' if count != 1}, SHA-256 #{digest.hexdigest}\n")
end
%% elif line_echo
# Echoes whole lines: a stream has no messages, so both sides agree on an end.
def answer(client)
  rest = ''.b
  while (data = receive(client))
    rest << data
    while (line = rest.slice!(/\A[^\n]*\n/n))
      send_all(client, line)
    end
  end
  send_all(client, rest) unless rest.empty?
end
%% elif time
# Says what time it is: to connect is all that this asks for.
def answer(client)
%% if iso
  send_all(client, Time.now.utc.strftime("%Y-%m-%dT%H:%M:%SZ\r\n"))
%% else
  send_all(client, Time.now.utc.strftime("%A, %B %-d, %Y %H:%M:%S-UTC\r\n"))
%% end
end
%% elif chargen
# Sends lines of characters as fast as they are taken, until the client is gone.
def answer(client)
  ring = [*' '..'~'].join * 2
  (0..94).cycle { |first| send_all(client, "#{ring[first, 72]}\r\n") }
rescue SystemCallError, IOError
  # The client has gone away.
end
%% else
%% if discard
# Throws away what comes, and says nothing.
%% else
# Shows what comes. The answer is yours to write: send_all(client, '...').
%% end
def answer(client)
  while (data = receive(client))
%% if none
    # As a literal: bytes from others are not to be trusted.
    puts data.b.inspect
    $stdout.flush
%% end
  end
end
%% end

%% if tls
CONTEXT = OpenSSL::SSL::SSLContext.new
CONTEXT.add_certificate(OpenSSL::X509::Certificate.new(File.read(CERTIFICATE)),
                        OpenSSL::PKey.read(File.read(KEY)))
%% if only_newest
CONTEXT.min_version = OpenSSL::SSL::TLS1_3_VERSION
%% end

def serve(plain)
  client = OpenSSL::SSL::SSLSocket.new(plain, CONTEXT)
  client.sync_close = true
  # The handshake: the client is shown the certificate, and both agree on keys.
  client.accept
  answer(client)
rescue SystemCallError, IOError, OpenSSL::SSL::SSLError => e
  warn "server: #{e.message}"
ensure
  client ? client.close : plain.close
end
%% else
def serve(client)
  answer(client)
rescue SystemCallError, IOError => e
  warn "server: #{e.message}"
ensure
  client.close
end
%% end

%% if local
# A socket's file stays when its program ends, and would be in the way.
def remove_socket
%% if not abstract
  File.unlink(PATH) if File.socket?(PATH)
%% end
end

%% end
def main
%% if local
%% if seqpacket
  # socket: a descriptor.
  server = Socket.new(:UNIX, :SEQPACKET)
%% else
  # socket: a descriptor.
  server = Socket.new(:UNIX, :STREAM)
%% end
  remove_socket
  # bind: the path that it is found by.
  server.bind(Addrinfo.new(Socket.pack_sockaddr_un(PATH)))
%% else
  address = Addrinfo.tcp(ADDRESS, PORT)
  # socket: a descriptor.
  server = Socket.new(address.afamily, :STREAM)
  # A port whose last connections are still dying may be taken again.
  server.setsockopt(:SOCKET, :REUSEADDR, true)
%% if both
  # One socket for IPv6 and for IPv4.
  server.setsockopt(:IPV6, :V6ONLY, false)
%% elif ipv6
  server.setsockopt(:IPV6, :V6ONLY, true)
%% end
  # bind: the address and the port that it is found by.
  server.bind(address)
%% end
  # listen: from here on, clients can connect. They wait until they are accepted.
  server.listen(BACKLOG)
  warn "listening on #{server.local_address.inspect_sockaddr}"
  loop do
    # accept: the next client, with a descriptor of its own.
    client, = server.accept
%% if one_at_a_time
    serve(client) # the next one waits
%% else
    Thread.new(client) { |its| serve(its) }
%% end
  end
end

begin
  main
rescue SystemCallError, SocketError, ArgumentError => e
  abort "server: #{e.message}"
rescue Interrupt
  exit
%% if local
ensure
  remove_socket
%% end
end
