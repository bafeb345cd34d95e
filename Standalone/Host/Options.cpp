// SPDX-License-Identifier: GPL-3.0-or-later
#include "Options.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <optional>

namespace parley::host
{

namespace
{

constexpr int largestFixedBlock = 65536;

std::optional<BlockSizes> blockSizesFrom(const std::string& text)
{
    if (text == "random")
        return BlockSizes::random();
    int frames = 0;
    const auto end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, frames);
    if (problem != std::errc{} || stop != end || frames < 1 || frames > largestFixedBlock)
        return std::nullopt;
    return BlockSizes::fixed(frames);
}

/// The sentence for CLI11, or nothing where `text` is good.
std::string checkBlock(const std::string& text)
{
    return blockSizesFrom(text) ? std::string{} : "give a number of frames from 1 to 65536, or the word random";
}

std::string checkUrl(const std::string& text)
{
    const bool isWebSocket = text.starts_with("ws://") || text.starts_with("wss://");
    return isWebSocket ? std::string{} : "give a WebSocket address that starts with ws:// or wss://";
}

} // namespace

std::variant<Options, ExitCode> parseOptions(int argc, const char* const* argv)
{
    Options options;
    std::string block = "480";
    CLI::App app("Loads a built Parley plugin from disk and holds a conversation with it, in real time and without a\n"
                 "screen or a sound device. Writes reply.wav, conversation.json, report.png and the recording.");
    app.set_version_flag("--version", PARLEY_VERSION);
    app.add_option("--plugin", options.plugin, "The plugin: a .vst3 or .lv2 bundle")->required();
    app.add_option("--in", options.input, "What is said to it: a WAV file of any rate")->required();
    app.add_option("--out", options.outputDirectory, "The directory for the results; made if need be")->required();
    app.add_option("--rate", options.sampleRate, "The host's sample rate in Hz")
        ->check(CLI::Range(8000, 192000))
        ->capture_default_str();
    app.add_option("--block", block, "Frames a block, or random for 0 to 2048")
        ->check(checkBlock)
        ->capture_default_str();
    app.add_option("--channels", options.channels, "Channels of the plugin's buses")
        ->check(CLI::Range(1, 2))
        ->capture_default_str();
    app.add_option("--url", options.url, "Talk to this service instead of the plugin's default")->check(checkUrl);
    app.add_option("--agents", options.agents, "Who speaks: a cast of agents, see docs/agents-file.md")
        ->type_name("FILE");
    app.add_option("--record", options.recording, "Where to keep the recording [DIR/recording.jsonl]");
    try
    {
        app.parse(argc, argv);
    }
    catch (const CLI::ParseError& problem)
    {
        return app.exit(problem) == 0 ? exitDone : exitWrongUse;
    }
    options.blocks = blockSizesFrom(block).value();
    if (options.recording.empty())
        options.recording = options.outputDirectory / "recording.jsonl";
    return options;
}

} // namespace parley::host
