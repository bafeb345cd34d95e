// SPDX-License-Identifier: Apache-2.0
#include "Auth/ApiKey.h"
#include "Base/Log.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <map>

using namespace parley;
using namespace parley::test;
using Catch::Matchers::Contains;

namespace
{

struct World
{
    TemporaryFolder home;
    std::map<std::string, std::string> variables;

    [[nodiscard]] Result<auth::ApiKey> find() const
    {
        return auth::findApiKey({[this](const char* name) -> std::optional<std::string>
                                 {
                                     const auto at = variables.find(name);
                                     return at == variables.end() ? std::nullopt
                                                                  : std::optional<std::string>(at->second);
                                 },
                                 home.path()});
    }

    [[nodiscard]] std::string key() const
    {
        const auto found = find();
        return found ? found.value().key.reveal() : "";
    }
};

/// Collects what is logged while it lives.
struct LogCapture
{
    LogCapture()
    {
        setLogSink([this](LogLevel, std::string_view text) { lines += std::string(text) + "\n"; });
    }
    ~LogCapture() { setLogSink({}); }
    LogCapture(const LogCapture&) = delete;
    LogCapture& operator=(const LogCapture&) = delete;

    std::string lines;
};

} // namespace

TEST_CASE("CODEX_API_KEY goes before the auth file, and that before OPENAI_API_KEY")
{
    World world;
    world.variables["OPENAI_API_KEY"] = "key-of-openai";
    CHECK(world.key() == "key-of-openai");
    CHECK(world.find().value().source == "OPENAI_API_KEY");
    const auto file = world.home.write(".codex/auth.json", R"({"OPENAI_API_KEY":" key-of-file "})");
    CHECK(world.key() == "key-of-file");
    CHECK(world.find().value().source == file.string());
    world.variables["CODEX_API_KEY"] = " key-of-codex\n";
    CHECK(world.key() == "key-of-codex");
    CHECK(world.find().value().source == "CODEX_API_KEY");
}

TEST_CASE("blank variables count as unset")
{
    World world;
    world.variables = {{"CODEX_API_KEY", " \t"}, {"CODEX_HOME", " "}, {"OPENAI_API_KEY", "key-of-openai"}};
    CHECK(world.key() == "key-of-openai");
    world.home.write(".codex/auth.json", R"({"OPENAI_API_KEY":"key-of-file"})");
    CHECK(world.key() == "key-of-file");
}

TEST_CASE("the places of the auth file are searched in order")
{
    World world;
    const std::vector<std::string> backwards = {".codex/credentials.json", ".config/openai/codex.json",
                                                ".config/codex/credentials.json", ".codex/.credentials.json",
                                                ".codex/auth.json"};
    for (const auto& place : backwards)
    {
        world.home.write(place, R"({"OPENAI_API_KEY":"key-of-)" + place + "\"}");
        CHECK(world.key() == "key-of-" + place);
    }
}

TEST_CASE("CODEX_HOME takes the place of the home folder's files")
{
    World world;
    world.home.write(".codex/auth.json", R"({"OPENAI_API_KEY":"key-of-home"})");
    world.variables["CODEX_HOME"] = (world.home.path() / "chosen").string();
    CHECK(world.key().empty());
    world.home.write("chosen/.credentials.json", R"({"openai_api_key":"key-of-credentials"})");
    CHECK(world.key() == "key-of-credentials");
    world.home.write("chosen/auth.json", R"({"OPENAI_API_KEY":"key-of-chosen"})");
    CHECK(world.key() == "key-of-chosen");
}

TEST_CASE("the first auth file that is there decides, even without a key")
{
    World world;
    world.home.write(".codex/auth.json", "{}");
    world.home.write(".codex/credentials.json", R"({"OPENAI_API_KEY":"key-of-later"})");
    CHECK(world.key().empty());
}

