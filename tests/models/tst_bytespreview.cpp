#include "widgets/models/bytespreview.h"

#include <QTemporaryFile>
#include <QTest>

using namespace sockyard;

class TestBytesPreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheBytesAndTheirCount();
    void saysOneByteForOne();
    void endsInAnEllipsisWhereThereAreMore();
    void saysThatMacrosAreAnExample();
    void staysTheSameWhileOneTypes();
    void tellsTheSizeOfAFileAndWhatFollows();
};

void TestBytesPreview::showsTheBytesAndTheirCount()
{
    const BytesPreview preview = previewOf(PreparedMessage::ofBytes("hello"));
    QCOMPARE(preview.size, QStringLiteral("5 bytes"));
    QCOMPARE(preview.bytes, QStringLiteral("68 65 6c 6c 6f"));
    QVERIFY(preview.dump.contains(QStringLiteral("|hello|")));
    QCOMPARE(preview.note, QString());
}

void TestBytesPreview::saysOneByteForOne()
{
    QCOMPARE(previewOf(PreparedMessage::ofBytes("x")).size, QStringLiteral("1 byte"));
}

void TestBytesPreview::endsInAnEllipsisWhereThereAreMore()
{
    const BytesPreview preview = previewOf(PreparedMessage::ofBytes(QByteArray(1000000, 'x')));
    QVERIFY(preview.bytes.endsWith(QStringLiteral("78 …")));
    QVERIFY(preview.bytes.size() < 1000);
    QVERIFY(preview.dump.endsWith(u'…'));
    QVERIFY(preview.dump.size() < 10000);
}

void TestBytesPreview::saysThatMacrosAreAnExample()
{
    const auto message = PreparedMessage::prepare(
        {.notation = Notation::Escapes, .text = QStringLiteral("a${counter}")});
    const BytesPreview preview = previewOf(*message);
    QCOMPARE(preview.bytes, QStringLiteral("61 31"));
    QVERIFY(preview.note.contains(QStringLiteral("example")));
    const auto plain =
        PreparedMessage::prepare({.notation = Notation::Escapes, .text = QStringLiteral("a\\n")});
    QCOMPARE(previewOf(*plain).note, QString());
}

void TestBytesPreview::staysTheSameWhileOneTypes()
{
    const auto message = PreparedMessage::prepare(
        {.notation = Notation::Escapes, .text = QStringLiteral("${random:8}")});
    QCOMPARE(previewOf(*message).bytes, previewOf(*message).bytes);
}

void TestBytesPreview::tellsTheSizeOfAFileAndWhatFollows()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    QVERIFY(file.resize(3 * 1024 * 1024));
    const auto message = PreparedMessage::prepare(
        {.notation = Notation::File, .text = file.fileName(), .ending = LineEnding::CrLf});
    const BytesPreview preview = previewOf(*message);
    QVERIFY(preview.size.contains(QStringLiteral("MiB")));
    QVERIFY(preview.note.contains(QStringLiteral("0d 0a")));
    QCOMPARE(preview.bytes, QString());
}

QTEST_GUILESS_MAIN(TestBytesPreview)
#include "tst_bytespreview.moc"
