// SPDX-License-Identifier: Apache-2.0
// Reads a file of answers (docs/script.md; its schema is docs/answers.schema.json).
#pragma once

#include "Base/Result.h"
#include "Service/Script/AnswerScript.h"

#include <filesystem>
#include <string>

namespace parley::service
{

/// The error, of code fileInvalid, names up to 20 faults, each with its line. More than 1 MiB is refused.
/// @thread any but audio
[[nodiscard]] Result<AnswerScript> parseScript(const std::string& text, const std::string& nameForErrors);

/// As `parseScript`, from a file; fileNotFound when there is none. Blocks.
/// @thread any but audio and network
[[nodiscard]] Result<AnswerScript> loadScript(const std::filesystem::path& file);

} // namespace parley::service
