// SPDX-License-Identifier: Apache-2.0
#include "Voice/UtteranceOrder.h"

#include <algorithm>
#include <utility>

namespace parley::voice
{

void UtteranceOrder::committed(const std::string& id, const std::string& previousId)
{
    const auto isId = [](const std::string& wanted)
    { return [&wanted](const Utterance& utterance) { return utterance.outcome.itemId == wanted; }; };
    if (std::ranges::any_of(waiting, isId(id)))
        return;
    const auto previous = std::ranges::find_if(waiting, isId(previousId));
    waiting.insert(previous == waiting.end() ? waiting.end() : previous + 1, {{id, {}, {}, nullptr}});
    if (waiting.size() <= capacity)
        return;
    auto& oldest = *std::ranges::find(waiting, false, &Utterance::isSettled);
    oldest.outcome.error =
        Error{ErrorCode::limitReached, "Too many utterances wait for their transcripts: speak in longer turns.",
              "transcription"};
    oldest.isSettled = true;
}

void UtteranceOrder::completed(const std::string& id, std::string text, wire::Json details)
{
    auto& utterance = find(id);
    utterance.outcome.text = std::move(text);
    utterance.outcome.details = std::move(details);
    utterance.isSettled = true;
}

void UtteranceOrder::lost(const std::string& id, const Error& error)
{
    auto& utterance = find(id);
    utterance.outcome.error = error;
    utterance.isSettled = true;
}

void UtteranceOrder::loseAll(const Error& error)
{
    for (auto& utterance : waiting)
        if (!std::exchange(utterance.isSettled, true))
            utterance.outcome.error = error;
}

std::vector<UtteranceOrder::Settled> UtteranceOrder::take()
{
    std::vector<Settled> settled;
    while (!waiting.empty() && waiting.front().isSettled)
    {
        settled.push_back(std::move(waiting.front().outcome));
        waiting.pop_front();
    }
    return settled;
}

UtteranceOrder::Utterance& UtteranceOrder::find(const std::string& id)
{
    committed(id, {});
    return *std::ranges::find_if(waiting, [&](const Utterance& utterance) { return utterance.outcome.itemId == id; });
}

} // namespace parley::voice
