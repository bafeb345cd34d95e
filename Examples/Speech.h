// SPDX-License-Identifier: Apache-2.0
// Speech in and out of the examples: from a file to the wire's rate, and from the session into a file.
#pragma once

#include "Base/Result.h"
#include "Realtime/SpeechSink.h"

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <vector>

namespace parley::examples
{

/// The file as 24 kHz mono: WAV, or `.raw` for headerless 16-bit mono at 16 kHz.
[[nodiscard]] Result<std::vector<std::int16_t>> readSpeech(const std::filesystem::path& file);

/// Keeps what the agent says, as it arrives.
class SpeechFile final : public realtime::SpeechSink
{
public:
    [[nodiscard]] bool speech(const audio::SpeechPart& part, std::span<const std::int16_t> samples) override;
    void speechComplete(const std::string& responseId) override;
    void interrupt(std::function<void(std::vector<realtime::HeardSpeech>)> settled) override;

    /// Writes what came so far; the number of samples is returned. @thread any
    [[nodiscard]] Result<std::size_t> write(const std::filesystem::path& file) const;

private:
    mutable std::mutex mutex;
    std::vector<std::int16_t> kept;
};

/// What a voice pipeline says, as it arrives.
class Reply
{
public:
    void add(const std::vector<std::int16_t>& samples) { kept.insert(kept.end(), samples.begin(), samples.end()); }

    /// Writes it and tells how much it was. The exit code of the example.
    [[nodiscard]] int write(const std::filesystem::path& file) const;

private:
    std::vector<std::int16_t> kept;
};

} // namespace parley::examples
