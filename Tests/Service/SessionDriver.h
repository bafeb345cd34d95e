// SPDX-License-Identifier: Apache-2.0
// Drives a ServiceSession without socket or engines: the test plays both.
#pragma once

#include "Audio/Pcm16.h"
#include "Service/ServiceSession.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <deque>
#include <utility>

namespace parley::service
{

class SessionDriver
{
public:
    explicit SessionDriver(SessionOrigin origin = {"gpt-realtime", 7, 1'700'000'000})
        : session(std::move(origin))
    {
        take(session.open());
    }

    /// Sends an event and lets all jobs that follow finish, unless they are held.
    void send(const Json& event) { sendText(event.dump()); }
    void sendText(const std::string& frame)
    {
        take(session.receiveText(frame, now));
        if (!holdsJobs)
            finishJobs();
    }
    void sendBinary() { take(session.receiveBinary()); }

    void pass(SessionTime duration)
    {
        now += duration;
        take(session.passTime(now));
        if (!holdsJobs)
            finishJobs();
    }

    void finishJobs()
    {
        while (!jobs.empty())
            finishOneJob();
    }

    void finishOneJob()
    {
        const auto job = std::move(jobs.front());
        jobs.pop_front();
        take(session.takeResult(job.id, resultOf(job), now));
    }

    /// A result of this job, or a part of it.
    void tell(std::uint64_t job, const EngineResult& result) { take(session.takeResult(job, result, now)); }

    void sendAudio(const std::vector<std::int16_t>& samples)
    {
        for (std::size_t i = 0; i < samples.size(); i += 480)
        {
            std::string base64;
            audio::appendBase64(std::span(samples).subspan(i, std::min<std::size_t>(480, samples.size() - i)), base64);
            send({{"type", "input_audio_buffer.append"}, {"audio", base64}});
        }
    }

    /// The types since the last call, in order; repeated ones once.
    std::vector<std::string> takeTypes()
    {
        std::vector<std::string> types;
        for (const auto& event : events)
            if (types.empty() || types.back() != event.at("type"))
                types.push_back(event.at("type"));
        events.clear();
        return types;
    }

    [[nodiscard]] std::vector<Json> all(const std::string& type) const
    {
        std::vector<Json> found;
        std::ranges::copy_if(events, std::back_inserter(found), [&](const Json& e) { return e.at("type") == type; });
        return found;
    }
    [[nodiscard]] Json last(const std::string& type) const
    {
        const auto found = all(type);
        INFO("expected an event " << type);
        REQUIRE_FALSE(found.empty());
        return found.back();
    }
    [[nodiscard]] Json lastError() const { return last("error").at("error"); }

    void say(const std::string& text)
    {
        const Json part = {{"type", "input_text"}, {"text", text}};
        create({{"type", "message"}, {"role", "user"}, {"content", Json::array({part})}});
    }
    void create(const Json& item) { send({{"type", "conversation.item.create"}, {"item", item}}); }
    /// The call of a function, as a client puts it into the conversation.
    void addCall(const std::string& callId)
    {
        create({{"type", "function_call"}, {"call_id", callId}, {"name", "look"}, {"arguments", "{}"}});
    }
    void addOutput(const std::string& callId, const std::string& output)
    {
        create({{"type", "function_call_output"}, {"call_id", callId}, {"output", output}});
    }
    void update(Json changes)
    {
        changes["type"] = "realtime";
        send({{"type", "session.update"}, {"session", changes}});
    }

    ServiceSession session;
    SessionTime now{0};
    std::vector<Json> events;
    std::deque<EngineJob> jobs;
    std::vector<std::uint64_t> givenUp; ///< Jobs.
    std::optional<CloseOrder> close;
    std::vector<AnswerRequest> requests;
    std::string transcript = "turn left";
    std::string answer = "You said it. All of it.";
    std::vector<FunctionCall> calls; ///< In place of the next answer.
    std::optional<Error> failure;
    bool holdsJobs = false;

private:
    void take(SessionOutput output)
    {
        for (auto& event : output.events)
            events.push_back(std::move(event));
        for (auto& job : output.jobs)
            jobs.push_back(std::move(job));
        givenUp.insert(givenUp.end(), output.givenUp.begin(), output.givenUp.end());
        if (output.close.has_value())
            close = output.close;
    }

    EngineResult resultOf(const EngineJob& job)
    {
        if (failure.has_value())
            return *failure;
        if (std::holds_alternative<RecogniseJob>(job.work))
            return Transcript{transcript};
        if (std::holds_alternative<SpeakJob>(job.work))
            return Speech{std::vector<std::int16_t>(12000, 100)};
        requests.push_back(std::get<AnswerJob>(job.work).request);
        return calls.empty() ? Answer(answer) : Answer(std::exchange(calls, {}));
    }
};

/// Something like speech: a tone whose loudness swells four times a second.
inline std::vector<std::int16_t> makeSpeech(std::chrono::milliseconds duration)
{
    std::vector<std::int16_t> samples(static_cast<std::size_t>(toSamples(duration)));
    for (std::size_t i = 0; i < samples.size(); ++i)
    {
        const double t = static_cast<double>(i) / 24000.0;
        const double loudness = 0.55 + 0.45 * std::sin(2.0 * 3.14159265 * 4.0 * t);
        samples[i] = static_cast<std::int16_t>(9000.0 * loudness * std::sin(2.0 * 3.14159265 * 700.0 * t));
    }
    return samples;
}

inline std::vector<std::int16_t> makeSilence(std::chrono::milliseconds duration)
{
    return std::vector<std::int16_t>(static_cast<std::size_t>(toSamples(duration)), 0);
}

} // namespace parley::service
