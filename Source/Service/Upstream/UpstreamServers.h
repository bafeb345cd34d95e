// SPDX-License-Identifier: Apache-2.0
// Servers that stand in the place of the service's own engines: any that speak OpenAI's endpoints.
#pragma once

#include "Base/Secret.h"

#include <optional>
#include <string>

namespace parley::service
{

struct UpstreamServer
{
    std::string url; ///< http or https, up to and with /v1: the doors go behind it.
    std::string model;
    Secret key{};        ///< Sent as Bearer; empty: none.
    std::string voice{}; ///< Of speech: in the place of what a session asks for; empty: that.
};

struct UpstreamServers
{
    std::optional<UpstreamServer> chat{};          ///< POST /chat/completions, streamed, with tools.
    std::optional<UpstreamServer> transcription{}; ///< POST /audio/transcriptions
    std::optional<UpstreamServer> speech{};        ///< POST /audio/speech, PCM at 24 kHz.

    [[nodiscard]] bool any() const noexcept { return chat || transcription || speech; }
};

} // namespace parley::service
