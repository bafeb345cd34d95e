// SPDX-License-Identifier: Apache-2.0
// A JSON file that people write: how it is read, and how its faults are told.
#pragma once

#include "Base/Result.h"
#include "Written/Detail/JsonText.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace parley::written
{

struct FaultList;

/// A larger file is refused.
constexpr std::size_t largestWrittenFile = std::size_t{1024} * 1024;

/// `kind` is what the file is called, for instance "agents file". fileNotFound when it cannot be read.
/// @thread any but audio and network
[[nodiscard]] Result<std::string> readWrittenFile(const std::string& kind, const std::filesystem::path& file);

/// Has `read` go through the document and note its faults. Whatever is wrong, with the text too, comes back as one
/// fileInvalid error: "The agents file x.json has 2 faults:", then a line for each with its place.
/// @thread any but audio
[[nodiscard]] Result<void> readDocument(const std::string& kind, const std::string& text,
                                        const std::string& nameForErrors,
                                        const std::function<void(const wire::Json&, FaultList&)>& read);

} // namespace parley::written
