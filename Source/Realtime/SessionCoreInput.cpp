// SPDX-License-Identifier: Apache-2.0
// SessionCore's rules for what the user's side says, and for the settings and the buffer that it goes to.
#include "Realtime/Rules/HistoryEdit.h"
#include "Realtime/Rules/RawEvents.h"
#include "Realtime/SessionCore.h"
#include "Wire/Detail/JsonFields.h"

#include <algorithm>
#include <utility>

namespace parley::realtime
{
namespace
{

/// What is asked for while connecting waits in a queue of this length; audio has its own.
constexpr std::size_t mostEarlyInput = 64;

Error notConnected()
{
    return {ErrorCode::notConnected, "There is no session: connect first, then send again.", "session"};
}

bool holdsPicture(const wire::Item& item)
{
    return std::ranges::any_of(item.content, [](const auto& part) { return part.type == "input_image"; });
}

/// Speech of one response in another format could not be told from the rest, so it comes in the session's.
wire::Json inSessionFormat(wire::Json response)
{
    const auto format = wire::Json::json_pointer("/audio/output");
    if (response.is_object() && response.contains(format) && response[format].is_object())
        response[format].erase("format");
    return response;
}

std::string joined(const std::vector<std::string>& fields)
{
    std::string all;
    for (const auto& field : fields)
        all += (all.empty() ? "" : ", ") + field;
    return all;
}

} // namespace

void SessionCore::on(UserInput& given)
{
    if (connection != ConnectionState::ready || isClosing)
    {
        keepUntilReady(std::move(given));
        return;
    }
    // The microphone never pauses: audio alone keeps no session awake.
    if (!std::holds_alternative<input::SendAudio>(given))
        limits.active(time);
    std::visit([this](auto& one) { on(one); }, given);
}

void SessionCore::keepUntilReady(UserInput&& given)
{
    auto* audio = std::get_if<input::SendAudio>(&given);
    if (isClosing || !isOnItsWay())
    {
        if (audio == nullptr || audio->commit)
            publish(ErrorEvent{notConnected()});
        return;
    }
    if (audio != nullptr)
    {
        inputAudio.keep(audio->samples);
        audio->samples.clear();
        if (!audio->commit)
            return;
    }
    if (earlyInput.size() < mostEarlyInput)
        earlyInput.push_back({inputAudio.keptEnd(), std::move(given)});
    else
        publish(ErrorEvent{{ErrorCode::queueFull,
                            "Too many lines wait for the connection, so this one is not sent: wait until it is ready.",
                            "session"}});
}

void SessionCore::releaseKept()
{
    for (auto& early : std::exchange(earlyInput, {}))
    {
        sendSpeech(inputAudio.release(early.place));
        std::visit([this](auto& one) { on(one); }, early.input);
    }
    sendSpeech(inputAudio.release());
}

void SessionCore::on(input::SendMessage& message)
{
    if (holdsPicture(message.item))
    {
        if (message.item.id.empty())
            message.item.id = newItemId({});
        conversation.expect(message.item);
    }
    tripsInARow = 0;
    createItem(std::move(message.item));
    if (message.asksForAnswer && turnPolicy.answers)
        responses.request();
}

std::string SessionCore::newItemId(const std::vector<wire::Item>& taken)
{
    std::string id;
    do
        id = "parley_item_" + std::to_string(++lastItemId);
    while (conversation.find(id) != nullptr || std::ranges::find(taken, id, &wire::Item::id) != taken.end());
    return id;
}

void SessionCore::on(input::SendAudio& audio)
{
    if (!capabilities.hears())
    {
        for (auto& warning : capabilities.warnings())
            publish(Warning{std::move(warning)});
        return;
    }
    sendSpeech(inputAudio.append(std::move(audio.samples)));
    if (audio.commit)
        commitAudio();
}

void SessionCore::sendSpeech(std::vector<wire::ClientEvent> appends)
{
    for (auto& event : appends)
    {
        spokenTurns.sent(std::get<wire::InputAudioAppend>(event.body).samples, isUserTurn || !turnPolicy.detectsTurns);
        if (auto append = speechRates.toWire(std::move(std::get<wire::InputAudioAppend>(event.body).samples)))
            send({std::move(*append), {}});
    }
}

void SessionCore::commitAudio()
{
    if (!inputAudio.mayCommit())
    {
        publish(Warning{{ErrorCode::invalidArgument,
                         "Less than 100 ms of new audio was sent, so there is nothing to commit: send more first.",
                         "input_audio_buffer.commit"}});
        return;
    }
    if (auto rest = speechRates.finishInput())
        send({std::move(*rest), {}});
    send({wire::InputAudioCommit{}, {}});
    spokenTurns.commitSent();
    if (turnPolicy.answers && !turnPolicy.createsResponse)
        responses.request();
}

void SessionCore::on(const input::ClearAudio&)
{
    inputAudio.cleared();
    spokenTurns.cleared();
    speechRates.forgetInput();
    send({wire::InputAudioClear{}, {}});
}

void SessionCore::on(const wire::InputCleared&)
{
    inputAudio.cleared();
    spokenTurns.cleared();
}

void SessionCore::on(const wire::InputTimedOut& event)
{
    publish(InputAudioTimedOut{event.itemId, event.audioStartMs, event.audioEndMs});
}

void SessionCore::on(input::CreateResponse& create)
{
    // A response of its own, and never joined with one that waits.
    auto overrides = create.overrides.is_object() ? std::move(create.overrides) : wire::Json::object();
    responses.request(inSessionFormat(std::move(overrides)));
}

void SessionCore::on(input::CreateOutOfBandResponse& create)
{
    createBeside(std::move(create.response), create.request);
}

void SessionCore::createBeside(wire::Json response, const std::string& tag)
{
    send(outOfBand.request(inSessionFormat(std::move(response)), tag));
}

void SessionCore::on(input::SendRaw& raw)
{
    if (auto fault = findFaultInRawEvent(raw.event))
    {
        publish(ErrorEvent{std::move(*fault)});
        return;
    }
    const auto type = wire::textField(raw.event, "type");
    const auto eventId = wire::textField(raw.event, "event_id");
    if (type == "response.create")
    {
        const auto& response = wire::objectField(raw.event, "response");
        if (wire::textField(response, "conversation") == "none" && !eventId.empty())
            createBeside(response, eventId);
        else if (wire::textField(response, "conversation") == "none")
            createBeside(response, newItemId({}));
        else
            responses.request(inSessionFormat(response.is_object() ? response : wire::Json::object()));
        return;
    }
    if (type == "session.update")
        settingsEcho.asked(wire::objectField(raw.event, "session"), eventId);
    send({wire::RawEvent{std::move(raw.event)}, {}});
}

void SessionCore::on(input::UpdateHistory& update)
{
    for (auto& item : update.items)
        if (item.id.empty())
            item.id = newItemId(update.items);
    auto edit = editHistory(conversation.items(), update.items);
    for (auto& warning : edit.warnings)
        publish(Warning{std::move(warning)});
    for (auto& event : edit.events)
    {
        if (const auto* create = std::get_if<wire::ItemCreate>(&event.body);
            create != nullptr && holdsPicture(create->item))
            conversation.expect(create->item);
        send(std::move(event));
    }
}

void SessionCore::on(const wire::SessionUpdated& event)
{
    turnPolicy = TurnPolicy::fromSession(event.session);
    const auto asked = SpeechFormats::fromSession(settingsEcho.last(), speechRates.formats());
    speechRates.use(SpeechFormats::fromSession(event.session, asked));
    const auto& modalities = wire::objectField(event.session, "output_modalities");
    if (modalities.is_array())
        watchdogs.sessionSpeaks(std::ranges::find(modalities, wire::Json("audio")) != modalities.end());
    auto applied = settingsEcho.applied(event.session);
    sessionSettings.confirmed(applied.eventId);
    if (!applied.differing.empty())
    {
        const auto where = joined(applied.differing);
        publish(SettingsDowngraded{
            std::move(applied.differing),
            {ErrorCode::updateRejected,
             "The service does not apply some settings as asked: see which ones it has, or leave them out.", where}});
    }
    if (handshake.updated())
        becomeReady();
}

} // namespace parley::realtime
