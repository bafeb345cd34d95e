// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON form of a plugin's state, to and from the settings. Pure functions, no thread, no secret.
#pragma once

#include "Plugin/Settings.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::plugin
{

struct StateDocument
{
    Settings settings;
    ParameterValues parameters;
    nlohmann::json unknown = nlohmann::json::object(); ///< The document as read; its foreign fields are written again.
    std::vector<std::string> remarks;                  ///< Sentences about fields that were not taken over.

    /// Equal documents give equal bytes: sorted fields, no time, no identifiers.
    /// @thread any but audio
    [[nodiscard]] std::string write() const;

    /// Empty when the text is not a state of ours at all. A field that is missing gets its default; one that is wrong
    /// or holds a credential keeps its value in `current`, with a remark. Fields of newer versions are kept.
    /// @thread any but audio
    [[nodiscard]] static std::optional<StateDocument> read(std::string_view text, const StateDocument& current);

    /// 1 had one agent and its turn detection instead of a cast and parameters; it is read, too.
    static constexpr int version = 2;
    static constexpr std::size_t largestBytes = 4 * 1024 * 1024; ///< A cast of 1 MiB grows when it is quoted.
    static constexpr int deepestNesting = 32;
};

/// A sentence when these settings must not be kept because they hold a credential; empty when all is well.
/// @thread any but audio
[[nodiscard]] std::string reasonToRefuse(const Settings& settings);

} // namespace parley::plugin
