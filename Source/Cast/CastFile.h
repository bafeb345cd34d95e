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

/// The error, of code fileInvalid, names up to 20 faults, each with its line: what stands there, what may stand there,
/// and what was probably meant. More than 1 MiB is refused.
/// @thread any but audio
[[nodiscard]] Result<Cast> parseCast(std::string text, const std::string& nameForErrors, const CastHost& host = {});

/// The text of such a file; fileNotFound when there is none, fileInvalid when it is too large.
/// @thread any but audio and network
[[nodiscard]] Result<std::string> readCastFile(const std::filesystem::path& file);

/// As `parseCast`, from a file; fileNotFound when there is none.
/// @thread any but audio and network
[[nodiscard]] Result<Cast> loadCast(const std::filesystem::path& file, const CastHost& host = {});

} // namespace parley::cast
