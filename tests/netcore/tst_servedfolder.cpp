#include "netcore/http/servedfolder.h"
#include "tests/support/limits.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <thread>

using namespace sockyard;
using namespace sockyard::test;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace
{

using Refusal = ServedFolder::Refusal;

/// A folder `root` that is served, and things beside it that are not.
class ServedFolderTest : public testing::Test
{
protected:
    void SetUp() override
    {
        std::string path = (fs::temp_directory_path() / "served-XXXXXX").string();
        ASSERT_NE(::mkdtemp(path.data()), nullptr);
        m_all = fs::canonical(path);
        fs::create_directories(root() / "sub" / "deep");
        fs::create_directories(m_all / "root-beside");
        fs::create_directories(m_all / "outside");
        write(root() / "a.txt", "inside");
        write(root() / "sub" / "deep" / "b.txt", "deep inside");
        write(m_all / "outside" / "secret.txt", "outside");
        write(m_all / "root-beside" / "secret.txt", "outside");
        ASSERT_FALSE(m_folder.open(root()));
    }
    void TearDown() override { fs::remove_all(m_all); }

    fs::path root() const { return m_all / "root"; }
    static void write(const fs::path &path, const std::string &text)
    {
        std::ofstream(path, std::ios::binary) << text;
    }
    /// The content of a file; of what is refused the number of the refusal.
    std::string read(std::string_view relative) const
    {
        const auto found = m_folder.find(relative);
        if (!found.item) {
            return std::to_string(static_cast<int>(found.refusal));
        }
        std::string text(found.item->size(), '\0');
        std::error_code error;
        text.resize(found.item->read(0, std::as_writable_bytes(std::span(text)), error));
        return error ? error.message() : text;
    }
    static std::string name(Refusal refusal) { return std::to_string(static_cast<int>(refusal)); }

    fs::path m_all;
    ServedFolder m_folder;
};

} // namespace

TEST_F(ServedFolderTest, ReadsWhatIsInside)
{
    EXPECT_EQ(read("a.txt"), "inside");
    EXPECT_EQ(read("sub/deep/b.txt"), "deep inside");
    write(root() / "日本語.txt", "こんにちは");
    EXPECT_EQ(read("日本語.txt"), "こんにちは");
    write(root() / "a\\b", "a backslash is part of a name here");
    EXPECT_EQ(read("a\\b"), "a backslash is part of a name here");
    const auto item = m_folder.find("a.txt").item;
    ASSERT_TRUE(item);
    EXPECT_EQ(item->kind(), ServedItem::Kind::File);
    std::array<std::byte, 3> bytes = {};
    std::error_code error;
    EXPECT_EQ(item->read(4, bytes, error), 2U);
    EXPECT_EQ(item->read(400, bytes, error), 0U);
    EXPECT_FALSE(error);
    EXPECT_EQ(m_folder.path(), root().string());
}

TEST_F(ServedFolderTest, RefusesNamesThatAreInNoFolder)
{
    for (const std::string &relative :
         {"../outside/secret.txt"s, ".."s, "sub/../../outside/secret.txt"s, "sub/.."s,
          "sub/../a.txt"s}) {
        EXPECT_EQ(read(relative), name(Refusal::LeadsOut)) << relative;
    }
    for (const std::string &relative :
         {"/etc/passwd"s, "sub//deep"s, "./a.txt"s, "sub/"s, "a.txt\0"s, "a.txt\0.html"s, "\0"s,
          "sub/."s, "nothing"s, "a.txt/b"s, std::string(300, 'x'), std::string(5000, 'x')}) {
        EXPECT_EQ(read(relative), name(Refusal::Missing)) << relative;
    }
}

