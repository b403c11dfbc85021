#include "netcore/code/codesentences.h"

#include <QCoreApplication>

#include <array>

namespace sockyard
{

namespace
{

struct Row {
    const char *name;
    const char *sentence; ///< to be translated
};

// THE list of what programs do not do. Nothing is filled into a sentence.
constexpr std::array rows = {
    Row{"macros", QT_TRANSLATE_NOOP("sockyard::Code", "Macros in a message are filled in as they "
                                                      "were when this program was written.")},
    Row{"file", QT_TRANSLATE_NOOP("sockyard::Code", "The program does not send the file.")},
    Row{"wrong_message", QT_TRANSLATE_NOOP("sockyard::Code", "The message cannot be sent as it is "
                                                             "written, and is left out.")},
    Row{"empty_message",
        QT_TRANSLATE_NOOP("sockyard::Code", "socat cannot send an empty datagram.")},
    Row{"many", QT_TRANSLATE_NOOP("sockyard::Code", "The program makes one connection, not "
                                                    "several at the same time.")},
    Row{"tries_again", QT_TRANSLATE_NOOP("sockyard::Code", "The program does not try again, and "
                                                           "does not connect again.")},
    Row{"options", QT_TRANSLATE_NOOP("sockyard::Code", "The program leaves the socket's options "
                                                       "as the system has them.")},
    Row{"response_limit", QT_TRANSLATE_NOOP("sockyard::Code", "No option here waits so long for "
                                                              "the first byte of the answer.")},
    Row{"connect_limit", QT_TRANSLATE_NOOP("sockyard::Code", "No option here limits how long "
                                                             "connecting may take.")},
    Row{"source", QT_TRANSLATE_NOOP("sockyard::Code",
                                    "No option here says where the connection comes from.")},
    Row{"limits_clients", QT_TRANSLATE_NOOP("sockyard::Code", "The program serves any number of "
                                                              "clients: it refuses nobody.")},
    Row{"limits_idleness", QT_TRANSLATE_NOOP("sockyard::Code", "The program does not close clients "
                                                               "that do nothing.")},
    Row{"delays", QT_TRANSLATE_NOOP("sockyard::Code", "The program answers at once.")},
    Row{"other_reply", QT_TRANSLATE_NOOP("sockyard::Code",
                                         "The chosen reply takes more than a small program: this "
                                         "one echoes in its place.")},
    Row{"reply", QT_TRANSLATE_NOOP("sockyard::Code", "The chosen reply takes more than a few lines "
                                                     "of shell: this echoes in its place.")},
    Row{"until_first", QT_TRANSLATE_NOOP("sockyard::Code", "The answer comes when the client has "
                                                           "finished, not after the first read.")},
    Row{"all_interfaces", QT_TRANSLATE_NOOP("sockyard::Code", "The program joins on the interface "
                                                              "that the system chooses, not on "
                                                              "all of them.")},
    Row{"bot", QT_TRANSLATE_NOOP("sockyard::Code", "The program has no bot.")},
    Row{"faults",
        QT_TRANSLATE_NOOP("sockyard::Code",
                          "The program passes everything on as it comes: it makes no faults, and "
                          "rewrites nothing.")},
    Row{"forward_tls",
        QT_TRANSLATE_NOOP("sockyard::Code", "The program does not speak TLS itself: it passes the "
                                            "bytes on as they are.")},
    Row{"tls_finish",
        QT_TRANSLATE_NOOP("sockyard::Code", "The program does not say that no more will come: this "
                                            "library of TLS cannot go on receiving after that.")},
    Row{"merged", QT_TRANSLATE_NOOP("sockyard::Code", "Messages that are written one right after "
                                                      "the other may leave as one.")},
    Row{"long_message",
        QT_TRANSLATE_NOOP("sockyard::Code", "A message of more than 4096 bytes may leave in "
                                            "several datagrams.")},
    Row{"tls_more", QT_TRANSLATE_NOOP("sockyard::Code",
                                      "Application protocols, clients' certificates, accepted "
                                      "certificates and the key log are not in this program.")},
    Row{"dont_verify", QT_TRANSLATE_NOOP("sockyard::Code",
                                         "The server's certificate is not judged, as the page is "
                                         "set to: whoever is in between can read along.")},
};

} // namespace

QMap<QString, QString> codeSentences()
{
    QMap<QString, QString> sentences;
    for (const Row &row : rows) {
        sentences.insert(QString::fromLatin1(row.name),
                         QCoreApplication::translate("sockyard::Code", row.sentence));
    }
    return sentences;
}

} // namespace sockyard
