#include "netcore/chat/chatwords.h"

#include "netcore/codec/chatwires.h"
#include "netcore/codec/visibletext.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

QString tr(const char *text)
{
    return QCoreApplication::translate("sockyard::ChatWords", text);
}

struct WireRow {
    QLatin1String name;
    const char *title;
    const char *words;
    const char *badName; ///< %1 is the name
};

constexpr std::array wires = {
    WireRow{QLatin1String("mcc"), QT_TRANSLATE_NOOP("sockyard::ChatWords", "mcc (Python pickle)"),
            QT_TRANSLATE_NOOP("sockyard::ChatWords",
                              "What the course's mcc.py speaks: who joins, who leaves and who says "
                              "what. It is read without ever being unpickled."),
            QT_TRANSLATE_NOOP("sockyard::ChatWords",
                              "\"%1\" cannot be a name here: the others drop line breaks and other "
                              "control characters. Take one without them.")},
    WireRow{QLatin1String("plain"), QT_TRANSLATE_NOOP("sockyard::ChatWords", "plain (NAME: TEXT)"),
            QT_TRANSLATE_NOOP("sockyard::ChatWords",
                              "Text that any tool can read and write. Joining and leaving are not "
                              "announced."),
            QT_TRANSLATE_NOOP("sockyard::ChatWords",
                              "\"%1\" cannot be a name here: the others could not tell where it "
                              "ends. Take one without \": \", a colon at its end or a line "
                              "break.")},
};

const WireRow *wireNamed(const QString &name)
{
    const auto *const row = std::find_if(wires.begin(), wires.end(),
                                         [&name](const WireRow &its) { return its.name == name; });
    return row == wires.end() ? nullptr : row;
}

QString foreignWords()
{
    return tr("no chat message: it begins neither as a Python pickle nor as NAME: TEXT");
}

QString pickleWords(const PickleFault &fault)
{
    const QString position = QString::number(fault.position);
    const QString opcode =
        QLatin1String(fault.opcode.data(), static_cast<qsizetype>(fault.opcode.size()));
    const QString number = QString::number(fault.number);
    switch (fault.what) {
    case PickleFault::What::NoPickle:
        return foreignWords();
    case PickleFault::What::OldProtocol:
        return tr("no chat message: it is a pickle of protocol %1, in which bytes are written as a "
                  "call of a function, and nothing is ever called here; protocols 3 to 5 are read")
            .arg(number);
    case PickleFault::What::UnknownProtocol:
        return tr("no chat message: it is a pickle of protocol %1; protocols 3 to 5 are read")
            .arg(number);
    case PickleFault::What::Builds:
        return tr("no chat message: at byte %1 the opcode %2 asks for an object to be built or a "
                  "function to be called; nothing of that is ever done")
            .arg(position, opcode);
    case PickleFault::What::OtherData:
        return tr("no chat message: at byte %1 the opcode %2 is for data that no message holds")
            .arg(position, opcode);
    case PickleFault::What::UnknownOpcode: {
        constexpr int hexadecimal = 16;
        return tr("no chat message: at byte %1 stands 0x%2, which means nothing in a pickle")
            .arg(position, QString::number(fault.number, hexadecimal));
    }
    case PickleFault::What::EndsEarly:
        return tr("no chat message: the pickle has no end; was it cut on the way?");
    case PickleFault::What::BeyondEnd:
        return tr("no chat message: at byte %1 the opcode %2 announces %3 bytes, which are more "
                  "than "
                  "there are; was it cut on the way?")
            .arg(position, opcode, number);
    case PickleFault::What::NotRemembered:
        return tr("no chat message: at byte %1 the opcode %2 asks for number %3 of the memo, which "
                  "is not there")
            .arg(position, opcode, number);
    case PickleFault::What::DoesNotFit:
        return tr("no chat message: at byte %1 the opcode %2 does not find what it works on")
            .arg(position, opcode);
    case PickleFault::What::NotFlat:
        return tr("no chat message: at byte %1 the opcode %2 leads to a list in a list, or to a "
                  "second one")
            .arg(position, opcode);
    case PickleFault::What::NoList:
        return tr("no chat message: it is the pickle of something that is no list");
    case PickleFault::What::TooMuch:
        return tr("no chat message: at byte %1 the opcode %2 makes more of it than a message needs")
            .arg(position, opcode);
    }
    return {};
}

} // namespace

QString chatRefusalWords(const ChatRefusal &refusal)
{
    switch (refusal.why) {
    case ChatRefusal::Why::NotThisWire:
        return foreignWords();
    case ChatRefusal::Why::BadPickle:
        return pickleWords(refusal.pickle.value_or(PickleFault()));
    case ChatRefusal::Why::UnknownKind:
        return tr("no chat message: the pickled list begins with none of 'J', 'L' and 'S'");
    case ChatRefusal::Why::WrongItems:
        return tr("no chat message: behind 'J' and 'L' stands a name, behind 'S' a name and a "
                  "text, "
                  "all as bytes; byte %1 is where this list differs")
            .arg(refusal.position);
    }
    return {};
}

QString wireTitle(const QString &wire)
{
    const WireRow *const row = wireNamed(wire);
    return row == nullptr ? wire : tr(row->title);
}

QString wireWords(const QString &wire)
{
    const WireRow *const row = wireNamed(wire);
    return row == nullptr ? QString() : tr(row->words);
}

QString badNameWords(const QString &name, const QString &wire)
{
    constexpr int mostShown = 100;
    const std::string trimmed = name.trimmed().toStdString();
    const ChatWire *const its = chatWireNamed(wire.toStdString());
    if (its == nullptr) {
        return tr("there is no wire \"%1\".").arg(wire.left(mostShown));
    }
    if (its->canCarryName(trimmed)) {
        return {};
    }
    if (trimmed.empty()) {
        return tr("a name is missing: who is speaking?");
    }
    const WireRow *const row = wireNamed(wire);
    return row == nullptr
               ? QString()
               : tr(row->badName).arg(QString::fromStdString(visibleText(trimmed, mostShown)));
}

} // namespace sockyard
