#include "netcore/explain/explanationrow.h"

#include <QtGlobal>

#include <array>

namespace sockyard
{

namespace
{

using Side = Explanation::Side;

constexpr auto rows = std::to_array<ExplanationRow>({
    {.fits = [](const EventStory &story) { return story.isError("TLS_CERTIFICATE_EXPIRED"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The certificate's time is over"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "%1 showed a certificate whose last day has passed, and this side ended the handshake. "
         "Nothing was sent through the connection but the handshake."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer, which should have a newer certificate; or the clock "
                                   "of this machine is wrong."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "Nobody has renewed the certificate.\n"
                                 "The server has a new one on its disk and still uses the old one: "
                                 "it was not restarted.\n"
                                 "This machine's clock is ahead."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Compare the dates in the notes before with the clock.\n"
                                    "If you know this very certificate, accept it for this peer: "
                                    "the page offers it."),
     .standard = "RFC 5280 section 4.1.2.5"},
    {.fits = [](const EventStory &story) { return story.isError("TLS_CERTIFICATE_NOT_YET_VALID"); },
     .side = Side::Peer,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The certificate's time has not begun"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "%1 showed a certificate that is good from a later moment "
                                       "on, and this side ended the handshake."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Mostly a clock: the one of this machine, or of whoever made "
                                   "the certificate."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "This machine's clock is behind: it has no battery, or no time "
                                 "server.\n"
                                 "The certificate was made a moment ago on a machine whose clock "
                                 "is ahead."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Compare the dates in the notes before with the clock."),
     .standard = "RFC 5280 section 4.1.2.5"},
    {.fits = [](const EventStory &story) { return story.isError("TLS_WRONG_NAME"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The certificate is for another name"),
     .whatHappened = QT_TRANSLATE_NOOP(
         "sockyard::ExplanationRows",
         "%1 showed a certificate that somebody trusted vouches for, but not for the name that was "
         "connected to. So this side cannot know whether it talks to whom it wanted."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Either side: the certificate lacks a name, or the wrong host "
                                   "was connected to."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "It was connected to by an address, and the certificate has names "
                                 "only.\n"
                                 "One server has several names, and was not told which one is "
                                 "wanted (SNI).\n"
                                 "The name leads to another machine than it should."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Connect by one of the names that the notes before tell.\n"
                                    "Or write the name that the certificate has into \"Server "
                                    "name\"."),
     .standard = "RFC 9525; RFC 6066 section 3"},
    {.fits = [](const EventStory &story) { return story.isError("TLS_SELF_SIGNED"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer vouches for itself"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "%1 showed a certificate that it has signed itself. It "
                                       "proves nothing to who does not know it already."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer, on purpose mostly: that is how test servers begin, "
                                   "this program's too."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "It is a server of your own, for tests.\n"
                                 "Somebody on the way shows a certificate in place of the right "
                                 "one."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Get the certificate in a way that you trust, and name its "
                                    "file in \"Trust\".\n"
                                    "Or compare its fingerprint (SHA-256), and accept it for this "
                                    "peer: the page offers it."),
     .standard = "RFC 5280 section 6"},
    {.fits = [](const EventStory &story) { return story.isError("TLS_UNKNOWN_ISSUER"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Nobody known vouches for the peer"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "%1 showed a certificate whose issuer this side does not "
                                       "know, and this side ended the handshake."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Either side: the peer sends too few certificates, or this "
                                   "side trusts too few."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The issuer is a company's or a lab's own.\n"
                                 "The peer sends its own certificate and not those between it and "
                                 "the root.\n"
                                 "Somebody on the way reads along with a certificate of their "
                                 "own."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Name a file with the issuer's certificate in \"Trust\".\n"
                                    "Or compare the fingerprint (SHA-256), and accept the "
                                    "certificate for this peer: the page offers it."),
     .standard = "RFC 5280 section 6"},
    {.fits =
         [](const EventStory &story) {
             return story.isError("TLS_CERTIFICATE_REVOKED") ||
                    story.isError("TLS_WEAK_CERTIFICATE") || story.isError("TLS_WRONG_PURPOSE") ||
                    story.isError("TLS_CERTIFICATE_INVALID");
         },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The certificate does not hold"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "%1 showed a certificate that does not pass this side's "
                                       "rules: the note says which."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer, which should have another certificate."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "It was called back, is made with too weak a key or digest, or "
                                 "was made for something else."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Read the notes before: they tell the whole chain.\n"
                                    "Have the peer get a new certificate."),
     .standard = "RFC 5280 section 6"},
    {.fits = [](const EventStory &story) { return story.isError("TLS_CERTIFICATE_REFUSED"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "The peer does not accept this side's certificate"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "%1 looked at the certificate of this side, and ended the "
                                       "connection with an alert."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The peer, by its own rules; with this side's certificate."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The peer does not know the issuer: this server has made itself a "
                                 "certificate, and the client was not told to trust it.\n"
                                 "The name by which it connected does not stand in the "
                                 "certificate.\n"
                                 "The certificate's time is over."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Have the client trust the certificate: the notes at the "
                                    "server's start say how (curl --cacert FILE).\n"
                                    "Look at what the client itself says: it knows the reason."),
     .standard = "RFC 8446 section 6.2"},
    {.fits = [](const EventStory &story) { return story.isError("TLS_CERTIFICATE_REQUIRED"); },
     .side = Side::ThisSide,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "The server wants a certificate of the client"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "Clients have to show who they are here, and this one "
                                       "showed nothing. In TLS 1.3 the client learns that only "
                                       "after it was done with its own part."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The client, which has no certificate; the server asks for "
                                   "one."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The client was given no certificate and key.\n"
                                 "It has some, but of none of the issuers that the server named."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Give the client a certificate and its key.\n"
                                    "Or have the server ask without insisting."),
     .standard = "RFC 8446 section 4.4.2.4"},
    {.fits = [](const EventStory &story) { return story.isError("TLS_VERSION_TOO_OLD"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "No version of TLS in common"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "Both sides speak TLS, but no version that both accept. "
                                       "Here that is 1.2 and 1.3, or 1.3 alone."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "The older side; or the one that asks for more than usual."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "An old device or program that ends at TLS 1.0 or 1.1.\n"
                                 "One side was set to 1.3 only."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "See in the notes before which versions the client offers.\n"
                                    "Set the minimum back to 1.2, if that is what is missing."),
     .standard = "RFC 8996; RFC 8446 section 4.2.1"},
    {.fits =
         [](const EventStory &story) {
             return story.isError("TLS_NO_SHARED_CIPHER") || story.isError("TLS_HANDSHAKE_REFUSED");
         },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "Nothing in common to encrypt with"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "The client listed ciphers, groups and signatures, and the "
                                       "server could take none of them."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Neither is wrong by itself: they do not fit together."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "The client takes certificates with RSA keys only, and the "
                                 "server's has an EC key, or the other way round.\n"
                                 "One side is much older, or was restricted to few ciphers."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Compare what the client offers (the notes before) with the "
                                    "key of the server's certificate."),
     .standard = "RFC 8446 section 4.1.1"},
    {.fits = [](const EventStory &story) { return story.isError("TLS_NO_SHARED_PROTOCOL"); },
     .side = Side::Nobody,
     .title =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "No application protocol in common (ALPN)"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "Both sides listed what they speak on top of TLS, and no "
                                       "name stands in both lists."),
     .whoDidIt =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The server ends it then, as it should."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "A name is written differently: h2, http/1.1.\n"
                                 "It is another service than the client thinks."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Leave ALPN empty at one side, or put the same name into "
                                    "both."),
     .standard = "RFC 7301 section 3.2"},
    {.fits = [](const EventStory &story) { return story.isError("TLS_PLAIN_TEXT"); },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "One side speaks no TLS"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "A TLS handshake was expected, and something else came: "
                                       "the note shows its beginning."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "Either side: one of them should use the other transport."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "http:// in place of https:// in the client.\n"
                                 "The port is that of the service without TLS.\n"
                                 "The service begins in plain text and changes to TLS later "
                                 "(STARTTLS)."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Choose TCP in place of TLS at this side, or TLS at the "
                                    "other."),
     .standard = "RFC 8446 section 5.1"},
    {.fits = [](const EventStory &story) { return story.isError("TLS_ENDED_EARLY"); },
     .side = Side::Peer,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                "The peer left in the middle of the handshake"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "%1 closed the connection (FIN) before both sides had "
                                       "agreed, and said nothing about it."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "The peer."),
     .causes = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                 "It speaks no TLS, and closes what it does not understand.\n"
                                 "It only looked whether somebody listens here.\n"
                                 "Its program ended."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Connect by TCP, and see whether it greets in plain text.\n"
                                    "Look at the peer's own log."),
     .standard = "RFC 8446 section 6"},
    {.fits = [](const EventStory &story) { return story.error.starts_with("TLS_"); },
     .side = Side::Nobody,
     .title = QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "TLS could not go on"),
     .whatHappened = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                       "The two sides of the connection with %1 do not follow the "
                                       "same rules, or what one sent was changed on the way. The "
                                       "note says what was seen."),
     .whoDidIt = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                   "That cannot be told from here: what came could be anybody's."),
     .causes =
         QT_TRANSLATE_NOOP("sockyard::ExplanationRows", "A fault in the peer's program.\n"
                                                        "Something on the way changes bytes.\n"
                                                        "It is no TLS at all."),
     .nextSteps = QT_TRANSLATE_NOOP("sockyard::ExplanationRows",
                                    "Read the notes before: offers and alerts stand in them.\n"
                                    "Try the same with openssl s_client or s_server in place of "
                                    "the peer."),
     .standard = "RFC 8446 section 6.2"},
});

} // namespace

std::span<const ExplanationRow> tlsRows()
{
    return rows;
}

} // namespace sockyard
