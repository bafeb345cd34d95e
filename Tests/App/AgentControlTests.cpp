// SPDX-License-Identifier: GPL-3.0-or-later
#include "App/AgentControl.h"
#include "Plugin/MessageThread.h"
#include "Support/TemporaryFolder.h"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace parley;
using namespace parley::app;
using parley::tests::onMessageThread;

namespace
{

/// The plugin is told of files by variables; they are as before when a test is over.
struct VariablesAsBefore
{
    VariablesAsBefore() = default;
    ~VariablesAsBefore()
    {
        unsetenv("PARLEY_AGENTS");
        unsetenv("PARLEY_RECORD");
    }
    VariablesAsBefore(const VariablesAsBefore&) = delete;
    VariablesAsBefore& operator=(const VariablesAsBefore&) = delete;
};

} // namespace

TEST_CASE("what the command line says of the service is used, and the rest stays", "[app]")
{
    onMessageThread(
        []
        {
            plugin::PluginProcessor processor;
            AgentControl agent(processor);
            const auto before = processor.state().settings();
            AgentOptions options;
            options.provider = bridge::Provider::custom;
            options.url = "wss://voice.example/v1/realtime";
            REQUIRE(agent.configure(options));
            const auto after = processor.state().settings();
            CHECK(after.provider.provider == bridge::Provider::custom);
            CHECK(after.provider.url == "wss://voice.example/v1/realtime");
            CHECK(after.provider.model == before.provider.model);
            CHECK(after.cast == before.cast);
            CHECK_FALSE(after.osc.isOn);
        });
}

TEST_CASE("a key in the address of the command line is refused", "[app]")
{
    onMessageThread(
        []
        {
            plugin::PluginProcessor processor;
            AgentControl agent(processor);
            AgentOptions options;
            options.url = "wss://voice.example/v1/realtime?api_key=abcdefgh12345678";
            const auto configured = agent.configure(options);
            REQUIRE_FALSE(configured);
            CHECK(configured.error().code == ErrorCode::invalidArgument);
            CHECK(configured.error().describe().find("abcdefgh") == std::string::npos);
        });
}

TEST_CASE("an agents file that cannot be used is told before anything begins", "[app]")
{
    onMessageThread(
        []
        {
            const test::TemporaryFolder folder;
            plugin::PluginProcessor processor;
            AgentControl agent(processor);
            AgentOptions options;
            options.agents = folder.path() / "nobody.json";
            CHECK(agent.configure(options).error().code == ErrorCode::fileNotFound);
            options.agents = folder.write("broken.json", "{");
            CHECK(agent.configure(options).error().code == ErrorCode::fileInvalid);
        });
}

TEST_CASE("the agents file and the recording of the command line are those of the session", "[app]")
{
    onMessageThread(
        []
        {
            const VariablesAsBefore restored;
            const test::TemporaryFolder folder;
            plugin::PluginProcessor processor;
            AgentControl agent(processor);
            AgentOptions options;
            options.agents = folder.write("guide.json", R"({"agents":[{"name":"guide","instructions":"Be short."}]})");
            options.recording = folder.path() / "wire.jsonl";
            REQUIRE(agent.configure(options));
            const auto settings = processor.state().settings();
            CHECK(settings.cast.path == options.agents);
            CHECK(settings.toConnectSettings(processor.parameters().values()).recordFile == options.recording);
        });
}

TEST_CASE("the agents file of the command line goes before the one of the surroundings", "[app]")
{
    onMessageThread(
        []
        {
            const VariablesAsBefore restored;
            const test::TemporaryFolder folder;
            setenv("PARLEY_AGENTS", "/nowhere.json", 1);
            plugin::PluginProcessor processor;
            AgentOptions options;
            options.agents = folder.write("guide.json", R"({"agents":[{"name":"guide","instructions":"Be short."}]})");
            REQUIRE(AgentControl(processor).configure(options));
            CHECK(std::getenv("PARLEY_AGENTS") == nullptr);
        });
}

TEST_CASE("Open Sound Control is on where the command line says so, and only for this machine", "[app]")
{
    onMessageThread(
        []
        {
            plugin::PluginProcessor processor;
            AgentOptions options;
            options.osc.receivePort = 9100;
            options.osc.send = {"127.0.0.1", 9200};
            REQUIRE(AgentControl(processor).configure(options));
            const auto osc = processor.state().settings().osc;
            CHECK(osc ==
                  plugin::OscSettings{.isOn = true, .receivePort = 9100, .sendHost = "127.0.0.1", .sendPort = 9200});
        });
}

TEST_CASE("muting is the plugin's own parameter", "[app]")
{
    onMessageThread(
        []
        {
            plugin::PluginProcessor processor;
            AgentControl agent(processor);
            CHECK_FALSE(agent.isMuted());
            processor.parameters().mute.setValueNotifyingHost(1.0F);
            CHECK(agent.isMuted());
            CHECK(agent.status().state == realtime::ConnectionState::disconnected);
        });
}
