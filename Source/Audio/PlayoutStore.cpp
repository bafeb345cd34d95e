// SPDX-License-Identifier: Apache-2.0
#include "Audio/PlayoutStore.h"

#include <algorithm>
#include <array>
#include <utility>

namespace parley::audio
{
namespace
{

constexpr std::size_t chunkFrames = 4800;

/// Freed chunks kept for reuse: 3.2 s of speech, 154 kB.
constexpr std::size_t mostSpareChunks = 16;

/// A response that never completes is remembered, without a part, until this many newer ones are.
constexpr std::size_t mostResponsesWithoutParts = 64;

using Chunk = std::array<std::int16_t, chunkFrames>;

} // namespace

struct PlayoutStore::Pool
{
    std::vector<std::unique_ptr<Chunk>> spare;

    [[nodiscard]] std::unique_ptr<Chunk> take()
    {
        if (spare.empty())
            return std::make_unique<Chunk>();
        auto chunk = std::move(spare.back());
        spare.pop_back();
        return chunk;
    }

    void giveBack(std::unique_ptr<Chunk> chunk)
    {
        if (chunk != nullptr && spare.size() < mostSpareChunks)
            spare.push_back(std::move(chunk));
    }

    void giveBack(std::vector<std::unique_ptr<Chunk>>& chunks)
    {
        for (auto& chunk : chunks)
            giveBack(std::move(chunk));
        chunks.clear();
    }
};

struct PlayoutStore::Response
{
    std::string id;
    std::size_t received = 0;
    bool hasBegun = false;
    bool isComplete = false;
};

struct PlayoutStore::Part
{
    SpeechPart name;
    std::uint32_t token = 0;
    bool isFirst = false;
    std::shared_ptr<Response> response;
    std::vector<std::unique_ptr<Chunk>> chunks; ///< The first `chunksLetGo` are null.
    std::size_t chunksLetGo = 0;
    std::size_t received = 0;
    std::size_t cursor = 0;

    [[nodiscard]] std::size_t firstKept() const noexcept { return chunksLetGo * chunkFrames; }

    void append(std::span<const std::int16_t> samples, Pool& pool)
    {
        while (!samples.empty())
        {
            const auto at = received % chunkFrames;
            if (at == 0)
                chunks.push_back(pool.take());
            const auto count = std::min(samples.size(), chunkFrames - at);
            std::copy_n(samples.data(), count, chunks.back()->data() + at);
            received += count;
            samples = samples.subspan(count);
        }
    }

