// SPDX-License-Identifier: Apache-2.0
#include "Service/PocketsphinxRecogniser.h"
#include "Support/ServiceClient.h"
#include "Support/Skip.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace parley::service;

extern char** environ;

namespace
{

/// parley serve --pipe as a child, and our end of its pipe.
struct Child
{
    /// With a file for its errors, nobody is at our end from the first.
    explicit Child(const std::string& port, const std::vector<std::string>& more = {},
                   const std::filesystem::path& errors = {})
    {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
        ours = ends[0];
        const auto theirs = std::to_string(ends[1]);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addclose(&actions, ours);
        if (!errors.empty())
        {
            ::shutdown(ours, SHUT_RDWR);
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.c_str(), O_WRONLY | O_CREAT, 0600);
        }
        std::vector<std::string> words = {PARLEY_COMMAND, "serve", "--port", port, "--pipe", theirs};
        words.insert(words.end(), more.begin(), more.end());
        std::vector<char*> arguments;
        for (auto& word : words)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const int failed = ::posix_spawn(&process, PARLEY_COMMAND, &actions, nullptr, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
        REQUIRE(failed == 0);
    }
    ~Child()
    {
        ::close(ours);
        if (process > 0)
            ::waitpid(process, nullptr, 0);
    }

    std::string readLine() const
    {
        std::string line;
        pollfd ready{ours, POLLIN, 0};
        char c = 0;
        while (::poll(&ready, 1, 60000) == 1 && ::read(ours, &c, 1) == 1 && c != '\n')
            line += c;
        return line;
    }

    int waitForEnd()
    {
        ::shutdown(ours, SHUT_RDWR);
        int status = 0;
        while (::waitpid(process, &status, 0) < 0 && errno == EINTR)
            continue;
        process = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    int ours = -1;
    pid_t process = -1;
};

std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

TEST_CASE("the service ends without a word when its parent has gone before it could be told the port")
{
    if (!std::filesystem::exists(PocketsphinxRecogniser::modelDirectory))
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    const parley::test::TemporaryFolder folder;
    const auto errors = folder.path() / "errors";
    Child child("0", {}, errors);
    CHECK(child.waitForEnd() == 0);
    CHECK(contentOf(errors).empty());
}

TEST_CASE("the service says so when the descriptor for its parent is none")
{
    if (!std::filesystem::exists(PocketsphinxRecogniser::modelDirectory))
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    const parley::test::TemporaryFolder folder;
    const auto errors = folder.path() / "errors";
    const auto command = "'" PARLEY_COMMAND "' serve --pipe 999 2>'" + errors.string() + "'";
    const int status = std::system(command.c_str());
    CHECK(WEXITSTATUS(status) == 1);
    CHECK(contentOf(errors).find("--pipe is for programs that start the service") != std::string::npos);
}

TEST_CASE("the service as a child tells its port and token, and ends with the pipe")
{
    if (!std::filesystem::exists(PocketsphinxRecogniser::modelDirectory))
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    Child child("0");
    const auto line = nlohmann::json::parse(child.readLine());
    {
        ServiceClient client(line.at("port").get<std::uint16_t>(), "/v1/realtime?model=any",
                             {{"Authorization", "Bearer " + line.at("token").get<std::string>()}});
        const auto created = client.receive();
        REQUIRE(created.has_value());
        CHECK(created->at("type") == "session.created");
        Child second(std::to_string(line.at("port").get<int>()));
        CHECK(nlohmann::json::parse(second.readLine()).at("error").at("code") == "connect_failed");
        CHECK(second.waitForEnd() == 1);
    }
    CHECK(child.waitForEnd() == 0);
}

TEST_CASE("the service takes the key that it is started with")
{
    if (!std::filesystem::exists(PocketsphinxRecogniser::modelDirectory))
        PARLEY_SKIP("needs the Debian package pocketsphinx-en-us");
    Child child("0", {"--key", "chosen-for-a-test"});
    const auto line = nlohmann::json::parse(child.readLine());
    CHECK(line.at("token") == "chosen-for-a-test");
    ServiceClient client(line.at("port").get<std::uint16_t>(), "/v1/realtime?model=any",
                         {{"Authorization", "Bearer chosen-for-a-test"}});
    CHECK(client.receive().value_or(nlohmann::json::object()).value("type", "") == "session.created");
}

TEST_CASE("the service says what is wrong with a server for its engines")
{
    const Child ofWebSockets("0", {"--tts-url", "ws://127.0.0.1:1/v1", "--tts-model", "any"});
    const auto error = nlohmann::json::parse(ofWebSockets.readLine()).at("error");
    CHECK(error.at("code") == "invalid_argument");
    CHECK(error.at("message").get<std::string>().find("http://") != std::string::npos);
    Child withoutModel("0", {"--chat-url", "http://127.0.0.1:1/v1"});
    CHECK(withoutModel.waitForEnd() != 0);
}
