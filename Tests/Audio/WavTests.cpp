// SPDX-License-Identifier: Apache-2.0
#include "Audio/Wav.h"

#include <catch2/catch.hpp>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

using namespace parley;
using namespace parley::audio;

namespace
{

using Bytes = std::vector<std::byte>;

template <typename T>
void put(Bytes& bytes, T value)
{
    const auto* raw = reinterpret_cast<const std::byte*>(&value);
    bytes.insert(bytes.end(), raw, raw + sizeof(T));
}

void putText(Bytes& bytes, std::string_view text)
{
    for (const auto character : text)
        bytes.push_back(static_cast<std::byte>(character));
}

void putChunk(Bytes& bytes, std::string_view name, const Bytes& content)
{
    putText(bytes, name);
    put<std::uint32_t>(bytes, static_cast<std::uint32_t>(content.size()));
    bytes.insert(bytes.end(), content.begin(), content.end());
    if (content.size() % 2 != 0)
        bytes.push_back(std::byte{0});
}

Bytes formatOf(int tag, int bits, int channels, bool isExtensible = false)
{
    Bytes bytes;
    put<std::uint16_t>(bytes, static_cast<std::uint16_t>(isExtensible ? 0xFFFE : tag));
    put<std::uint16_t>(bytes, static_cast<std::uint16_t>(channels));
    put<std::uint32_t>(bytes, 22050);
    put<std::uint32_t>(bytes, static_cast<std::uint32_t>(22050 * channels * bits / 8));
    put<std::uint16_t>(bytes, static_cast<std::uint16_t>(channels * bits / 8));
    put<std::uint16_t>(bytes, static_cast<std::uint16_t>(bits));
    if (isExtensible)
    {
        put<std::uint16_t>(bytes, 22);
        put<std::uint16_t>(bytes, static_cast<std::uint16_t>(bits));
        put<std::uint32_t>(bytes, 0);
        put<std::uint16_t>(bytes, static_cast<std::uint16_t>(tag));
        putText(bytes, std::string_view("\x00\x00\x00\x00\x10\x00\x80\x00\x00\xAA\x00\x38\x9B\x71", 14));
    }
    return bytes;
}

struct File
{
    Bytes bytes;
    std::size_t dataSizeAt = 0;

    File()
    {
        putText(bytes, "RIFF");
        put<std::uint32_t>(bytes, 0);
        putText(bytes, "WAVE");
    }

    File& chunk(std::string_view name, const Bytes& content)
    {
        if (name == "data")
            dataSizeAt = bytes.size() + 4;
        putChunk(bytes, name, content);
        set(4, static_cast<std::uint32_t>(bytes.size() - 8));
        return *this;
    }

    File& set(std::size_t at, std::uint32_t value)
    {
        std::memcpy(bytes.data() + at, &value, sizeof(value));
        return *this;
    }

    [[nodiscard]] Result<WavAudio> parse() const { return parseWav(bytes, "speech.wav"); }
};

Bytes shorts(std::initializer_list<int> values)
{
    Bytes bytes;
    for (const auto value : values)
        put<std::int16_t>(bytes, static_cast<std::int16_t>(value));
    return bytes;
}

/// A place of its own for one test, removed with all that is in it.
struct TemporaryDirectory
{
    std::filesystem::path path;

