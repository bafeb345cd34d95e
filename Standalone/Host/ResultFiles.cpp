// SPDX-License-Identifier: GPL-3.0-or-later
#include "ResultFiles.h"

#include "Audio/Wav.h"
#include "ConversationJson.h"

#include <fstream>
#include <utility>

namespace parley::host
{

Result<void> writeReply(const std::filesystem::path& directory, const RunReport& report, std::vector<float> interleaved)
{
    return audio::writeWav(directory / "reply.wav", {report.take.sampleRate, report.channels, std::move(interleaved)});
}

Result<void> writeConversation(const std::filesystem::path& directory, const RunReport& report)
{
    const auto file = directory / "conversation.json";
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    // Words of the service may hold broken UTF-8; a replacement character serves a reader better than no file.
    stream << conversationJson(report).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
    if (stream.flush())
        return {};
    return Error{ErrorCode::fileInvalid,
                 file.string() + " could not be written: check that its directory is there and has room.",
                 file.string()};
}

std::vector<float> meanOfChannels(const std::vector<float>& interleaved, int channels)
{
    return audio::WavAudio{1, channels, interleaved}.mono();
}

} // namespace parley::host
