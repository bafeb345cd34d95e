// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Recorder.h"

#include "Base/Log.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <deque>
#include <fstream>
#include <mutex>
#include <string>
#include <utility>

namespace parley::realtime
{
namespace
{

using Clock = std::chrono::steady_clock;
using wire::Json;

double milliseconds(Clock::duration duration)
{
    return std::chrono::duration<double, std::milli>(duration).count();
}

Json errorMark(const char* type, const Error& error)
{
    return {{"type", type}, {"code", toString(error.code)}, {"message", error.describe()}};
}

/// The line that an event leaves in the recording, or null.
struct MarkOf
{
    Json operator()(const ConnectionChanged& event) const
    {
        Json mark = {{"type", "connection"}, {"state", toString(event.state)}};
        if (event.reason)
        {
            mark["code"] = toString(event.reason->code);
            mark["message"] = event.reason->describe();
        }
        return mark;
    }
    Json operator()(const Reconnecting& event) const
    {
        auto mark = errorMark("reconnecting", event.reason);
        mark["attempt"] = event.attempt;
        mark["wait_ms"] = event.wait.count();
        return mark;
    }
    Json operator()(const Reconnected& event) const
    {
        return {{"type", "reconnected"},
                {"session_id", event.sessionId},
                {"replayed_items", event.replayedItems},
                {"planned", event.wasPlanned}};
    }
    Json operator()(const PlaybackStarted& event) const
    {
        return {{"type", "playback.started"},
                {"response_id", event.responseId},
                {"wire_to_output_ms", milliseconds(event.wireToOutput)}};
    }
    Json operator()(const PlaybackFinished& event) const
    {
        return {{"type", "playback.finished"}, {"response_id", event.responseId}};
    }
    Json operator()(const AudioInterrupted& event) const
    {
        return {{"type", "playback.interrupted"}, {"item_id", event.itemId}, {"heard_ms", event.heard.count()}};
    }
    Json operator()(const LatencyMeasured& event) const
    {
        Json mark = {{"type", "latency"},
                     {"capture_to_wire_ms",
                      {{"count", event.frames},
                       {"median", milliseconds(event.captureToWireMedian)},
                       {"max", milliseconds(event.captureToWireMax)}}}};
        if (!event.responseId.empty())
            mark["response_id"] = event.responseId;
        if (event.wireToOutput)
            mark["wire_to_output_ms"] = milliseconds(*event.wireToOutput);
        if (event.endOfSpeechToAudible)
            mark["end_of_speech_to_audible_ms"] = milliseconds(*event.endOfSpeechToAudible);
        return mark;
    }
    Json operator()(const Warning& event) const { return errorMark("warning", event.error); }
    Json operator()(const ErrorEvent& event) const { return errorMark("error", event.error); }
    template <typename Other>
    Json operator()(const Other&) const
    {
        return nullptr;
    }
};

/// Audio is base64 and holds no secret; looking through it would cost more than writing it. Its type stands at one end
/// of the line, the base64 between.
bool isAudioFrame(std::string_view line)
{
    constexpr std::size_t endLength = 256;
    const auto head = line.substr(0, endLength);
    const auto tail = line.substr(line.size() - std::min(line.size(), endLength));
    const auto names = [](std::string_view text)
    {
        return text.find("input_audio_buffer.append\"") != std::string_view::npos ||
               text.find("audio.delta\"") != std::string_view::npos;
    };
    return line.size() > 2 * endLength && (names(head) || names(tail));
}

/// Written without printf: a host may have set a locale whose decimal point is a comma.
std::string lineHead(double ms, const char* from)
{
    std::array<char, 64> number{};
    const auto end = std::to_chars(number.data(), number.data() + number.size(), ms, std::chars_format::fixed, 3).ptr;
    return R"({"ms":)" + std::string(number.data(), end) + R"(,"from":")" + from + R"(","event":)";
}

} // namespace

class Recorder::Writer : public std::enable_shared_from_this<Writer>
{
public:
    Writer(Executor& usedExecutor, std::ofstream opened)
        : executor(usedExecutor)
        , stream(std::move(opened))
    {
    }

    void line(const char* from, std::string_view event)
    {
        auto text = lineHead(milliseconds(Clock::now() - begin), from);
        const auto eventBegin = text.size();
        text += event;
        // Between the tokens of a frame there may be line breaks; inside its strings there are none.
        std::replace_if(
            text.begin() + static_cast<std::ptrdiff_t>(eventBegin), text.end(),
            [](char letter) { return letter == '\n' || letter == '\r'; }, ' ');
        text += "}\n";
        const std::scoped_lock lock(mutex);
        if (queue.size() >= queueCapacity)
        {
            dropped.fetch_add(1);
            return;
        }
        queue.push_back(std::move(text));
        if (!isScheduled)
            isScheduled = executor.postToPool([self = shared_from_this()] { self->write(); });
    }

    /// Writes what waits. Runs on the pool, and at the end on the thread that lets go.
    void write()
    {
        const std::scoped_lock writing(writingMutex);
        for (;;)
        {
            std::deque<std::string> lines;
            {
                const std::scoped_lock lock(mutex);
                lines.swap(queue);
                if (lines.empty())
                {
                    isScheduled = false;
                    break;
                }
            }
            for (const auto& one : lines)
                stream << (isAudioFrame(one) ? one : redact(one));
        }
        stream.flush();
        if (!stream && !failureIsLogged)
        {
            failureIsLogged = true;
            log(LogLevel::error, "The recording cannot be written any more: check the disk's free space.");
        }
    }

    std::atomic<std::uint64_t> dropped{0};
    const Clock::time_point begin = Clock::now();

private:
    Executor& executor;
    std::mutex mutex;
    std::mutex writingMutex;
    std::deque<std::string> queue;
    bool isScheduled = false;
    bool failureIsLogged = false;
    std::ofstream stream;
};

Recorder::Recorder(std::shared_ptr<Writer> opened)
    : writer(std::move(opened))
{
}

Recorder::~Recorder()
{
    writer->write();
}

Result<std::shared_ptr<Recorder>> Recorder::open(Executor& executor, const std::filesystem::path& file)
{
    std::ofstream stream(file, std::ios::trunc);
    if (!stream)
        return Error{ErrorCode::fileInvalid,
                     "The recording " + file.string() + " cannot be written (" + std::strerror(errno) +
                         "): name a file in a folder that exists and may be written to.",
                     "record"};
    auto writer = std::make_shared<Writer>(executor, std::move(stream));
    const auto steady = std::chrono::duration_cast<std::chrono::nanoseconds>(writer->begin.time_since_epoch()).count();
    writer->line("parley", Json({{"type", "recording.started"}, {"steady_ns", steady}}).dump());
    return std::shared_ptr<Recorder>(new Recorder(std::move(writer)));
}

void Recorder::clientFrame(std::string_view text)
{
    writer->line("client", text);
}

void Recorder::serverFrame(std::string_view text)
{
    writer->line("server", text);
}

void Recorder::event(const Event& event)
{
    const auto mark = std::visit(MarkOf{}, event);
    if (!mark.is_null())
        writer->line("parley", mark.dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::uint64_t Recorder::droppedLines() const noexcept
{
    return writer->dropped.load();
}

} // namespace parley::realtime