TEST_CASE("the second name of the key counts only when the first is absent")
{
    World world;
    world.home.write(".codex/auth.json", R"({"OPENAI_API_KEY":" ","openai_api_key":"key-of-second"})");
    CHECK(world.key().empty());
    world.home.write(".codex/auth.json", R"({"OPENAI_API_KEY":5,"openai_api_key":"key-of-second"})");
    CHECK(world.key().empty());
    world.home.write(".codex/auth.json", R"({"openai_api_key":"key-of-second"})");
    CHECK(world.key() == "key-of-second");
}

TEST_CASE("a sign-in never yields the key stored beside it")
{
    for (const std::string mode :
         {"chatgpt", "chatgptAuthTokens", "chatgpt_auth_tokens", "bedrockApiKey", "bedrock_api_key"})
    {
        INFO(mode);
        World world;
        world.home.write(".codex/auth.json", R"({"OPENAI_API_KEY":"stale-key","auth_mode":")" + mode + "\"}");
        CHECK(world.key().empty());
    }
    for (const std::string mode : {"apikey", "apiKey", "api_key", "api", "something new"})
    {
        INFO(mode);
        World world;
        world.home.write(".codex/auth.json", R"({"OPENAI_API_KEY":"good-key","auth_mode":")" + mode + "\"}");
        CHECK(world.key() == "good-key");
    }
}

TEST_CASE("without a key the error names the three places")
{
    const auto found = World().find();
    REQUIRE_FALSE(found);
    CHECK(found.error().code == ErrorCode::noApiKey);
    CHECK_THAT(found.error().message, Contains("CODEX_API_KEY") && Contains("auth.json") &&
                                          Contains("OPENAI_API_KEY") && !Contains("ChatGPT"));
}

TEST_CASE("with a ChatGPT sign-in alone the error says that an API key is still needed")
{
    for (const auto* content : {R"({"auth_mode":"chatgpt","tokens":{}})", R"({"OPENAI_API_KEY":null,"tokens":{}})"})
    {
        World world;
        world.home.write(".codex/auth.json", content);
        const auto found = world.find();
        REQUIRE_FALSE(found);
        CHECK(found.error().code == ErrorCode::noApiKey);
        CHECK_THAT(found.error().message, Contains("ChatGPT sign-in") && Contains("API key is still needed"));
    }
}

TEST_CASE("a damaged auth file is ignored with a warning that shows its path and nothing of its content")
{
    const std::string secretText = "do-not-show-this";
    for (const auto& content : {"{\"OPENAI_API_KEY\":\"" + secretText, "[\"" + secretText + "\"]",
                                secretText + std::string(1024 * 1024, ' ')})
    {
        World world;
        const auto path = world.home.write(".codex/auth.json", content);
        world.variables["OPENAI_API_KEY"] = "key-of-openai";
        const LogCapture log;
        CHECK(world.key() == "key-of-openai");
        CHECK_THAT(log.lines, Contains(path.string()) && !Contains(secretText));
    }
}

TEST_CASE("an auth file is not believed where config.toml says that credentials are in the keyring")
{
    World world;
    world.variables["OPENAI_API_KEY"] = "key-of-openai";
    world.home.write(".codex/auth.json", R"({"OPENAI_API_KEY":"key-of-file"})");
    const auto keyWith = [&](const std::string& config)
    {
        world.home.write(".codex/config.toml", config);
        return world.key();
    };
    const LogCapture log;
    CHECK(keyWith("model = \"m\"\n cli_auth_credentials_store = 'keyring' # here\n") == "key-of-openai");
    CHECK_THAT(log.lines, Contains("config.toml") && Contains("keyring"));
    CHECK(keyWith("cli_auth_credentials_store = \"file\"") == "key-of-file");
    CHECK(keyWith("cli_auth_credentials_store = \"auto\"") == "key-of-file");
    CHECK(keyWith("# cli_auth_credentials_store = \"keyring\"") == "key-of-file");
    CHECK(keyWith("[other]\ncli_auth_credentials_store = \"keyring\"") == "key-of-file");
    CHECK(keyWith("cli_auth_credentials_store = keyring") == "key-of-file");
}
