// SPDX-License-Identifier: Apache-2.0
#include "Voice/Detail/Listening.h"

#include "Audio/Pcm16.h"
#include "Base/Detail/ExecutorDetail.h"
#include "Realtime/WebSocketTransport.h"
#include "Voice/TranscriptionRequest.h"
#include "Voice/VoiceLimits.h"

#include <algorithm>
#include <utility>

namespace parley::voice
{
namespace
{

constexpr std::size_t messageSamples = 4800; ///< 200 ms.

Error transcriptsMissing()
{
    return {ErrorCode::timeout,
            "The service did not write down all that was said within " +
                std::to_string(lastTranscriptPatience.count()) +
                " s after its end: try again, or check that it is well.",
            "transcription"};
}

/// Such an error does not pass, so that nothing would be written down any more.
bool isFinal(ErrorCode code)
{
    switch (code)
    {
    case ErrorCode::unauthorized:
    case ErrorCode::forbidden:
    case ErrorCode::quotaExceeded:
    case ErrorCode::modelUnavailable:
    case ErrorCode::protocolIncompatible:
    case ErrorCode::updateRejected:
        return true;
    default:
        return false;
    }
}

bool isEmptyCommit(const Error& error)
{
    return error.upstreamCode == "input_audio_buffer_commit_empty";
}

wire::Json detailsOf(const wire::Json& logprobs)
{
    return logprobs.is_null() ? wire::Json(nullptr) : wire::Json{{"logprobs", logprobs}};
}

} // namespace

Listening::Listening(std::shared_ptr<const VoiceService> used, SttSettings chosen,
                     std::shared_ptr<StreamedAudioInput> heard, TranscriptHandlers told)
    : service(std::move(used))
    , settings(std::move(chosen))
    , input(std::move(heard))
    , handlers(std::move(told))
    , patience(service->pool->executor().detail().ioContext.get_executor(),
               [this] { end(order.isSettled() ? std::nullopt : std::optional(transcriptsMissing())); })
{
}

void Listening::start()
{
    auto& network = service->pool->executor();
    realtime::SessionOptions options;
    options.settings.session = transcriptionSession(settings);
    options.settings.reconnect = service->reconnect;
    auto socket = service->socket;
    socket.url.addQuery("intent", "transcription");
    options.transport = realtime::WebSocketTransport::factory(network, std::move(socket));
    options.observer = [weak = weak_from_this()](const realtime::Event& event)
    {
        if (const auto self = weak.lock())
            self->observe(event);
    };
    session = std::make_unique<realtime::Session>(Executor::shared(), std::move(options));
    session->connect();
    input->whenAvailable(
        [weak = weak_from_this(), &network]
        {
            network.post(
                [weak]
                {
                    if (const auto self = weak.lock())
                        self->feed();
                });
        });
}

void Listening::stop()
{
    isOver = true;
    patience.stop();
    input->whenAvailable(nullptr);
    session.reset();
}

void Listening::end(const std::optional<Error>& problem)
{
    if (isOver)
        return;
    const auto alive = shared_from_this();
    stop();
    handlers.onEnd(problem);
}

void Listening::feed()
{
    if (!isReady || isOver || isInputOver)
        return;
    StreamedAudioInput::Taken taken;
    do
    {
        taken = input->take();
        send(taken.samples);
        if (taken.endsTurn || taken.isLast)
            commit();
    } while (taken.endsTurn && !taken.isLast);
    if (!taken.isLast)
        return;
    isInputOver = true;
    patience.start(lastTranscriptPatience);
    endIfDone();
}

void Listening::send(const std::vector<std::int16_t>& samples)
{
    for (std::size_t begin = 0; begin < samples.size(); begin += messageSamples)
    {
        const auto from = samples.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto count = std::min(messageSamples, samples.size() - begin);
        session->sendAudio({from, from + static_cast<std::ptrdiff_t>(count)});
    }
    sinceCommit += samples.size();
    sentInAll += samples.size();
}

/// What is too short to be committed waits for the turn that follows.
void Listening::commit()
{
    if (sinceCommit < leastInputSamples)
        return;
    ++commits;
    sinceCommit = 0;
    session->sendAudio({}, true);
}

void Listening::commitRefused()
{
    commits = std::max(0, commits - 1);
    endIfDone();
}

std::chrono::milliseconds Listening::sinceBeginning(std::int64_t sessionMs) const
{
    return std::chrono::milliseconds(sessionMs + static_cast<std::int64_t>(sentBefore * 1000 / audio::wireSampleRate));
}

void Listening::observe(const realtime::Event& event)
{
    if (!isOver)
        std::visit([this](const auto& one) { on(one); }, event);
}

void Listening::on(const realtime::ConnectionChanged& changed)
{
    isReady = changed.state == realtime::ConnectionState::ready;
    if (isReady)
    {
        if (handlers.onListening)
            handlers.onListening();
        feed();
    }
    else if (changed.state == realtime::ConnectionState::failed ||
             changed.state == realtime::ConnectionState::disconnected)
        end(changed.reason.value_or(
            Error{ErrorCode::closedByServer, "The service ended the transcription: start it again.", "transcription"}));
}

void Listening::on(const realtime::Reconnected&)
{
    order.loseAll({ErrorCode::closedByServer,
                   "The connection was lost before an utterance was written down: say it again.", "transcription"});
    // What was not committed the session says again, at the beginning of the new connection.
    sentBefore = sentInAll - std::min(sentInAll, sinceCommit);
    // What was committed and not answered the session says again, and its commit is answered then.
    if (isInputOver)
        patience.start(lastTranscriptPatience);
    tellSettled();
}

void Listening::on(const realtime::UserSpeechStarted& started)
{
    handlers.onSpeechStarted({sinceBeginning(started.audioStartMs), started.itemId});
}

void Listening::on(const realtime::UserSpeechStopped& stopped)
{
    stoppedItem = stopped.itemId;
    if (handlers.onSpeechStopped)
        handlers.onSpeechStopped({sinceBeginning(stopped.audioEndMs), stopped.itemId});
}

void Listening::on(const realtime::InputCommitted& committed)
{
    // Not every service names the item.
    if (!committed.itemId.empty())
        order.committed(committed.itemId, committed.previousItemId);
    // A commit of the service's own may cross ours.
    const bool isTheirs = !committed.itemId.empty() && committed.itemId == stoppedItem;
    if (!isTheirs && commits > 0)
        --commits;
    else
        sinceCommit = 0;
}

void Listening::on(const realtime::UserTranscriptDelta& delta)
{
    handlers.onTranscript({delta.delta, false, delta.itemId, detailsOf(delta.logprobs)});
}

void Listening::on(const realtime::UserTranscriptCompleted& completed)
{
    order.completed(completed.itemId, completed.transcript, detailsOf(completed.logprobs));
    tellSettled();
}

void Listening::on(const realtime::UserTranscriptFailed& failed)
{
    order.lost(failed.itemId, failed.error);
    tellSettled();
}

void Listening::on(const realtime::Warning& warning)
{
    if (warning.error.where == "input_audio_buffer.commit" || isEmptyCommit(warning.error))
        commitRefused();
}

void Listening::on(const realtime::ErrorEvent& failed)
{
    if (isEmptyCommit(failed.error))
        commitRefused();
    else if (isFinal(failed.error.code))
        end(failed.error);
    else if (isReady)
        handlers.onUtteranceLost(failed.error);
    // Else the change of the connection tells how it goes on.
}

void Listening::tellSettled()
{
    for (auto& settled : order.take())
        if (isOver)
            return;
        else if (settled.error)
            handlers.onUtteranceLost(*settled.error);
        else
            handlers.onTranscript(
                {std::move(settled.text), true, std::move(settled.itemId), std::move(settled.details)});
    endIfDone();
}

void Listening::endIfDone()
{
    if (isInputOver && commits == 0 && order.isSettled())
        end(std::nullopt);
}

} // namespace parley::voice
