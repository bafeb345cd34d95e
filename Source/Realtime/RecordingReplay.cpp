// SPDX-License-Identifier: Apache-2.0
#include "Realtime/RecordingReplay.h"

#include "Audio/Pcm16.h"
#include "Base/Detail/ErrorCodeNames.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <deque>
#include <map>
#include <optional>
#include <utility>

namespace parley::realtime
{
namespace
{

using wire::Json;

constexpr std::size_t mostDifferences = 20;
constexpr auto* appendType = "input_audio_buffer.append";

/// Later than any time of the recording's: a steady clock never begins at zero.
constexpr Time beginning{std::chrono::hours(1)};

std::string seconds(std::chrono::microseconds at)
{
    std::array<char, 32> text{};
    const auto ms = static_cast<long long>(at.count() / 1000);
    std::snprintf(text.data(), text.size(), "%lld.%03lld s", ms / 1000, ms % 1000);
    return text.data();
}

std::vector<std::int16_t> samplesOf(const Json& append)
{
    std::vector<std::int16_t> samples;
    (void)audio::decodeBase64(wire::textField(append, "audio"), samples);
    return samples;
}

/// Looks at the answer as a session does, but here and now.
GuardrailFinding look(const GuardrailJob& job)
{
    for (const auto& guardrail : job.guardrails)
        if (const auto trip = guardrail.check(job.look))
            return {guardrail.name, trip->reason, {}};
    return {};
}

class Replayer
{
public:
    explicit Replayer(SessionSettings settings)
        : core(std::move(settings))
    {
    }

    ReplayResult run(const Recording& recording)
    {
        feed(input::Connecting{});
        for (const auto& line : recording.lines)
        {
            passTimeTo(line.at);
            if (line.from != RecordedLine::From::parley || line.type() != "playback.interrupted")
                tellInterruption();
            if (line.from == RecordedLine::From::server)
                serverFrame(line.event);
            else if (line.from == RecordedLine::From::client)
                clientFrame(line);
            else
                mark(line.event);
        }
        tellInterruption();
        for (const auto& type : ahead)
            differ("this version sends " + type + ", which the recording does not hold");
        return std::move(result);
    }

private:
    void passTimeTo(std::chrono::microseconds at)
    {
        for (auto due = core.nextDeadline(); due && *due <= beginning + at; due = core.nextDeadline())
        {
            now = std::max(now, std::chrono::duration_cast<std::chrono::microseconds>(*due - beginning));
            feed(input::TimePassed{});
        }
        now = std::max(now, at);
    }

    void feed(Input given)
    {
        std::deque<Input> inputs;
        inputs.push_back(std::move(given));
        for (; !inputs.empty(); inputs.pop_front())
            take(core.handle(std::move(inputs.front()), beginning + now), inputs);
    }

    /// What the pool would answer goes to `inputs`; the output of a tool is in the recording.
    void take(Outputs out, std::deque<Input>& inputs)
    {
        for (const auto& job : out.startTools)
        {
            if (job.kind == ToolJob::Kind::ask)
                inputs.emplace_back(input::ToolFinished{job.id, MayRun{}});
            else
                openCalls.insert_or_assign(job.call.callId, job.id);
        }
        for (const auto& job : out.look)
            inputs.emplace_back(input::GuardrailsLooked{job.id, look(job)});
        for (auto& event : out.publish)
            result.events.push_back({now, std::move(event)});
        for (const auto& event : out.send)
        {
            auto type = wire::textField(Json::parse(wire::serialize(event)), "type");
            if (type != appendType)
                ahead.push_back(std::move(type));
        }
    }

    void serverFrame(const Json& frame)
    {
        if (!std::exchange(isOpen, true))
            feed(input::TransportOpened{});
        if (auto event = wire::parseServerEvent(frame.dump()))
            feed(std::move(event).value());
    }

    /// True when the core has sent a frame of this type by now.
    bool match(const std::string& type)
    {
        const auto found = std::ranges::find(ahead, type);
        if (found == ahead.end())
            return false;
        ahead.erase(found);
        return true;
    }

    void clientFrame(const RecordedLine& line)
    {
        const auto type = line.type();
        if (type == appendType)
        {
            feed(input::SendAudio{samplesOf(line.event), false});
            return;
        }
        if (match(type))
            return;
        if (auto asked = askedBy(type, line.event))
            feed(std::move(*asked));
        if (!match(type))
            differ("at " + seconds(line.at) + " the recording sends " + type + ", which this version does not");
    }

