// SPDX-License-Identifier: Apache-2.0
// Reads an agents file (docs/agents-file.md; its schema is agents-file.schema.json beside this header).
#pragma once

#include "Base/Result.h"
#include "Cast/Cast.h"
#include "Cast/CastHost.h"

#include <filesystem>
#include <string>

namespace parley::cast
{

/// A larger file is refused.
constexpr std::size_t largestCastFile = 1024 * 1024;

/// The error, of code fileInvalid, names up to 20 faults, each with its line: what stands there, what may stand there,
/// and what was probably meant.
/// @thread any but audio
[[nodiscard]] Result<Cast> parseCast(std::string text, const std::string& nameForErrors, const CastHost& host = {});

/// As `parseCast`, from a file; fileNotFound when there is none.
/// @thread any but audio and network
[[nodiscard]] Result<Cast> loadCast(const std::filesystem::path& file, const CastHost& host = {});

} // namespace parley::cast