    TemporaryDirectory()
    {
        std::string name = (std::filesystem::temp_directory_path() / "parley-wav-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~TemporaryDirectory() { std::filesystem::remove_all(path); }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
};

} // namespace

TEST_CASE("every kind of WAV sample is read at its right level")
{
    const bool isExtensible = GENERATE(false, true);
    const auto read = [&](int tag, int bits, const Bytes& data)
    {
        const auto audio = File().chunk("fmt ", formatOf(tag, bits, 1, isExtensible)).chunk("data", data).parse();
        REQUIRE(audio);
        CHECK(audio.value().sampleRate == 22050);
        CHECK(audio.value().channels == 1);
        return audio.value().samples;
    };
    CHECK(read(1, 8, {std::byte{0}, std::byte{128}, std::byte{192}}) == std::vector<float>{-1.0F, 0.0F, 0.5F});
    CHECK(read(1, 16, shorts({-32768, 0, 16384})) == std::vector<float>{-1.0F, 0.0F, 0.5F});
    Bytes wide;
    for (const auto value : {0x00, 0x00, 0x80, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0xFF, 0xFF, 0xFF})
        wide.push_back(static_cast<std::byte>(value));
    CHECK(read(1, 24, wide) == std::vector<float>{-1.0F, 0.0F, 0.5F, -1.0F / 8388608.0F});
    Bytes whole;
    for (const auto value : {std::numeric_limits<std::int32_t>::min(), 0, 1 << 30})
        put<std::int32_t>(whole, value);
    CHECK(read(1, 32, whole) == std::vector<float>{-1.0F, 0.0F, 0.5F});
    Bytes single;
    for (const auto value : {-1.0F, 0.25F, std::numeric_limits<float>::quiet_NaN()})
        put<float>(single, value);
    CHECK(read(3, 32, single) == std::vector<float>{-1.0F, 0.25F, 0.0F});
    Bytes twice;
    for (const auto value : {-1.0, 0.25, 1e300})
        put<double>(twice, value);
    CHECK(read(3, 64, twice) == std::vector<float>{-1.0F, 0.25F, 0.0F});
}

TEST_CASE("channels are interleaved and mono is their mean")
{
    const auto audio =
        File().chunk("fmt ", formatOf(1, 16, 2)).chunk("data", shorts({16384, 0, -32768, -16384})).parse();
    REQUIRE(audio);
    CHECK(audio.value().frames() == 2);
    CHECK(audio.value().mono() == std::vector<float>{0.25F, -0.75F});
}

TEST_CASE("chunks of other kinds and of odd length are passed over")
{
    Bytes odd(7, std::byte{'x'});
    const auto audio = File()
                           .chunk("LIST", odd)
                           .chunk("fmt ", formatOf(1, 16, 1))
                           .chunk("LIST", odd)
                           .chunk("data", shorts({16384}))
                           .chunk("LIST", odd)
                           .parse();
    REQUIRE(audio);
    CHECK(audio.value().samples == std::vector<float>{0.5F});
}

TEST_CASE("a streamed file without a true size gives what is there")
{
    const std::uint32_t size = GENERATE(0U, 0xFFFFFFFFU, 0x7FFFF000U);
    auto file = File().chunk("fmt ", formatOf(1, 16, 1)).chunk("data", shorts({16384, -16384}));
    const auto audio = file.set(4, size).set(file.dataSizeAt, size).parse();
    REQUIRE(audio);
    CHECK(audio.value().samples == std::vector<float>{0.5F, -0.5F});
}

TEST_CASE("a closed file with no data is empty, whatever follows")
{
    const auto audio =
        File().chunk("fmt ", formatOf(1, 16, 1)).chunk("data", {}).chunk("LIST", Bytes(8, std::byte{1})).parse();
    REQUIRE(audio);
    CHECK(audio.value().samples.empty());
}

TEST_CASE("a file that ends early gives its whole frames, wherever it was cut")
{
    const auto file = File().chunk("fmt ", formatOf(1, 16, 2)).chunk("data", shorts({1, 2, 3, 4, 5, 6}));
    const auto dataAt = file.dataSizeAt + 4;
    for (std::size_t size = 0; size < file.bytes.size(); ++size)
    {
        CAPTURE(size);
        const auto audio = parseWav(std::span(file.bytes).first(size), "speech.wav");
        CHECK(static_cast<bool>(audio) == (size >= dataAt));
        if (audio)
            CHECK(audio.value().frames() == (size - dataAt) / 4);
        else
            CHECK(audio.error().code == ErrorCode::fileInvalid);
    }
}

TEST_CASE("what is not a WAV file is named with what it begins with")
{
    const std::string text = "Hello, world";
    const auto audio = parseWav(std::as_bytes(std::span(text)), "notes.txt");
    REQUIRE_FALSE(audio);
    CHECK(audio.error().code == ErrorCode::fileInvalid);
    CHECK(audio.error().message.find("notes.txt is not a WAV file: it begins with \"Hello, world\"") == 0);
    const auto empty = parseWav({}, "empty.wav");
    REQUIRE_FALSE(empty);
    CHECK(empty.error().message.find("it begins with nothing, it is empty") != std::string::npos);
}

TEST_CASE("a kind of WAV that is not read is named with what was found")
{
    const auto [tag, bits, channels] = GENERATE(table<int, int, int>({{6, 8, 1}, {1, 12, 1}, {3, 16, 1}, {1, 16, 0}}));
    const auto audio = File().chunk("fmt ", formatOf(tag, bits, channels)).chunk("data", shorts({1, 2, 3, 4})).parse();
    REQUIRE_FALSE(audio);
    CHECK(audio.error().message.find("speech.wav") == 0);
    CHECK(audio.error().message.find("format " + std::to_string(tag)) != std::string::npos);
}

TEST_CASE("a broken WAV header is an error that says what is wrong")
{
    const auto noFormat = File().chunk("data", shorts({1})).parse();
    REQUIRE_FALSE(noFormat);
    CHECK(noFormat.error().message.find("before their format") != std::string::npos);
    const auto noData = File().chunk("fmt ", formatOf(1, 16, 1)).parse();
    REQUIRE_FALSE(noData);
    CHECK(noData.error().message.find("no audio data") != std::string::npos);
    const auto shortFormat = File().chunk("fmt ", Bytes(10)).chunk("data", {}).parse();
    REQUIRE_FALSE(shortFormat);
    CHECK(shortFormat.error().message.find("too short") != std::string::npos);
}

TEST_CASE("what was written is read back")
{
    const TemporaryDirectory directory;
    const WavAudio audio{48000, 2, {0.5F, -0.5F, 0.25F, -1.0F}};
    REQUIRE(writeWav(directory.path / "a.wav", audio));
    const auto back = readWav(directory.path / "a.wav");
    REQUIRE(back);
    CHECK(back.value().sampleRate == 48000);
    CHECK(back.value().channels == 2);
    CHECK(back.value().samples == audio.samples);
    CHECK(std::filesystem::file_size(directory.path / "a.wav") == 44 + 8);
}

TEST_CASE("a missing, unreadable or unwritable WAV file is an error that names it")
{
    const TemporaryDirectory directory;
    const auto missing = readWav(directory.path / "missing.wav");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::fileNotFound);
    CHECK(missing.error().message.find("missing.wav") != std::string::npos);
    const auto folder = readWav(directory.path);
    REQUIRE_FALSE(folder);
    CHECK(folder.error().code == ErrorCode::fileInvalid);
    const auto unwritable = writeWav(directory.path / "no" / "a.wav", {48000, 1, {0.0F}});
    REQUIRE_FALSE(unwritable);
    CHECK(unwritable.error().message.find("a.wav") != std::string::npos);
    const auto halfFrame = writeWav(directory.path / "a.wav", {48000, 2, {0.0F}});
    REQUIRE_FALSE(halfFrame);
    CHECK(halfFrame.error().code == ErrorCode::invalidArgument);
    CHECK_FALSE(std::filesystem::exists(directory.path / "a.wav"));
}
