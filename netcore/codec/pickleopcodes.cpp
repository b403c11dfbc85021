#include "netcore/codec/pickleopcodes.h"

#include <algorithm>
#include <array>

namespace sockyard
{

namespace
{

using Use = PickleOpcode::Use;

constexpr PickleOpcode plain(PickleCode code, std::string_view name)
{
    return {static_cast<std::uint8_t>(code), name, Use::Plain};
}

constexpr PickleOpcode builds(std::uint8_t code, std::string_view name)
{
    return {code, name, Use::Builds};
}

constexpr PickleOpcode other(std::uint8_t code, std::string_view name)
{
    return {code, name, Use::Other};
}

constexpr std::array opcodes = {
    plain(PickleCode::Mark, "MARK"),
    plain(PickleCode::Stop, "STOP"),
    plain(PickleCode::BinBytes, "BINBYTES"),
    plain(PickleCode::ShortBinBytes, "SHORT_BINBYTES"),
    plain(PickleCode::BinUnicode, "BINUNICODE"),
    plain(PickleCode::EmptyList, "EMPTY_LIST"),
    plain(PickleCode::Append, "APPEND"),
    plain(PickleCode::Appends, "APPENDS"),
    plain(PickleCode::BinGet, "BINGET"),
    plain(PickleCode::LongBinGet, "LONG_BINGET"),
    plain(PickleCode::List, "LIST"),
    plain(PickleCode::BinPut, "BINPUT"),
    plain(PickleCode::LongBinPut, "LONG_BINPUT"),
    plain(PickleCode::Proto, "PROTO"),
    plain(PickleCode::ShortBinUnicode, "SHORT_BINUNICODE"),
    plain(PickleCode::BinUnicode8, "BINUNICODE8"),
    plain(PickleCode::BinBytes8, "BINBYTES8"),
    plain(PickleCode::Memoize, "MEMOIZE"),
    plain(PickleCode::Frame, "FRAME"),

    builds('P', "PERSID"),
    builds('Q', "BINPERSID"),
    builds('R', "REDUCE"),
    builds('b', "BUILD"),
    builds('c', "GLOBAL"),
    builds('i', "INST"),
    builds('o', "OBJ"),
    builds(0x81, "NEWOBJ"),
    builds(0x82, "EXT1"),
    builds(0x83, "EXT2"),
    builds(0x84, "EXT4"),
    builds(0x92, "NEWOBJ_EX"),
    builds(0x93, "STACK_GLOBAL"),

    other('0', "POP"),
    other('1', "POP_MARK"),
    other('2', "DUP"),
    other('F', "FLOAT"),
    other('I', "INT"),
    other('J', "BININT"),
    other('K', "BININT1"),
    other('L', "LONG"),
    other('M', "BININT2"),
    other('N', "NONE"),
    other('S', "STRING"),
    other('T', "BINSTRING"),
    other('U', "SHORT_BINSTRING"),
    other('V', "UNICODE"),
    other('G', "BINFLOAT"),
    other('d', "DICT"),
    other('}', "EMPTY_DICT"),
    other('g', "GET"),
    other('p', "PUT"),
    other('s', "SETITEM"),
    other('u', "SETITEMS"),
    other('t', "TUPLE"),
    other(')', "EMPTY_TUPLE"),
    other(0x85, "TUPLE1"),
    other(0x86, "TUPLE2"),
    other(0x87, "TUPLE3"),
    other(0x88, "NEWTRUE"),
    other(0x89, "NEWFALSE"),
    other(0x8a, "LONG1"),
    other(0x8b, "LONG4"),
    other(0x8f, "EMPTY_SET"),
    other(0x90, "ADDITEMS"),
    other(0x91, "FROZENSET"),
    other(0x96, "BYTEARRAY8"),
    other(0x97, "NEXT_BUFFER"),
    other(0x98, "READONLY_BUFFER"),
};

} // namespace

const PickleOpcode *pickleOpcode(std::uint8_t code)
{
    const auto *const opcode =
        std::find_if(opcodes.begin(), opcodes.end(),
                     [code](const PickleOpcode &its) { return its.code == code; });
    return opcode == opcodes.end() ? nullptr : opcode;
}

} // namespace sockyard