    std::size_t read(std::span<std::int16_t> to)
    {
        const auto wanted = std::min(to.size(), received - cursor);
        for (std::size_t done = 0; done < wanted;)
        {
            const auto at = cursor % chunkFrames;
            const auto count = std::min(wanted - done, chunkFrames - at);
            std::copy_n(chunks[cursor / chunkFrames]->data() + at, count, to.data() + done);
            done += count;
            cursor += count;
        }
        return wanted;
    }
};

PlayoutStore::PlayoutStore()
    : pool(std::make_unique<Pool>())
{
}

PlayoutStore::~PlayoutStore() = default;

std::optional<std::uint32_t> PlayoutStore::append(const SpeechPart& part, std::span<const std::int16_t> samples)
{
    auto response = responseNamed(part.responseId);
    const auto receivedBefore = response == nullptr ? 0 : response->received;
    if (samples.size() > mostFramesPerResponse - receivedBefore)
        return std::nullopt;
    if (response == nullptr)
    {
        response = std::make_shared<Response>();
        response->id = part.responseId;
        responses.push_back(response);
        dropEndedResponses();
    }
    const auto found = std::find_if(kept.rbegin(), kept.rend(), [&](const auto& one) { return one->name == part; });
    auto& grown = found == kept.rend() ? begin(part, response) : **found;
    grown.append(samples, *pool);
    response->received += samples.size();
    return grown.token;
}

PlayoutStore::Part& PlayoutStore::begin(const SpeechPart& name, std::shared_ptr<Response> response)
{
    auto begun = std::make_unique<Part>();
    begun->name = name;
    begun->token = ++lastToken;
    begun->isFirst = !response->hasBegun;
    response->hasBegun = true;
    begun->response = std::move(response);
    return *kept.emplace_back(std::move(begun));
}

void PlayoutStore::completeResponse(const std::string& responseId)
{
    if (const auto response = responseNamed(responseId))
        response->isComplete = true;
    dropEndedResponses();
}

std::optional<std::uint32_t> PlayoutStore::readable() const
{
    for (const auto& one : kept)
        if (!isReadToEnd(*one))
            return one->token;
    return std::nullopt;
}

std::size_t PlayoutStore::read(std::uint32_t token, std::span<std::int16_t> to)
{
    auto* found = find(token);
    return found == nullptr ? 0 : found->read(to);
}

bool PlayoutStore::isReadToEnd(std::uint32_t token) const
{
    const auto* found = find(token);
    return found == nullptr || isReadToEnd(*found);
}

bool PlayoutStore::isReadToEnd(const Part& part) const
{
    return part.cursor == part.received && isReceivedInFull(part);
}

bool PlayoutStore::isReceivedInFull(std::uint32_t token) const
{
    const auto* found = find(token);
    return found == nullptr || isReceivedInFull(*found);
}

bool PlayoutStore::isReceivedInFull(const Part& part) const
{
    return part.response->isComplete ||
           std::any_of(kept.begin(), kept.end(),
                       [&](const auto& other)
                       { return other->response == part.response && other->token > part.token; });
}

bool PlayoutStore::isResponseComplete(std::uint32_t token) const
{
    const auto* found = find(token);
    return found != nullptr && found->response->isComplete;
}

bool PlayoutStore::isLastOfResponse(std::uint32_t token) const
{
    const auto* found = find(token);
    if (found == nullptr || !found->response->isComplete)
        return false;
    return std::none_of(kept.begin(), kept.end(),
                        [&](const auto& other)
                        { return other->response == found->response && other->token > token && other->received > 0; });
}

bool PlayoutStore::isFirstOfResponse(std::uint32_t token) const
{
    const auto* found = find(token);
    return found != nullptr && found->isFirst;
}

std::size_t PlayoutStore::unread(std::uint32_t token) const
{
    const auto* found = find(token);
    return found == nullptr ? 0 : found->received - found->cursor;
}

std::size_t PlayoutStore::unreadInAll() const
{
    std::size_t sum = 0;
    for (const auto& one : kept)
        sum += one->received - one->cursor;
    return sum;
}

std::size_t PlayoutStore::received(std::uint32_t token) const
{
    const auto* found = find(token);
    return found == nullptr ? 0 : found->received;
}

std::size_t PlayoutStore::cursor(std::uint32_t token) const
{
    const auto* found = find(token);
    return found == nullptr ? 0 : found->cursor;
}

void PlayoutStore::letGo(std::uint32_t token, std::size_t beforeSample)
{
    auto* found = find(token);
    if (found == nullptr)
        return;
    const auto end = std::min(beforeSample, found->cursor);
    for (; found->firstKept() + chunkFrames <= end; ++found->chunksLetGo)
        pool->giveBack(std::move(found->chunks[found->chunksLetGo]));
}

void PlayoutStore::rewind(std::uint32_t token, std::size_t toSample)
{
    auto* found = find(token);
    if (found == nullptr)
        return;
    found->cursor = std::max(std::min(toSample, found->received), found->firstKept());
    for (const auto& one : kept)
        if (one->token > token)
            one->cursor = one->firstKept();
}

const SpeechPart* PlayoutStore::part(std::uint32_t token) const
{
    const auto* found = find(token);
    return found == nullptr ? nullptr : &found->name;
}

std::optional<std::uint32_t> PlayoutStore::token(const SpeechPart& part) const
{
    const auto found = std::find_if(kept.rbegin(), kept.rend(), [&](const auto& one) { return one->name == part; });
    return found == kept.rend() ? std::nullopt : std::optional((*found)->token);
}

std::vector<std::uint32_t> PlayoutStore::parts() const
{
    std::vector<std::uint32_t> tokens;
    for (const auto& one : kept)
        tokens.push_back(one->token);
    return tokens;
}

void PlayoutStore::forget(std::uint32_t token)
{
    auto* found = find(token);
    if (found == nullptr)
        return;
    pool->giveBack(found->chunks);
    std::erase_if(kept, [&](const auto& one) { return one->token == token; });
    dropEndedResponses();
}

void PlayoutStore::clear()
{
    for (const auto& one : kept)
        pool->giveBack(one->chunks);
    kept.clear();
    responses.clear();
}

void PlayoutStore::dropEndedResponses()
{
    // The store's own pointer is the only one when no part is kept.
    std::erase_if(responses, [](const auto& one) { return one->isComplete && one.use_count() == 1; });
    auto idle = std::count_if(responses.begin(), responses.end(), [](const auto& one) { return one.use_count() == 1; });
    std::erase_if(responses, [&](const auto& one)
                  { return one.use_count() == 1 && idle-- > static_cast<std::ptrdiff_t>(mostResponsesWithoutParts); });
}

std::shared_ptr<PlayoutStore::Response> PlayoutStore::responseNamed(const std::string& responseId) const
{
    const auto found =
        std::find_if(responses.begin(), responses.end(), [&](const auto& one) { return one->id == responseId; });
    return found == responses.end() ? nullptr : *found;
}

PlayoutStore::Part* PlayoutStore::find(std::uint32_t token)
{
    return const_cast<Part*>(std::as_const(*this).find(token));
}

const PlayoutStore::Part* PlayoutStore::find(std::uint32_t token) const
{
    const auto found = std::lower_bound(kept.begin(), kept.end(), token,
                                        [](const auto& one, std::uint32_t wanted) { return one->token < wanted; });
    return found != kept.end() && (*found)->token == token ? found->get() : nullptr;
}

} // namespace parley::audio
