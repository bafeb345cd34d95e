// SPDX-License-Identifier: Apache-2.0
// Who speaks: a name, instructions and a voice.
#pragma once

#include <string>

namespace parley::realtime
{

struct Agent
{
    std::string name = "Parley";
    std::string instructions = "You are a friendly voice assistant. Answer in one or two short sentences.";
    std::string voice; ///< A voice of the service, for instance "marin"; empty: the service's own default.

    [[nodiscard]] bool operator==(const Agent&) const = default;
};

} // namespace parley::realtime
