// SPDX-License-Identifier: GPL-3.0-or-later
// What belongs to this machine and not to a project: whether projects connect when they are opened, and where keys are.
#pragma once

#include "Auth/KeySource.h"
#include "Base/Result.h"

#include <filesystem>
#include <memory>
#include <string>

namespace parley::plugin
{

/// Never a key: only where one is.
struct MachineSettings
{
    bool connectsOnLoad = false; ///< A restored instance connects at its first realtime block.
    std::string keyFile{};       ///< A file that holds the key; empty: the usual places.
    std::string tokenServer{};   ///< The https address of a server that hands out tokens; goes before `keyFile`.

    [[nodiscard]] bool operator==(const MachineSettings&) const = default;

    /// PARLEY_SETTINGS; else machine.json in the folder Parley of XDG_CONFIG_HOME, ~/.config, or on macOS
    /// ~/Library/Application Support. @thread any but audio
    [[nodiscard]] static std::filesystem::path standardFile();

    /// The defaults where there is no such file; an error where it cannot be used.
    /// Reads a file of 64 KB at most: @thread any but audio
    [[nodiscard]] static Result<MachineSettings> load(const std::filesystem::path& file = standardFile());

    /// Refuses what looks like a key, or an address with one. Writes the file whole or not at all.
    /// @thread any but audio and network
    [[nodiscard]] Result<void> save(const std::filesystem::path& file = standardFile()) const;

    /// Asked when a connection is made; its `name` is fit to be shown. Null: the usual places. @thread any but audio
    [[nodiscard]] std::shared_ptr<auth::KeySource> keySource() const;
};

} // namespace parley::plugin