TEST_F(ServedFolderTest, FollowsLinksAsLongAsTheyStayInside)
{
    fs::create_symlink("a.txt", root() / "near");
    fs::create_symlink(root() / "sub", root() / "absolute");
    fs::create_symlink("../../a.txt", root() / "sub" / "deep" / "up");
    EXPECT_EQ(read("near"), "inside");
    EXPECT_EQ(read("absolute/deep/b.txt"), "deep inside");
    EXPECT_EQ(read("sub/deep/up"), "inside");
}

TEST_F(ServedFolderTest, RefusesLinksThatLeadOut)
{
    fs::create_symlink("../outside/secret.txt", root() / "file");
    fs::create_symlink(m_all / "outside", root() / "folder");
    fs::create_symlink(m_all / "root-beside", root() / "beside"); // begins with the same letters
    fs::create_symlink("file", root() / "twice");
    fs::create_symlink("/", root() / "all");
    fs::create_symlink("..", root() / "above");
    for (const char *relative :
         {"file", "folder", "folder/secret.txt", "beside", "beside/secret.txt", "twice", "all",
          "all/etc/passwd", "above", "above/outside/secret.txt"}) {
        EXPECT_EQ(read(relative), name(Refusal::LeadsOut)) << relative;
    }
    // Out and in again is in.
    EXPECT_EQ(read("above/root/a.txt"), "inside");
    fs::create_symlink("round", root() / "round");
    EXPECT_EQ(read("round"), name(Refusal::Missing));
    fs::create_symlink("gone", root() / "dangling");
    EXPECT_EQ(read("dangling"), name(Refusal::Missing));
}

#ifdef __linux__
TEST_F(ServedFolderTest, RefusesLinksIntoProc)
{
    const int secret = ::open((m_all / "outside" / "secret.txt").c_str(), O_RDONLY);
    ASSERT_GE(secret, 0);
    fs::create_symlink("/proc/self/fd/" + std::to_string(secret), root() / "descriptor");
    fs::create_symlink("/proc/self/root", root() / "system");
    fs::create_symlink("/proc/self/environ", root() / "environment");
    EXPECT_EQ(read("descriptor"), name(Refusal::LeadsOut));
    EXPECT_EQ(read("system/etc/passwd"), name(Refusal::LeadsOut));
    EXPECT_EQ(read("environment"), name(Refusal::LeadsOut));
    ::close(secret);
}
#endif

