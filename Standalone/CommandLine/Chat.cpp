// SPDX-License-Identifier: Apache-2.0
#include "Chat.h"

#include "Base/Log.h"
#include "Bridge/Provider.h"
#include "Realtime/Session.h"
#include "Realtime/WebSocketTransport.h"

#include <CLI/CLI.hpp>

#include <chrono>
#include <cstdlib>
#include <future>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace parley::command
{
namespace
{

using namespace std::chrono_literals;

constexpr auto answerDeadline = 60s;

struct ChatOptions
{
    std::vector<std::string> words;
    std::optional<std::string> url; ///< None: the local service.
    std::optional<std::string> recordFile;
};

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

int fail(const Error& error)
{
    std::cerr << "parley: " << error.describe() << std::endl;
    return 1;
}

/// Follows one turn: prints the answer as it grows, and knows how it ended.
class Turn
{
public:
    void on(const realtime::Event& event)
    {
        if (isOver)
            return;
        if (const auto* delta = std::get_if<realtime::AnswerDelta>(&event))
            std::cout << delta->delta << std::flush;
        else if (const auto* warning = std::get_if<realtime::Warning>(&event))
            std::cerr << "parley: " << warning->error.describe() << std::endl;
        else if (const auto* error = std::get_if<realtime::ErrorEvent>(&event))
            end(fail(error->error));
        else if (const auto* done = std::get_if<realtime::TurnEnded>(&event))
        {
            std::cout << std::endl;
            end(done->status == "completed" ? 0 : 1);
        }
    }

    [[nodiscard]] std::future<int> ended() { return code.get_future(); }

private:
    void end(int exitCode)
    {
        isOver = true;
        code.set_value(exitCode);
    }

    std::promise<int> code;
    bool isOver = false;
};

/// What a session logs comes as an event, too, and is printed once. PARLEY_LOG asks for both.
void leaveLogToEvents()
{
    if (std::getenv("PARLEY_LOG") == nullptr)
        setLogSink([](LogLevel, std::string_view) {});
}

/// Blocks until the answer is there.
int chat(const ChatOptions& options)
{
    bridge::ProviderSettings provider;
    if (options.url)
    {
        provider.provider = bridge::Provider::custom;
        provider.url = *options.url;
    }
    auto resolved = bridge::resolveProvider(provider);
    if (!resolved)
        return fail(resolved.error());
    leaveLogToEvents();

    const auto executor = Executor::shared();
    realtime::SessionOptions session;
    session.settings.session.outputModality = wire::OutputModality::text;
    // One question, one answer: who asked sees at once what went wrong, and asks again.
    session.settings.reconnect.isOn = false;
    session.transport = realtime::WebSocketTransport::factory(*executor, resolved.value().socket);
    if (options.recordFile)
    {
        auto recorder = realtime::Recorder::open(*executor, *options.recordFile);
        if (!recorder)
            return fail(recorder.error());
        session.recorder = std::move(recorder).value();
    }

    const auto turn = std::make_shared<Turn>();
    auto ended = turn->ended();
    realtime::Session agent(executor, std::move(session));
    agent.subscribe([turn](const realtime::Event& event) { turn->on(event); });
    agent.connect();
    agent.sendMessage(joined(options.words));
    if (ended.wait_for(answerDeadline) == std::future_status::timeout)
        return fail({ErrorCode::timeout, "No answer came within 60 s: check the service, then ask again.", "chat"});
    return ended.get();
}

} // namespace

void addChat(CLI::App& app, int& exitCode)
{
    auto* chatting = app.add_subcommand("chat", "Send one line to the agent and print its answer");
    const auto options = std::make_shared<ChatOptions>();
    chatting->add_option("text", options->words, "What to say")->required();
    chatting
        ->add_option("--url", options->url, "A Realtime service to talk to, ws:// or wss://; without it the local one")
        ->type_name("WS_URL");
    chatting->add_option("--record", options->recordFile, "Write every frame both ways to this file, one JSON a line")
        ->type_name("FILE");
    chatting->callback(
        [options, &exitCode]
        {
            if (joined(options->words).find_first_not_of(" \t\r\n") == std::string::npos)
                throw CLI::ValidationError("text", "it is blank, so there is nothing to say");
            exitCode = chat(*options);
        });
}

} // namespace parley::command
