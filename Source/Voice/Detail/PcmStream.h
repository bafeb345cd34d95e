// SPDX-License-Identifier: Apache-2.0
// 16-bit little-endian samples out of bytes that are cut anywhere. Pure.
#pragma once

#include "Base/Error.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace parley::voice
{

/// @thread one at a time
class PcmStream
{
public:
    /// What the answer says it is; an error when that is no raw PCM.
    [[nodiscard]] static std::optional<Error> faultInType(std::string_view contentType);

    /// The whole samples; half a one waits for its other half.
    [[nodiscard]] std::vector<std::int16_t> read(std::string_view bytes);
    /// Why the stream so far cannot be speech: it begins as a file does.
    [[nodiscard]] std::optional<Error> fault() const;
    /// Why a stream that is over was none.
    [[nodiscard]] std::optional<Error> faultAtEnd() const;

private:
    std::optional<unsigned char> half;
    char begin[4] = {};
    std::size_t count = 0; ///< Of bytes.
};

} // namespace parley::voice
