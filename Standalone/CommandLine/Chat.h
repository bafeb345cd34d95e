// SPDX-License-Identifier: Apache-2.0
// parley chat: one line to the agent, its answer on standard output.
#pragma once

#include <string>

namespace parley::commandline
{

struct ChatOptions
{
    std::string text;
    std::string url;        ///< Empty: the local service.
    std::string recordFile; ///< Empty: no recording.
};

/// Blocks until the answer is there. The process' exit code: 0 when it came, 1 when not.
[[nodiscard]] int chat(const ChatOptions& options);

} // namespace parley::commandline
