#pragma once

// The system's own socket headers, for the few files that need a sockaddr or an error number.
#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
// Behind those that it needs.
#include <afunix.h>
#else
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#endif
#include <cerrno>
