// SPDX-License-Identifier: Apache-2.0
// A text that must never be shown: it has no stream operator, and is registered for redaction when made.
#pragma once

#include "Base/Log.h"

#include <string>
#include <utility>

namespace parley
{

class Secret
{
public:
    Secret() = default;
    explicit Secret(std::string text)
        : content(std::move(text))
    {
        registerSecret(content);
    }

    [[nodiscard]] bool empty() const noexcept { return content.empty(); }

    /// The only way to the text, named so that a reader sees where it leaves its wrapper.
    [[nodiscard]] const std::string& reveal() const noexcept { return content; }

private:
    std::string content;
};

} // namespace parley
