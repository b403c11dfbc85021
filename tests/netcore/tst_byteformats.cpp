#include "netcore/codec/byteformats.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <random>
#include <string>

using namespace sockyard;

namespace
{

ByteView view(const QByteArray &bytes)
{
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

QByteArray everyByteTwice()
{
    QByteArray bytes;
    for (int value = 0; value < 512; ++value) {
        bytes += static_cast<char>(value);
    }
    return bytes + "\\x41 'quoted' \"twice\" ?\?/ \\" +
           QByteArray("\0"
                      "1",
                      2);
}

/// What a program writes, given a file; its own words where it fails.
QByteArray outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(20'000) || process.exitCode() != 0) {
        return "failed: " + process.readAllStandardError();
    }
    return process.readAllStandardOutput();
}

} // namespace

class ByteFormatsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesShortBytesOnOneLine();
    void writesNothingForNothing();
    void writesPythonThatPythonReads_data();
    void writesPythonThatPythonReads();
    void writesAnArrayThatACompilerReads();
    void writesBase64ThatQtReads();

private:
    QTemporaryDir m_folder;
};

void ByteFormatsTest::writesShortBytesOnOneLine()
{
    QCOMPARE(pythonBytes(view("it's\r\n\t\\\x7f")), std::string("b'it\\'s\\r\\n\\t\\\\\\x7f'"));
    QCOMPARE(cArray(view("hi")),
             std::string("const unsigned char bytes[2] = {\n    0x68, 0x69,\n};\n"));
    QCOMPARE(base64Text(view("hogehge")), std::string("aG9nZWhnZQ=="));
}

void ByteFormatsTest::writesNothingForNothing()
{
    QCOMPARE(pythonBytes({}), std::string("b''"));
    QCOMPARE(cArray({}), std::string());
    QCOMPARE(base64Text({}), std::string());
}

void ByteFormatsTest::writesPythonThatPythonReads_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("every byte") << everyByteTwice();
    QTest::newRow("short") << QByteArray("'\\\n");
    QTest::newRow("lines") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n").repeated(9);
    QTest::newRow("ends with a line") << QByteArray(70, 'a') + '\n';
}

void ByteFormatsTest::writesPythonThatPythonReads()
{
    QFETCH(const QByteArray, bytes);
    const std::string literal = pythonBytes(view(bytes));
    QVERIFY(std::all_of(literal.begin(), literal.end(),
                        [](char each) { return each == '\n' || (each >= ' ' && each <= '~'); }));
    const QString program = QStringLiteral("import sys\nsys.stdout.buffer.write(%1)\n")
                                .arg(QString::fromStdString(literal));
    QCOMPARE(outputOf(QStringLiteral("python3"), {QStringLiteral("-c"), program}), bytes);
}

void ByteFormatsTest::writesAnArrayThatACompilerReads()
{
    const QByteArray bytes = everyByteTwice();
    const QString source = m_folder.filePath(QStringLiteral("array.cpp"));
    const QString program = m_folder.filePath(QStringLiteral("array"));
    QFile file(source);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#include <cstdio>\n" + QByteArray::fromStdString(cArray(view(bytes))) +
               "int main() { std::fwrite(bytes, 1, sizeof bytes, stdout); }\n");
    file.close();
    QCOMPARE(
        outputOf(QStringLiteral("c++"), {source, QStringLiteral("-Wall"), QStringLiteral("-Werror"),
                                         QStringLiteral("-o"), program}),
        QByteArray());
    QCOMPARE(outputOf(program, {}), bytes);
}

void ByteFormatsTest::writesBase64ThatQtReads()
{
    const QByteArray all = everyByteTwice();
    for (qsizetype length = 0; length < all.size(); ++length) {
        const QByteArray bytes = all.first(length);
        QCOMPARE(QByteArray::fromStdString(base64Text(view(bytes))), bytes.toBase64());
    }
}

QTEST_GUILESS_MAIN(ByteFormatsTest)
#include "tst_byteformats.moc"
