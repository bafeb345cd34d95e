// SPDX-License-Identifier: GPL-3.0-or-later
// Looks once, in the background, whether this machine holds an OpenAI key, and where.
#pragma once

#include "Base/Executor.h"

#include <memory>
#include <optional>
#include <string>

namespace parley::plugin
{

struct KeyFinding
{
    bool isFound = false;
    std::string sentence; ///< Where the key was found, or why there is none. Never the key.
};

/// @thread message
class KeyLookup
{
public:
    /// Starts to look on the tool pool; opens no connection.
    KeyLookup();
    ~KeyLookup();

    /// The finding, once; the threads of the look-up are let go then.
    [[nodiscard]] std::optional<KeyFinding> take();

private:
    struct Answer;
    std::shared_ptr<Answer> answer;
    std::shared_ptr<Executor> executor;
};

} // namespace parley::plugin
