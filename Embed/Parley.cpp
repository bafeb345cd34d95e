// SPDX-License-Identifier: Apache-2.0
// parley.h over a VoiceBridge: things are taken apart and put together here, and nothing is decided.
#include "Embed/parley.h"

#include "Bridge/HostSettings.h"
#include "Bridge/HostTool.h"
#include "Bridge/VoiceBridge.h"
#include "Embed/EventFields.h"
#include "Realtime/EventQueue.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

using namespace parley;
using Clock = std::chrono::steady_clock;

struct parley_instance
{
    const Clock::time_point begin = Clock::now();
    bridge::HostSettings settings;
    std::shared_ptr<auth::KeySource> key;
    std::vector<realtime::Tool> tools;
    realtime::EventQueue events;
    std::optional<embed::EventFields> handedOut;
    std::uint64_t subscription = 0;
    bridge::VoiceBridge voice; ///< Goes first: its events use the others.
};

namespace
{

/// Without a destructor, which would keep an unloaded library in memory until its threads end.
thread_local char lastError[1024] = "";

template <std::size_t size>
void copyText(const std::string& text, char (&to)[size])
{
    auto length = std::min(text.size(), size - 1);
    // Not in the middle of a character.
    while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U)
        --length;
    std::memcpy(to, text.data(), length);
    to[length] = '\0';
}

parley_result fail(parley_result result, const std::string& sentence)
{
    copyText(sentence, lastError);
    return result;
}

/// Nothing that is thrown leaves the library. A task without a result is PARLEY_OK.
template <typename Task, typename... Needed>
parley_result guarded(Task task, const Needed*... needed) noexcept
{
    if (((needed == nullptr) || ...))
        return fail(PARLEY_INVALID_ARGUMENT, "A null pointer was given: give the instance, text or structure.");
    try
    {
        if constexpr (std::is_void_v<decltype(task())>)
            task();
        else
            return task();
        return PARLEY_OK;
    }
    catch (const std::exception& problem)
    {
        return fail(PARLEY_FAILED, problem.what());
    }
}

void subscribe(parley_instance& instance, parley_event_handler handler, void* user)
{
    instance.voice.unsubscribe(instance.subscription);
    instance.subscription = instance.voice.subscribe(
        [&instance, handler, user](const realtime::Event& event)
        {
            realtime::TimedEvent timed{event, Clock::now()};
            if (handler == nullptr)
                instance.events.push(std::move(timed));
            else
                handler(user, &embed::EventFields(timed, instance.begin).fields());
        });
}

std::int64_t microseconds(const std::optional<std::chrono::microseconds>& duration)
{
    return duration ? duration->count() : -1;
}

/// The caller's structure may be that of another version.
template <typename Structure>
parley_result give(const Structure& full, Structure* to)
{
    if (to->size < 2 * sizeof to->size)
        return fail(PARLEY_INVALID_ARGUMENT, "The structure's size is not set: set it to its sizeof before the call.");
    const auto size = std::min(to->size, sizeof full);
    std::memcpy(to, &full, size);
    to->size = size;
    return PARLEY_OK;
}

parley_status statusOf(parley_instance& instance)
{
    const auto now = instance.voice.status();
    const auto meters = instance.voice.takeMeters();
    const auto counters = instance.voice.counters();
    const auto latency = instance.voice.latency().value_or(realtime::LatencyMeasured{});
    parley_status status{};
    status.size = sizeof status;
    status.state = embed::stateOf(now.state);
    status.input_peak = meters.input;
    status.output_peak = meters.output;
    status.capture_frames_dropped = counters.captureFramesDropped;
    status.playout_underruns = counters.playoutUnderruns;
    status.early_audio_samples_dropped = counters.earlyAudioSamplesDropped;
    status.events_dropped = counters.eventsDropped + instance.events.droppedEvents();
    status.capture_to_wire_us = latency.frames > 0 ? latency.captureToWireMedian.count() : -1;
    status.wire_to_output_us = microseconds(latency.wireToOutput);
    status.end_of_speech_to_audible_us = microseconds(latency.endOfSpeechToAudible);
    copyText(now.sentence, status.sentence);
    return status;
}

} // namespace

const char* parley_version(void)
{
    return PARLEY_VERSION;
}

const char* parley_last_error(void)
{
    return lastError;
}

parley_instance* parley_create(void)
{
    std::unique_ptr<parley_instance> made;
    const auto result = guarded(
        [&]
        {
            made = std::make_unique<parley_instance>();
            subscribe(*made, nullptr, nullptr);
        });
    return result == PARLEY_OK ? made.release() : nullptr;
}

void parley_destroy(parley_instance* instance)
{
    const std::unique_ptr<parley_instance> owned(instance);
}

parley_result parley_configure(parley_instance* instance, const char* settings_json, const char* agents_json)
{
    return guarded(
        [&]
        {
            auto settings = bridge::parseHostSettings(settings_json, agents_json == nullptr ? "" : agents_json);
            if (!settings)
                return fail(PARLEY_INVALID_JSON, settings.error().message);
            instance->settings = std::move(settings).value();
            instance->voice.setAudio(instance->settings.audio);
            return PARLEY_OK;
        },
        instance, settings_json);
}