    /// What the user did, so that the core sends this.
    std::optional<Input> askedBy(const std::string& type, const Json& frame)
    {
        const auto& item = wire::objectField(frame, "item");
        const auto call = openCalls.find(wire::textField(item, "call_id"));
        if (type == "conversation.item.create" && call != openCalls.end())
            return input::ToolFinished{std::exchange(call->second, 0), ToolOutput::of(wire::textField(item, "output"))};
        if (type == "conversation.item.create")
            return input::SendMessage{wire::Item::fromJson(item)};
        if (type == "input_audio_buffer.commit")
            return input::SendAudio{{}, true};
        if (type == "response.cancel")
            return input::Interrupt{};
        return std::nullopt;
    }

    void mark(const Json& event)
    {
        const auto type = wire::textField(event, "type");
        if (type == "connection")
            connection(event);
        else if (type == "playback.started")
            feed(input::PlaybackStarted{wire::textField(event, "response_id"), wireToOutput(event)});
        else if (type == "playback.finished")
            feed(input::PlaybackFinished{wire::textField(event, "response_id")});
        else if (type == "playback.interrupted")
            heard.push_back(heardOf(event));
    }

    void connection(const Json& event)
    {
        const auto state = wire::textField(event, "state");
        const bool isOver = core.state() == ConnectionState::disconnected || core.state() == ConnectionState::failed;
        if (isOver)
            return;
        if (state == "disconnected")
        {
            feed(input::Closing{});
            feed(input::TransportClosed{{ErrorCode::cancelled, "", ""}});
        }
        if (state == "failed")
            feed(input::TransportClosed{
                {errorCodeNamed(wire::textField(event, "code")).value_or(ErrorCode::closedByServer),
                 wire::textField(event, "message"), "recording"}});
    }

    static std::chrono::microseconds wireToOutput(const Json& event)
    {
        const auto& ms = wire::objectField(event, "wire_to_output_ms");
        constexpr double longestMs = 1e9;
        if (!ms.is_number() || !(ms.get<double>() >= 0 && ms.get<double>() < longestMs))
            return {};
        return std::chrono::duration_cast<std::chrono::microseconds>(
            std::chrono::duration<double, std::milli>(ms.get<double>()));
    }

    static HeardSpeech heardOf(const Json& event)
    {
        constexpr std::uint64_t samplesOfMs = audio::wireSampleRate / 1000;
        constexpr std::int64_t longestMs = 3'600'000;
        const auto ms = std::clamp<std::int64_t>(wire::integerField(event, "heard_ms"), 0, longestMs);
        const auto samples = static_cast<std::uint64_t>(ms) * samplesOfMs;
        return {{"", wire::textField(event, "item_id"), 0}, samples, samples + samplesOfMs};
    }

    /// One interruption is recorded as a mark for each part that it cut.
    void tellInterruption()
    {
        if (!heard.empty())
            feed(input::PlaybackInterrupted{std::exchange(heard, {})});
    }

    void differ(std::string sentence)
    {
        if (result.differences.size() < mostDifferences)
            result.differences.push_back(std::move(sentence));
    }

    SessionCore core;
    std::chrono::microseconds now{0};
    bool isOpen = false;
    std::deque<std::string> ahead; ///< Types of what the core sent and the recording has not come to yet.
    std::vector<HeardSpeech> heard;
    std::map<std::string, std::uint64_t> openCalls; ///< The job of each call, by its id.
    ReplayResult result;
};

constexpr std::string_view handoffPrefix = "transfer_to_";

/// The functions that the recorded session offered, as tools and handoffs that do nothing: what came of their calls
/// stands in the recording.
void addRecordedTools(const Recording& recording, Agent& agent)
{
    const auto update =
        std::ranges::find_if(recording.lines, [](const RecordedLine& line)
                             { return line.from == RecordedLine::From::client && line.type() == "session.update"; });
    if (update == recording.lines.end())
        return;
    const auto& tools = wire::objectField(wire::objectField(update->event, "session"), "tools");
    for (const auto& function : tools.is_array() ? tools : Json::array())
    {
        const auto name = wire::textField(function, "name");
        if (name.starts_with(handoffPrefix))
        {
            Agent other;
            other.name = name.substr(handoffPrefix.size());
            agent.handoffs.push_back(Handoff::to(std::move(other)));
        }
        else if (!name.empty())
        {
            Tool tool;
            tool.name = name;
            tool.description = wire::textField(function, "description");
            tool.run = [](const ToolCall&) -> Result<ToolOutput> { return ToolOutput{}; };
            agent.tools.push_back(std::move(tool));
        }
    }
}

} // namespace

ReplayResult replay(const Recording& recording, SessionSettings settings)
{
    if (settings.agent.tools.empty() && settings.agent.handoffs.empty())
        addRecordedTools(recording, settings.agent);
    return Replayer(std::move(settings)).run(recording);
}

} // namespace parley::realtime
