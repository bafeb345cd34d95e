// SPDX-License-Identifier: Apache-2.0
// Writes a session down: every frame both ways and what happened on this side, one JSON object a line.
#pragma once

#include "Base/Executor.h"
#include "Base/Result.h"
#include "Realtime/Event.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace parley::realtime
{

/// See docs/recording.md for the format. Lines are written on the tool pool and flushed at once; when more than
/// `queueCapacity` wait, new ones are dropped and counted. Secrets are removed.
class Recorder
{
public:
    static constexpr std::size_t queueCapacity = 16384;

    /// Creates or empties the file. The executor must outlive the recorder. An error of code fileInvalid names the file
    /// and the reason.
    /// @thread any but audio and network
    [[nodiscard]] static Result<std::shared_ptr<Recorder>> open(Executor& executor, const std::filesystem::path& file);
    /// Writes what waits.
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// @thread any but audio
    void clientFrame(std::string_view text);
    void serverFrame(std::string_view text);
    /// Events that have a mark in the recording are written, others are not.
    void event(const Event& event);

    [[nodiscard]] std::uint64_t droppedLines() const noexcept;

private:
    class Writer;
    explicit Recorder(std::shared_ptr<Writer> opened);
    std::shared_ptr<Writer> writer;
};

} // namespace parley::realtime
