// SPDX-License-Identifier: Apache-2.0
#include "Audio/Pcm16.h"
#include "Wire/Detail/JsonFields.h"
#include "Wire/ServerEventReader.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace parley;
using namespace parley::wire;

namespace
{

std::string deltaFrame(const std::vector<std::int16_t>& samples, const std::string& responseId = "resp_1")
{
    std::string text = R"({"type":"response.output_audio.delta","response_id":")" + responseId +
                       R"(","item_id":"item_1","content_index":0,"delta":")";
    audio::appendBase64(samples, text);
    return text + "\"}";
}

std::vector<std::int16_t> someSamples(std::size_t count, std::int16_t first)
{
    std::vector<std::int16_t> samples(count);
    for (auto& sample : samples)
        sample = first = static_cast<std::int16_t>(first * 31 + 7);
    return samples;
}

AudioDelta deltaIn(ServerEventReader& reader, std::string_view text)
{
    auto event = reader.read(text);
    REQUIRE(event);
    REQUIRE(std::holds_alternative<AudioDelta>(event.value()));
    return std::get<AudioDelta>(std::move(event).value());
}

/// What the frame says to one who reads all of it into a tree; nothing when it is no delta.
std::optional<AudioDelta> readAsTree(std::string_view text)
{
    const auto json = Json::parse(text, nullptr, false);
    const auto type = textField(json, "type");
    if (type != "response.output_audio.delta" && type != "response.audio.delta")
        return std::nullopt;
    AudioDelta delta;
    delta.responseId = textField(json, "response_id");
    delta.itemId = textField(json, "item_id");
    const auto index = integerField(json, "content_index");
    delta.contentIndex = index < 0 || index > 2147483647 ? 0 : static_cast<int>(index);
    const auto& speech = objectField(json, "delta");
    delta.isDamaged = !speech.is_string() || !audio::decodeBase64(speech.get_ref<const std::string&>(), delta.samples);
    return delta;
}

bool isSame(const AudioDelta& one, const AudioDelta& other)
{
    return one.responseId == other.responseId && one.itemId == other.itemId && one.contentIndex == other.contentIndex &&
           one.isDamaged == other.isDamaged && one.samples == other.samples;
}

