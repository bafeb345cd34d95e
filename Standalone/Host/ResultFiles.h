// SPDX-License-Identifier: GPL-3.0-or-later
// What a run leaves behind as text and sound.
#pragma once

#include "Base/Result.h"
#include "RunReport.h"

#include <filesystem>
#include <vector>

namespace parley::host
{

/// reply.wav: the output bus, interleaved, at the host's rate.
[[nodiscard]] Result<void> writeReply(const std::filesystem::path& directory, const RunReport& report,
                                      std::vector<float> interleaved);

/// conversation.json, see conversationJson.
[[nodiscard]] Result<void> writeConversation(const std::filesystem::path& directory, const RunReport& report);

/// The mean of `channels` interleaved channels.
[[nodiscard]] std::vector<float> meanOfChannels(const std::vector<float>& interleaved, int channels);

} // namespace parley::host
