// SPDX-License-Identifier: Apache-2.0
// A recording (docs/recording.md) as it is read back.
#pragma once

#include "Base/Result.h"
#include "Wire/Item.h"

#include <chrono>
#include <filesystem>
#include <istream>
#include <string>
#include <vector>

namespace parley::realtime
{

struct RecordedLine
{
    enum class From
    {
        client,
        server,
        parley
    };

    std::chrono::microseconds at{0}; ///< Since the recording began.
    From from = From::parley;
    wire::Json event; ///< An object with a `type`.

    [[nodiscard]] std::string type() const { return event.at("type").get<std::string>(); }
};

/// In the order of the file; times do not go back.
struct Recording
{
    std::vector<RecordedLine> lines;

    /// Lines of a source that is not known are passed over. A line that is not as the format wants it is an error of
    /// code fileInvalid that names it.
    /// @thread any but audio and network
    [[nodiscard]] static Result<Recording> read(const std::filesystem::path& file);
    [[nodiscard]] static Result<Recording> read(std::istream& stream, const std::string& nameForErrors);
};

} // namespace parley::realtime
