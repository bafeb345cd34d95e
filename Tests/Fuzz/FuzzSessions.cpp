// SPDX-License-Identifier: Apache-2.0
// A whole session: each line is a frame, or with '@' in front an order to the surroundings: @b a binary frame, @j one
// job ends, @f one job fails, @p a part of its result is there, @N so many ms pass. At the end all jobs do.
#include "FuzzEngines.h"
#include "Service/ServiceSession.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <string>
#include <string_view>

using namespace parley;
using namespace parley::service;

namespace
{

class FuzzedSession
{
public:
    explicit FuzzedSession(bool isTranscription)
        : session({"any", 7, 1'700'000'000, Json::object(), std::chrono::hours(1), isTranscription})
    {
        take(session.open());
    }

    void takeLine(std::string_view line)
    {
        if (!line.starts_with('@'))
            take(session.receiveText(line, now));
        else if (line == "@b")
            take(session.receiveBinary());
        else if (line == "@j" || line == "@f")
            finishJob(line == "@f");
        else if (line == "@p")
            tellPart();
        else
        {
            now += SessionTime(std::atoi(std::string(line.substr(1, 8)).c_str()));
            take(session.passTime(now));
        }
    }

    void finishJobs()
    {
        for (int i = 0; i < mostJobs && !jobs.empty(); ++i)
            finishJob(false);
    }

private:
    static constexpr int mostJobs = 200;

    void finishJob(bool fails)
    {
        if (jobs.empty())
            return;
        const auto job = std::move(jobs.front());
        jobs.pop_front();
        const auto result =
            fails ? EngineResult(Error{ErrorCode::internal, "Out of order.", "engine"}) : engines.perform(job.work);
        take(session.takeResult(job.id, result, now));
    }

    /// More of the first job follows.
    void tellPart()
    {
        if (jobs.empty())
            return;
        const auto& job = jobs.front();
        if (std::holds_alternative<AnswerJob>(job.work))
            take(session.takeResult(job.id, AnswerPart{"A part of it. "}, now));
        else if (std::holds_alternative<SpeakJob>(job.work))
            take(session.takeResult(job.id, SpeechPart{std::vector<std::int16_t>(480, 100)}, now));
    }

    void take(SessionOutput output)
    {
        for (const auto& event : output.events)
            if (event.dump(-1, ' ', false, Json::error_handler_t::replace).empty() || !event.contains("event_id"))
                std::abort();
        for (auto& job : output.jobs)
            jobs.push_back(std::move(job));
    }

    ServiceSession session;
    fuzz::FuzzEngines engines;
    SessionTime now{0};
    std::deque<EngineJob> jobs;
};

constexpr int mostLines = 60;

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view text(reinterpret_cast<const char*>(data), size);
    FuzzedSession session(text.starts_with("@t\n"));
    for (int i = 0; i < mostLines && !text.empty(); ++i)
    {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        session.takeLine(line);
    }
    session.finishJobs();
    return 0;
}
