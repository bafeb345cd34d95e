// SPDX-License-Identifier: Apache-2.0
#include "Realtime/CoreDriver.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace parley;
using namespace parley::test;

namespace
{

/// Feeds a core with whatever may come, in any order, and watches what may never happen.
class Chaos
{
public:
    explicit Chaos(unsigned seed)
        : driver(withTool())
        , random(seed)
    {
        driver.becomeReady();
    }

    void step()
    {
        driver.now += std::chrono::milliseconds(pick(3000));
        if (pick(3) == 0)
            command();
        else
            driver.feed(serverEvent());
        judge();
        if (driver.core.nextDeadline() && driver.now >= *driver.core.nextDeadline())
        {
            driver.feed(input::TimePassed{});
            mayBeTaken = mayBeTaken || !driver.published<ErrorEvent>().empty();
            judge();
        }
    }

private:
    unsigned pick(unsigned below) { return std::uniform_int_distribution<unsigned>(0, below - 1)(random); }
    std::string response() { return "r" + std::to_string(pick(4)); }
    std::string item() { return "i" + std::to_string(pick(6)); }

    static SessionSettings withTool()
    {
        SessionSettings settings;
        settings.agent.tools.emplace_back().name = "look";
        settings.agent.outputGuardrails.emplace_back().name = "watch";
        settings.guardrails = {3, true, 2s};
        return settings;
    }

    void command()
    {
        switch (pick(12))
        {
        case 11:
            updateSettings();
            break;
        case 6:
            driver.feed(input::ClearAudio{});
            break;
        case 7:
            driver.feed(input::CreateResponse{{{"instructions", "x"}}});
            break;
        case 8:
            updateHistory();
            break;
        case 9:
            driver.feed(input::ToolFinished{1 + pick(40), ToolOutput::of("seen")});
            break;
        case 10:
            driver.feed(input::GuardrailsLooked{1 + pick(200), {pick(9) == 0 ? "watch" : "", "rude", {}}});
            break;
        case 0:
            driver.feed(input::SendMessage{wire::Item::userText("line")});
            break;
        case 1:
            driver.feed(input::SendAudio{samples(pick(5000)), pick(2) == 0});
            break;
        case 2:
            driver.feed(input::Interrupt{});
            break;
        case 3:
            driver.feed(input::PlaybackFinished{response()});
            break;
        case 4:
            driver.feed(input::PlayoutOverflow{response()});
            break;
        default:
            playbackInterrupted();
        }
    }

    void updateSettings()
    {
        wire::SessionConfig changes;
        if (pick(2) == 0)
            changes.instructions = "x";
        if (pick(2) == 0)
            changes.voice = pick(2) == 0 ? "marin" : "cedar";
        if (pick(3) == 0)
            changes.turnDetection = nullptr;
        driver.feed(input::UpdateSettings{std::move(changes)});
    }

    /// Some items leave, the others come in another order, and there is a new one.
    void updateHistory()
    {
        auto items = driver.core.history().items();
        std::shuffle(items.begin(), items.end(), random);
        items.resize(items.size() / 2);
        items.push_back(wire::Item::userText("new"));
        driver.feed(input::UpdateHistory{std::move(items)});
    }

    void playbackInterrupted()
    {
        input::PlaybackInterrupted interrupted;
        received.clear();
        for (unsigned i = pick(4); i > 0; --i)
        {
            const HeardSpeech heard{{response(), item(), static_cast<int>(pick(2))}, pick(60000), pick(48000)};
            received[heard.part.itemId + std::to_string(heard.part.contentIndex)] = std::max<std::uint64_t>(
                received[heard.part.itemId + std::to_string(heard.part.contentIndex)], heard.receivedSamples);
            interrupted.heard.push_back(heard);
        }
        driver.feed(interrupted);
    }

    wire::ServerEvent serverEvent()
    {
        switch (pick(12))
        {
        case 9:
            return wire::ItemTruncated{item(), static_cast<int>(pick(2)), pick(2000)};
        case 10:
            return wire::ContentPartChanged{response(), item(), static_cast<int>(pick(2)), {"audio", "w", "w"}, true};
        case 0:
            return created();
        case 11:
            return wire::OutputItemDone{response(), functionCall()};
        case 1:
            return wire::ResponseDone{response(), "completed", Json::array({1})};
        case 2:
            return wire::AudioDelta{response(), item(), static_cast<int>(pick(3)), samples(pick(500)), pick(9) == 0};
        case 3:
            return wire::SpeechStarted{item(), 0};
        case 4:
            return wire::InputCommitted{item(), {}};
        case 5:
            return wire::TextDelta{response(), item(), static_cast<int>(pick(99)), "x", pick(2) == 0};
        case 6:
            return wire::ItemUpserted{namedItem(), item(), pick(2) == 0};
        case 7:
            return wire::ItemDeleted{item()};
        default:
            return refusal();
        }
    }

    wire::Item namedItem()
    {
        wire::Item made;
        made.id = item();
        made.status = pick(2) == 0 ? "completed" : "in_progress";
        return made;
    }

    wire::Item functionCall()
    {
        wire::Item made;
        made.id = "f" + std::to_string(pick(1000));
        made.type = "function_call";
        made.status = pick(5) == 0 ? "incomplete" : "completed";
        made.rest = {{"call_id", "call_" + std::to_string(pick(1000))},
                     {"name", pick(4) == 0 ? "unknown" : "look"},
                     {"arguments", pick(4) == 0 ? "[" : "{}"}};
        return made;
    }

    wire::ServerEvent created()
    {
        Json body = Json::object();
        if (pick(2) == 0)
            body["metadata"] = {{"parley_request", lastTag}};
        mayBeTaken = true;
        return wire::ResponseCreated{response(), body};
    }

    wire::ServerEvent refusal()
    {
        const bool busy = pick(2) == 0;
        mayBeTaken = true;
        return wire::ServerError{{},
                                 busy ? "conversation_already_has_active_response" : "invalid_value",
                                 "m",
                                 {},
                                 pick(2) == 0 ? lastTag : std::string()};
    }

    void judge()
    {
        const auto creates = driver.sent<wire::ResponseCreate>();
        CHECK(creates.size() <= 1);
        if (!creates.empty())
        {
            // A second one only after the first was taken up, refused or given up.
            CHECK(mayBeTaken);
            mayBeTaken = false;
            lastTag = creates[0].response["metadata"]["parley_request"].get<std::string>();
        }
        for (const auto& created : driver.sent<wire::ItemCreate>())
            if (created.item.type == "function_call_output")
                CHECK(answeredCalls.insert(created.item.rest["call_id"].get<std::string>()).second);
        for (const auto& truncated : driver.sent<wire::ItemTruncate>())
        {
            const auto limit = received[truncated.itemId + std::to_string(truncated.contentIndex)] * 1000 / 24000;
            CHECK(truncated.audioEndMs >= 0);
            CHECK(static_cast<std::uint64_t>(truncated.audioEndMs) <= limit);
        }
    }

    Driver driver;
    std::mt19937 random;
    std::set<std::string> answeredCalls;
    std::map<std::string, std::uint64_t> received;
    std::string lastTag;
    bool mayBeTaken = true;
};

} // namespace

TEST_CASE("whatever comes in whatever order: one request at a time, one output a call, and no truncation "
          "beyond what was received")
{
    for (unsigned seed = 1; seed <= 40; ++seed)
    {
        INFO("seed " << seed);
        Chaos chaos(seed);
        for (int i = 0; i < 500; ++i)
            chaos.step();
    }
}