/// Frames that are JSON and odd: any order, escapes, spaces, fields that are missing or of another type.
class OddFrames
{
public:
    std::string next()
    {
        std::vector<std::string> fields;
        add(fields, "type",
            pick({R"("response.output_audio.delta")", R"("response.audio.delta")", R"("response.done")",
                  R"("response.output_audio.d\u0065lta")"}));
        add(fields, "response_id", pick({R"("resp_1")", R"("")", R"("a\"b\\c\u00e4")", "null", "7", R"(["x"])"}));
        add(fields, "item_id", pick({R"("item_12345678901234567890")", R"({"delta":"AAAA"})", "true"}));
        add(fields, "content_index", pick({"0", "3", "-1", "99999999999", R"("1")", "null"}));
        add(fields, "unknown", pick({R"({"delta":"AAAA","type":"x"})", "[1,2,[3]]", R"("delta")"}));
        add(fields, "delta", speech());
        std::shuffle(fields.begin(), fields.end(), random);
        std::string text = "{" + space();
        for (std::size_t i = 0; i < fields.size(); ++i)
            text += (i == 0 ? "" : "," + space()) + fields[i];
        return text + space() + "}" + space();
    }

private:
    using Choices = std::vector<std::string>;

    std::size_t below(std::size_t bound) { return random() % bound; }
    std::string pick(const Choices& choices) { return choices[below(choices.size())]; }
    std::string space() { return pick({"", "", " ", "\n\t", "\r\n  "}); }

    void add(std::vector<std::string>& fields, const std::string& name, const std::string& value)
    {
        if (name == "type" || below(8) != 0)
            fields.push_back("\"" + name + "\"" + space() + ":" + space() + value);
    }

    std::string speech()
    {
        if (below(12) == 0)
            return pick({"null", "17", "[]", R"({"audio":"AAAA"})", "false", R"("")"});
        std::string base64;
        audio::appendBase64(someSamples(below(200), static_cast<std::int16_t>(below(30000))), base64);
        if (below(3) == 0 && !base64.empty())
            base64[below(base64.size())] = "=*/ A-_\x7f"[below(8)];
        if (below(6) == 0 && !base64.empty())
            base64.pop_back();
        std::string text;
        for (const char letter : base64)
            if (letter == '/' && below(2) == 0)
                text += "\\/";
            else if (letter == 'A' && below(4) == 0)
                text += "\\u0041";
            else
                text += letter;
        return "\"" + text + "\"";
    }

    std::mt19937 random{7};
};

} // namespace

TEST_CASE("speech comes out of odd frames as it does out of a tree of the whole frame")
{
    OddFrames frames;
    ServerEventReader reader;
    std::size_t deltas = 0;
    for (int i = 0; i < 20000; ++i)
    {
        const auto text = frames.next();
        INFO(text);
        const auto expected = readAsTree(text);
        auto event = reader.read(text);
        REQUIRE(event);
        auto* delta = std::get_if<AudioDelta>(&event.value());
        REQUIRE((delta != nullptr) == expected.has_value());
        if (delta == nullptr)
            continue;
        REQUIRE(isSame(*delta, *expected));
        ++deltas;
        reader.reuse(std::move(*delta));
    }
    CHECK(deltas > 10000);
}

TEST_CASE("a frame that is cut off or overwritten anywhere does no harm to those behind it")
{
    ServerEventReader reader;
    const auto samples = someSamples(60, 5);
    const auto whole = deltaFrame(samples);
    for (std::size_t at = 0; at < whole.size(); ++at)
    {
        static_cast<void>(reader.read(std::string_view(whole).substr(0, at)));
        for (const char letter : {'"', '\\', '{', '}', '\0', '\xff'})
        {
            auto broken = whole;
            broken[at] = letter;
            static_cast<void>(reader.read(broken));
        }
        CHECK(deltaIn(reader, whole).samples == samples);
    }
}

TEST_CASE("memory that is given back holds the next delta")
{
    ServerEventReader reader;
    const auto frame = deltaFrame(someSamples(2400, 1), "a response with a name that is long");
    auto first = deltaIn(reader, frame);
    const auto* samples = first.samples.data();
    const auto* name = first.responseId.data();
    reader.reuse(std::move(first));
    const auto second = deltaIn(reader, frame);
    CHECK(second.samples.data() == samples);
    CHECK(second.responseId.data() == name);
}

TEST_CASE("nothing of one delta is left in the next")
{
    ServerEventReader reader;
    reader.reuse(deltaIn(reader, R"({"type":"response.audio.delta","response_id":"r","item_id":"i","content_index":4,
                                     "delta":"AAAAAAAAAAA="})"));
    const auto bare = deltaIn(reader, R"({"type":"response.audio.delta","delta":"AAA="})");
    CHECK(isSame(bare, AudioDelta{"", "", 0, {0}}));
    reader.reuse(AudioDelta{bare});
    CHECK(deltaIn(reader, R"({"type":"response.audio.delta"})").isDamaged);
    CHECK_FALSE(deltaIn(reader, deltaFrame(someSamples(3, 3))).isDamaged);
}

TEST_CASE("a frame of a length that is never seen is read all the same")
{
    ServerEventReader reader;
    const auto samples = someSamples(ServerEventReader::largestKeptFrame, 9);
    auto delta = deltaIn(reader, deltaFrame(samples));
    CHECK(delta.samples == samples);
    reader.reuse(std::move(delta));
    CHECK(deltaIn(reader, deltaFrame({1, 2})).samples == std::vector<std::int16_t>{1, 2});
}
