// SPDX-License-Identifier: Apache-2.0
#include "Chat.h"

#include "AgentsFile.h"
#include "Base/Log.h"
#include "Bridge/LiveSession.h"
#include "Dialogue.h"
#include "LineReader.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <deque>
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

struct ChatOptions
{
    std::vector<std::string> texts; ///< Empty: lines of standard input.
    std::optional<std::string> url; ///< None: the local service.
    std::optional<std::string> agentsFile;
    std::string recordFile;
    bool asJson = false;
};

bool isBlank(const std::string& text)
{
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

int fail(const Error& error)
{
    std::cerr << "parley: " << error.describe() << std::endl;
    return 1;
}

/// What a session logs comes as an event, too, and is printed once. PARLEY_LOG asks for both.
void leaveLogToEvents()
{
    if (std::getenv("PARLEY_LOG") == nullptr)
        setLogSink([](LogLevel, std::string_view) {});
}

/// One run of the command, on its main thread.
class Chat
{
public:
    explicit Chat(const ChatOptions& chosen)
        : options(chosen)
        , isInteractive(LineReader::isTerminal())
        , lines(std::make_shared<LineReader>())
        , dialogue(std::make_shared<Dialogue>(chosen.asJson, [wakes = lines] { wakes->wake(); }))
    {
    }

    int run()
    {
        auto opened = open();
        if (!opened)
            return fail(opened.error());
        auto& session = *opened.value();
        session.subscribe([follows = dialogue](const realtime::Event& event) { follows->on(event); });
        dialogue->expectAnswer();
        session.connect();
        // A greeting is an answer to nobody's line.
        bool goesOn = session.currentAgent().greeting.empty() || awaitAnswer(session);
        while (goesOn)
        {
            const auto text = nextText();
            if (!text)
                break;
            dialogue->expectAnswer();
            session.sendMessage(*text);
            goesOn = awaitAnswer(session);
        }
        const bool isWell = dialogue->allIsWell() && !timedOut;
        session.close();
        dialogue->waitForEnd();
        return isWell ? 0 : 1;
    }

private:
    Result<bridge::LiveSession> open()
    {
        auto settings = settingsFrom(options.agentsFile);
        if (!settings)
            return settings.error();
        bridge::LiveSessionOptions live;
        live.settings = std::move(settings).value();
        live.settings.session.outputModality = wire::OutputModality::text;
        // Who asked sees at once what went wrong, and asks again.
        live.settings.reconnect.isOn = false;
        live.recordFile = options.recordFile;
        if (options.url)
        {
            live.provider.provider = bridge::Provider::custom;
            live.provider.url = *options.url;
        }
        auto opened = bridge::LiveSession::open(std::move(live));
        if (opened)
            leaveLogToEvents();
        return opened;
    }

    std::optional<std::string> nextText()
    {
        if (!options.texts.empty())
            return textsSent < options.texts.size() ? std::optional(options.texts[textsSent++]) : std::nullopt;
        for (;;)
        {
            if (isInteractive)
                std::cerr << "> " << std::flush;
            auto line = lines->next();
            if (!line || !isBlank(*line))
                return line;
        }
    }

    /// False when there is no point in another line: the session is over, or a text of the command line failed.
    bool awaitAnswer(realtime::Session& session)
    {
        for (;;)
            switch (dialogue->wait())
            {
            case Dialogue::Pause::answered:
                return options.texts.empty() || dialogue->allIsWell();
            case Dialogue::Pause::approval:
                decide(session);
                break;
            case Dialogue::Pause::ended:
                return false;
            case Dialogue::Pause::silence:
                timedOut = true;
                (void)fail({ErrorCode::timeout,
                            "No answer came within " + std::to_string(Dialogue::longestSilence.count()) +
                                " s: check the service, then ask again.",
                            "chat"});
                return false;
            }
    }

    void decide(realtime::Session& session)
    {
        const auto asked = dialogue->takeApproval();
        if (!asked)
            return;
        if (!isInteractive)
        {
            session.reject(asked->callId, false, "This call was not approved, because nobody is there to approve it.");
            return;
        }
        std::cerr << "The agent wants to call " << asked->tool << " with " << asked->arguments.dump()
                  << ". Allow it? [y/N] " << std::flush;
        const auto answer = lines->next();
        if (answer && (*answer == "y" || *answer == "Y" || *answer == "yes"))
            session.approve(asked->callId);
        else
            session.reject(asked->callId, false, "The user did not approve this call.");
    }

    const ChatOptions& options;
    const bool isInteractive;
    std::shared_ptr<LineReader> lines;
    std::shared_ptr<Dialogue> dialogue;
    std::size_t textsSent = 0;
    bool timedOut = false;
};

} // namespace

void addChat(CLI::App& app, int& exitCode)
{
    auto* chatting = app.add_subcommand("chat", "Talk to the agent in writing: lines in, answers out");
    const auto options = std::make_shared<ChatOptions>();
    chatting->add_option("text", options->texts,
                         "What to say, each a turn of its own; without it, lines of standard input");
    chatting
        ->add_option("--url", options->url, "A Realtime service to talk to, ws:// or wss://; without it the local one")
        ->type_name("WS_URL");
    addAgentsOption(*chatting, options->agentsFile);
    chatting->add_flag("--json", options->asJson, "Print every event as JSON, one a line");
    chatting->add_option("--record", options->recordFile, "Write every frame both ways to this file, one JSON a line")
        ->type_name("FILE");
    chatting->callback(
        [options, &exitCode]
        {
            if (std::ranges::any_of(options->texts, isBlank))
                throw CLI::ValidationError("text", "it is blank, so there is nothing to say");
            exitCode = Chat(*options).run();
        });
}

} // namespace parley::command
