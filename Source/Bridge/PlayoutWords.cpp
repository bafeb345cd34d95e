// SPDX-License-Identifier: Apache-2.0
// What goes with the speech: words that wait for their sound, and the level of what sounds.
#include "Bridge/Playout.h"

namespace parley::bridge
{

void Playout::words(const audio::SpeechPart& part, std::string_view delta)
{
    const auto token = store.token(part);
    captions.words(part, delta, token ? store.received(*token) : 0);
}

void Playout::wordsComplete(const audio::SpeechPart& part, std::string_view text)
{
    captions.wordsComplete(part, text);
}

void Playout::observe(const realtime::Event& event)
{
    const auto* delta = std::get_if<realtime::AnswerDelta>(&event);
    if (delta != nullptr && delta->isSpoken)
        words({delta->responseId, delta->itemId, delta->itemId == lastDone.itemId ? lastDone.contentIndex + 1 : 0},
              delta->delta);
    const auto* connection = std::get_if<realtime::ConnectionChanged>(&event);
    if (connection != nullptr && connection->state == realtime::ConnectionState::ready)
        interrupted.clear();
    const auto* done = std::get_if<realtime::AnswerDone>(&event);
    if (done == nullptr)
        return;
    lastDone = *done;
    if (done->isSpoken)
        wordsComplete({done->responseId, done->itemId, done->contentIndex}, done->text);
}

void Playout::tellCaptions()
{
    for (const auto token : store.parts())
    {
        if (token <= captionedToEnd)
            continue;
        const auto& part = *store.part(token);
        const auto heard = account.heardSamples(token);
        const bool isInFull = store.isReceivedInFull(token);
        if (isInFull)
            captions.audioComplete(part, store.received(token));
        const bool toItsEnd = isInFull && heard >= store.received(token);
        captions.heard(part, heard, toItsEnd);
        if (toItsEnd)
            captionedToEnd = token;
    }
    for (const auto& caption : captions.take())
        if (listener.onCaption)
            listener.onCaption(caption);
}

void Playout::tellLevel()
{
    const auto level = levels.take(position, framesAhead() == 0);
    if (level && listener.onLevel)
        listener.onLevel(*level);
}

} // namespace parley::bridge