parley_result parley_set_key(parley_instance* instance, const char* key)
{
    return guarded([&] { instance->key = key == nullptr ? nullptr : auth::KeySource::value(Secret(key)); }, instance);
}

parley_result parley_add_tool(parley_instance* instance, const char* tool_json)
{
    return guarded(
        [&]
        {
            auto tool = bridge::parseHostTool(tool_json);
            if (!tool)
                return fail(PARLEY_INVALID_JSON, tool.error().message);
            std::erase_if(instance->tools, [&](const auto& known) { return known.name == tool.value().name; });
            instance->tools.push_back(std::move(tool).value());
            return PARLEY_OK;
        },
        instance, tool_json);
}

parley_result parley_start(parley_instance* instance)
{
    return guarded(
        [&]
        {
            auto settings = instance->settings.connect;
            settings.tools = instance->tools;
            if (instance->key != nullptr)
                settings.provider.key = instance->key;
            instance->voice.connect(settings);
        },
        instance);
}

parley_result parley_stop(parley_instance* instance)
{
    return guarded([&] { instance->voice.disconnect(); }, instance);
}

parley_result parley_prepare(parley_instance* instance, double sample_rate)
{
    return guarded([&] { instance->voice.prepare(sample_rate); }, instance);
}

void parley_process(parley_instance* instance, const float* const* in, int in_channels, float* const* out,
                    int out_channels, int frames)
{
    if (instance != nullptr)
        instance->voice.process(in, in_channels, out, out_channels, frames);
}

void parley_process_interleaved(parley_instance* instance, const float* in, int in_channels, float* out,
                                int out_channels, int frames)
{
    if (instance != nullptr)
        instance->voice.processInterleaved(in, in_channels, out, out_channels, frames);
}

void parley_push(parley_instance* instance, const float* const* in, int in_channels, const float* const* played,
                 int played_channels, int frames, double sample_rate)
{
    if (instance != nullptr)
        instance->voice.push(in, in_channels, played, played_channels, frames, sample_rate);
}

void parley_push_interleaved(parley_instance* instance, const float* in, int in_channels, const float* played,
                             int played_channels, int frames, double sample_rate)
{
    if (instance != nullptr)
        instance->voice.pushInterleaved(in, in_channels, played, played_channels, frames, sample_rate);
}

void parley_pull(parley_instance* instance, float* const* out, int out_channels, int frames)
{
    if (instance != nullptr)
        instance->voice.pull(out, out_channels, frames);
}

void parley_pull_interleaved(parley_instance* instance, float* out, int out_channels, int frames)
{
    if (instance != nullptr)
        instance->voice.pullInterleaved(out, out_channels, frames);
}

void parley_set_muted(parley_instance* instance, int is_muted)
{
    if (instance != nullptr)
        instance->voice.setMuted(is_muted != 0);
}

void parley_set_talking(parley_instance* instance, int is_talking)
{
    if (instance != nullptr)
        instance->voice.setTalking(is_talking != 0);
}

void parley_set_offline(parley_instance* instance, int is_offline)
{
    if (instance != nullptr)
        instance->voice.setOffline(is_offline != 0);
}

void parley_set_output_gain(parley_instance* instance, float gain)
{
    if (instance != nullptr)
        instance->voice.setOutputGain(gain);
}

parley_result parley_send_text(parley_instance* instance, const char* text)
{
    return guarded([&] { instance->voice.sendText(text); }, instance, text);
}

parley_result parley_interrupt(parley_instance* instance)
{
    return guarded([&] { instance->voice.interrupt(); }, instance);
}

parley_result parley_new_visitor(parley_instance* instance)
{
    return guarded([&] { instance->voice.newVisitor(); }, instance);
}

parley_result parley_answer_tool(parley_instance* instance, const char* call_id, const char* output, int is_error)
{
    return guarded(
        [&]
        {
            if (is_error != 0)
                instance->voice.answerTool(call_id, Error{ErrorCode::requestRejected, output, "tool"});
            else
                instance->voice.answerTool(call_id, realtime::ToolOutput::of(output));
        },
        instance, call_id, output);
}

parley_result parley_approve(parley_instance* instance, const char* call_id, int is_approved)
{
    return guarded([&] { is_approved != 0 ? instance->voice.approve(call_id) : instance->voice.reject(call_id); },
                   instance, call_id);
}

parley_result parley_next_event(parley_instance* instance, parley_event* event, int timeout_ms)
{
    return guarded(
        [&]
        {
            if (event->size < 2 * sizeof event->size)
                return give(parley_event{}, event);
            const auto taken = instance->events.take(std::chrono::milliseconds(std::max(timeout_ms, 0)));
            if (!taken)
                return PARLEY_NO_EVENT;
            return give(instance->handedOut.emplace(*taken, instance->begin).fields(), event);
        },
        instance, event);
}

parley_result parley_set_event_handler(parley_instance* instance, parley_event_handler handler, void* user)
{
    return guarded([&] { subscribe(*instance, handler, user); }, instance);
}

parley_result parley_get_status(parley_instance* instance, parley_status* status)
{
    return guarded([&] { return give(statusOf(*instance), status); }, instance, status);
}