TEST_F(ServedFolderTest, OpensNeitherPipesNorDevicesNorSockets)
{
    ASSERT_EQ(::mkfifo((root() / "pipe").c_str(), 0600), 0);
    fs::create_symlink("/dev/null", root() / "device");
    fs::create_symlink("/dev/zero", root() / "endless");
    fs::create_symlink("/dev/tty", root() / "terminal");
    const int local = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    const std::string path = (root() / "socket").string();
    ASSERT_LT(path.size(), sizeof address.sun_path);
    path.copy(address.sun_path, path.size());
    ASSERT_EQ(::bind(local, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    EXPECT_EQ(read("pipe"), name(Refusal::NotAFile));
    EXPECT_EQ(read("socket"), name(Refusal::NotAFile));
    for (const char *relative : {"device", "endless", "terminal"}) {
        EXPECT_EQ(read(relative), name(Refusal::LeadsOut)) << relative;
    }
    // Nobody opened the pipe for reading: whoever wants to write is told so.
    EXPECT_LT(::open((root() / "pipe").c_str(), O_WRONLY | O_NONBLOCK), 0);
    EXPECT_EQ(errno, ENXIO);
    ::close(local);
}

TEST_F(ServedFolderTest, StaysAtTheFileThatItOpened)
{
    const auto item = m_folder.find("a.txt").item;
    ASSERT_TRUE(item);
    fs::remove(root() / "a.txt");
    fs::create_symlink("../outside/secret.txt", root() / "a.txt");
    std::string text(item->size(), '\0');
    std::error_code error;
    EXPECT_EQ(item->read(0, std::as_writable_bytes(std::span(text)), error), 6U);
    EXPECT_EQ(text, "inside");
    EXPECT_EQ(read("a.txt"), name(Refusal::LeadsOut));
}

TEST_F(ServedFolderTest, ServesAFolderThatIsRenamedMeanwhile)
{
    fs::rename(root(), m_all / "other");
    EXPECT_EQ(read("a.txt"), "inside");
    EXPECT_EQ(m_folder.path(), (m_all / "other").string());
    fs::rename(m_all / "other", root());
}

// Somebody exchanges a folder for a link that leads out, over and over: every single answer is
// either from inside or none.
TEST_F(ServedFolderTest, IsNeverFooledByAnExchange)
{
    fs::create_directory(root() / "here");
    write(root() / "here" / "secret.txt", "inside!");
    std::atomic<bool> done = false;
    std::atomic<int> exchanges = 0;
    std::thread swapping([&] {
        while (!done) {
            fs::rename(root() / "here", root() / "kept");
            fs::create_symlink("../outside", root() / "here");
            fs::remove(root() / "here");
            fs::rename(root() / "kept", root() / "here");
            ++exchanges;
        }
    });
    int inside = 0;
    for (int attempt = 0; attempt < 20000 || exchanges < 100; ++attempt) {
        const std::string text = read("here/secret.txt");
        EXPECT_NE(text, "outside");
        inside += text == "inside!" ? 1 : 0;
    }
    done = true;
    swapping.join();
    EXPECT_GT(inside, 0);
}

TEST_F(ServedFolderTest, ListsWhatCanBeServedInOrder)
{
    write(root() / "B.txt", "");
    write(root() / "b.txt", "");
    write(root() / ".hidden", "");
    write(root() / "c", "");
    fs::create_symlink("/etc", root() / "link");
    ASSERT_EQ(::mkfifo((root() / "pipe").c_str(), 0600), 0);
    const auto folder = m_folder.find("").item;
    ASSERT_TRUE(folder);
    EXPECT_EQ(folder->kind(), ServedItem::Kind::Folder);
    const auto told = [](const FolderEntries &found) {
        std::string text;
        for (const FolderEntry &entry : found.entries) {
            text += entry.name + (entry.isFolder ? "/ " : " ");
        }
        return text;
    };
    FolderEntries found = folder->entries(100);
    EXPECT_EQ(told(found), ".hidden a.txt B.txt b.txt c link sub/ ");
    EXPECT_FALSE(found.isCut);
    EXPECT_FALSE(found.error);
    EXPECT_EQ(told(folder->entries(100)), told(found)); // a second time too
    found = folder->entries(7);
    EXPECT_EQ(found.entries.size(), 7U);
    EXPECT_FALSE(found.isCut);
    found = folder->entries(6);
    EXPECT_EQ(found.entries.size(), 6U);
    EXPECT_TRUE(found.isCut);
}

TEST_F(ServedFolderTest, OpensFoldersOnly)
{
    ServedFolder folder;
    EXPECT_EQ(folder.open(root() / "nothing"), std::errc::no_such_file_or_directory);
    EXPECT_EQ(folder.open(root() / "a.txt"), std::errc::not_a_directory);
    EXPECT_EQ(folder.open(""), std::errc::no_such_file_or_directory);
    EXPECT_FALSE(folder.isOpen());
    fs::create_symlink(root(), m_all / "way");
    EXPECT_FALSE(folder.open(m_all / "way"));
    EXPECT_EQ(folder.path(), root().string());
    EXPECT_TRUE(folder.find("a.txt").item);
}

TEST_F(ServedFolderTest, TellsThatDescriptorsRanOut)
{
    {
        const ScopedLimit noMore(RLIMIT_NOFILE, static_cast<rlim_t>(nextDescriptor()));
        EXPECT_EQ(read("a.txt"), name(Refusal::Shortage));
    }
    EXPECT_EQ(read("a.txt"), "inside");
}
