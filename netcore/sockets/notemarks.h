#pragma once

#include <QString>

#include <string_view>

// What some notes begin with, in every language, as failures begin with the system's error name: by
// it whoever reads a log, live or from a file, knows what the note is about.
namespace sockyard
{

/// Of a Note: what this machine knew about the failure before it (hints.h).
inline constexpr std::string_view hintMark = "hint: ";
/// Of a Note: a local socket's file, which a program had left behind, was removed.
inline constexpr std::string_view staleMark = "stale: ";
/// Of a Note: which process, user and group are at the other end of a local socket.
inline constexpr std::string_view peerMark = "peer: ";
/// Of a Reset: this side has as many clients as it wants.
inline constexpr std::string_view refusedMark = "refused: ";
/// Of a Note: this side closes a connection on which nothing moved.
inline constexpr std::string_view idleMark = "idle: ";
/// Of a TimedOut: which time was over. The system's own begins with `ETIMEDOUT`.
inline constexpr std::string_view connectionTimeOutMark = "connection time-out: ";
inline constexpr std::string_view responseTimeOutMark = "response time-out: ";
inline constexpr std::string_view exchangeTimeOutMark = "exchange time-out: ";
/// Of a Note: how many datagrams the system threw away, as they came faster than they were read.
inline constexpr std::string_view droppedMark = "dropped: ";
/// Of a Received: a datagram that carries nothing, which is no end of anything.
inline constexpr std::string_view emptyMark = "empty: ";
/// Of a Received: the datagram was longer than what is read at a time, and the rest is lost.
inline constexpr std::string_view truncatedMark = "truncated: ";
/// Of a Note: how large a packet to the connected peer can be. What follows is
/// `MTU PAYLOAD: SENTENCE`, see PathMtu.
inline constexpr std::string_view pathMtuMark = "path MTU: ";
/// Of a Note: a generator of numbered datagrams begins, and ends.
inline constexpr std::string_view generatorBeginsMark = "generator begins: ";
inline constexpr std::string_view generatorEndsMark = "generator ends: ";
/// Of a Note: what TLS agrees on, shows and says beside the bytes that it carries.
inline constexpr std::string_view tlsMark = "tls: ";
/// Of such a note: a certificate that the peer has shown, its own first. Its fingerprint (SHA-256)
/// follows, and a colon.
inline constexpr std::string_view peerCertificateMark = "tls: peer certificate ";
/// And of an endpoint's: how a client can trust the certificate that this server has made itself.
inline constexpr std::string_view ownCertificateMark = "tls: own certificate: ";
/// Of a Note that is the first event of a connection: its socket only probes for the multicast
/// doctor, and nothing that it sends or receives is talk.
inline constexpr std::string_view probeMark = "probe: ";
/// Of the endpoint's Notes: the multicast doctor begins, has found something, ends. What follows in
/// a finding is `SIGN CHECK: SENTENCE`, see Finding.
inline constexpr std::string_view doctorMark = "doctor: ";
/// Of the endpoint's Note that begins a run: it is a forwarder, and to where.
inline constexpr std::string_view forwardMark = "forward: ";
/// Of a Note that is the first event of a forwarder's connection to its target: the number of the
/// connection that it belongs to follows, 0 where that is the endpoint itself.
inline constexpr std::string_view pairMark = "pair: ";
/// Of a Note, Discarded or Reset: something is done to what is carried on purpose.
inline constexpr std::string_view faultMark = "fault: ";
/// Of a Note: something was found and replaced in what is carried.
inline constexpr std::string_view rewrittenMark = "rewritten: ";
/// Of a Reset: the target of this client could not be reached.
inline constexpr std::string_view targetMark = "target: ";
/// Of a Reset: the other connection of the pair was cut, and so is this one.
inline constexpr std::string_view carriedMark = "carried on: ";

/// Of a Note: somebody begins to watch the interfaces of this machine.
inline constexpr std::string_view watchBeginsMark = "watching begins: ";
/// Of a Note: what happened to an interface of this machine. What follows is
/// `SIGN NAME: SENTENCE`, see InterfaceChange.
inline constexpr std::string_view interfaceMark = "interface: ";
/// Of a Note: what an address is called. What follows is `ADDRESS: NAME`, see AddressName.
inline constexpr std::string_view addressNameMark = "name: ";

/// A note that begins so.
inline QString markedNote(std::string_view mark, const QString &text)
{
    return QString::fromUtf8(mark.data(), static_cast<qsizetype>(mark.size())) + text;
}

} // namespace sockyard
