// SPDX-License-Identifier: Apache-2.0
#include "Audio/PlayoutStore.h"

#include <catch2/catch.hpp>

#include <numeric>

using namespace parley::audio;

namespace
{

const SpeechPart first{"response-1", "item-1", 0};
const SpeechPart second{"response-1", "item-1", 1};
const SpeechPart other{"response-2", "item-2", 0};

std::vector<std::int16_t> counting(std::size_t count, std::size_t from = 0)
{
    std::vector<std::int16_t> samples(count);
    for (std::size_t i = 0; i < count; ++i)
        samples[i] = static_cast<std::int16_t>((from + i) % 30011);
    return samples;
}

std::uint32_t add(PlayoutStore& store, const SpeechPart& part, std::size_t samples, std::size_t from = 0)
{
    const auto token = store.append(part, counting(samples, from));
    REQUIRE(token.has_value());
    return *token;
}

std::vector<std::int16_t> take(PlayoutStore& store, std::uint32_t token, std::size_t most)
{
    std::vector<std::int16_t> samples(most);
    samples.resize(store.read(token, samples));
    return samples;
}

} // namespace

TEST_CASE("speech comes out of the store as it came in, whatever the sizes")
{
    PlayoutStore store;
    std::size_t in = 0;
    std::uint32_t token = 0;
    for (std::size_t size = 0; in < 100000; size = (size * 31 + 7) % 9601)
    {
        token = add(store, first, size, in);
        in += size;
    }
    CHECK(store.received(token) == in);
    CHECK(store.unread(token) == in);
    std::vector<std::int16_t> out;
    for (std::size_t size = 1; out.size() < in; size = (size * 17 + 5) % 7001)
    {
        const auto piece = take(store, token, size);
        out.insert(out.end(), piece.begin(), piece.end());
    }
    CHECK(out == counting(in));
    CHECK(take(store, token, 10).empty());
    CHECK(store.cursor(token) == in);
}

TEST_CASE("parts are read in the order they began, and a response to its end before the next")
{
    PlayoutStore store;
    const auto one = add(store, first, 100);
    const auto two = add(store, second, 100);
    const auto three = add(store, other, 100);
    CHECK(store.parts() == std::vector<std::uint32_t>{one, two, three});
    CHECK(store.unreadInAll() == 300);
    CHECK(store.readable() == one);
    CHECK(take(store, one, 1000).size() == 100);
    CHECK(store.isReadToEnd(one));
    CHECK(store.readable() == two);
    CHECK(take(store, two, 1000).size() == 100);
    CHECK_FALSE(store.isReadToEnd(two));
    CHECK(store.readable() == two);
    store.completeResponse(first.responseId);
    CHECK(store.isReadToEnd(two));
    CHECK(store.readable() == three);
    store.completeResponse(other.responseId);
    CHECK(take(store, three, 1000).size() == 100);
    CHECK_FALSE(store.readable().has_value());
}

TEST_CASE("the first and the last part of a response are known, also once earlier ones were forgotten")
{
    PlayoutStore store;
    const auto one = add(store, first, 10);
    CHECK(store.isFirstOfResponse(one));
    CHECK_FALSE(store.isLastOfResponse(one));
    store.forget(one);
    const auto two = add(store, second, 10);
    CHECK_FALSE(store.isFirstOfResponse(two));
    const auto empty = add(store, {"response-1", "item-9", 0}, 0);
    store.completeResponse(first.responseId);
    CHECK(store.isLastOfResponse(two));
    CHECK(store.isLastOfResponse(empty));
    const auto next = add(store, other, 10);
    CHECK(store.isFirstOfResponse(next));
    CHECK(store.isLastOfResponse(two));
}

TEST_CASE("a response over ten minutes is refused, and nothing of the refused piece is kept")
{
    PlayoutStore store;
    const std::vector<std::int16_t> minute(60 * 24000);
    for (int i = 0; i < 10; ++i)
        REQUIRE(store.append(first, minute).has_value());
    const auto before = store.unreadInAll();
    CHECK(before == PlayoutStore::mostFramesPerResponse);
    CHECK_FALSE(store.append(first, counting(1)).has_value());
    CHECK_FALSE(store.append(second, counting(1)).has_value());
    CHECK(store.unreadInAll() == before);
    CHECK(store.parts().size() == 1);
    CHECK(store.append(other, counting(1)).has_value());
    store.forget(store.parts().front());
    CHECK_FALSE(store.append(second, counting(1)).has_value());
}

TEST_CASE("rewinding makes a part readable again from there, and all parts after it from their start")
{
    PlayoutStore store;
    const auto one = add(store, first, 10000);
    const auto two = add(store, second, 200);
    store.completeResponse(first.responseId);
    CHECK(take(store, one, 20000).size() == 10000);
    CHECK(take(store, two, 150).size() == 150);
    store.rewind(one, 4900);
    CHECK(store.readable() == one);
    CHECK(store.cursor(one) == 4900);
    CHECK(store.cursor(two) == 0);
    CHECK(store.unreadInAll() == 5100 + 200);
    CHECK(take(store, one, 3) == counting(3, 4900));
    store.rewind(one, 99999);
    CHECK(store.isReadToEnd(one));
    CHECK(store.readable() == two);
    store.rewind(12345, 0);
    CHECK(store.unreadInAll() == 200);
}

TEST_CASE("samples that were let go are not read again, and all others are")
{
    PlayoutStore store;
    const auto one = add(store, first, 20000);
    const auto two = add(store, second, 10000);
    CHECK(take(store, one, 12000).size() == 12000);
    store.letGo(one, 15000);
    store.rewind(one, 11000);
    CHECK(take(store, one, 100) == counting(100, 11000));
    store.rewind(one, 0);
    CHECK(store.cursor(one) == 9600);
    CHECK(take(store, one, 20000) == counting(10400, 9600));
    CHECK(add(store, first, 5000) == one);
    CHECK(take(store, one, 20000) == counting(5000, 0));
    CHECK(take(store, two, 10000).size() == 10000);
    store.letGo(two, 4799);
    store.rewind(one, 20000);
    CHECK(store.cursor(two) == 0);
    CHECK(store.unreadInAll() == 15000);
}

TEST_CASE("what was forgotten is gone, and its name starts a new part")
{
    PlayoutStore store;
    const auto one = add(store, first, 100);
    const auto two = add(store, other, 100);
    REQUIRE(store.part(one) != nullptr);
    CHECK(*store.part(one) == first);
    store.forget(one);
    CHECK(store.part(one) == nullptr);
    CHECK(store.received(one) == 0);
    CHECK(store.unread(one) == 0);
    CHECK(store.isReadToEnd(one));
    CHECK(take(store, one, 10).empty());
    CHECK(store.readable() == two);
    CHECK(add(store, first, 5) > two);
    store.clear();
    CHECK(store.parts().empty());
    CHECK(store.unreadInAll() == 0);
    const auto again = add(store, other, 5);
    CHECK(store.isFirstOfResponse(again));
    CHECK(again > two);
}

TEST_CASE("memory that is used again holds no old speech")
{
    PlayoutStore store;
    store.forget(add(store, first, 48000, 5));
    const auto token = add(store, other, 30000, 77);
    CHECK(take(store, token, 30000) == counting(30000, 77));
}
