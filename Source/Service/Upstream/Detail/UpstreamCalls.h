// SPDX-License-Identifier: Apache-2.0
// One job at a server upstream, for as long as its handle lives.
#pragma once

#include "Service/EngineJob.h"
#include "Voice/Activity.h"
#include "Voice/VoiceService.h"

#include <functional>
#include <memory>
#include <string>

namespace parley::service
{

struct UpstreamDoor
{
    std::shared_ptr<const voice::VoiceService> server;
    std::string model;
    std::string voice; ///< Of speech: in the place of the job's; empty: that.
};

/// Gets the parts, if there are any, then the whole or an error. Never called from inside the functions below.
using Tell = std::function<void(EngineResult)>;

/// @thread network, all of them
[[nodiscard]] std::unique_ptr<voice::Activity> askChat(const UpstreamDoor& door, const AnswerJob& job, Tell tell);
[[nodiscard]] std::unique_ptr<voice::Activity> transcribe(const UpstreamDoor& door, const RecogniseJob& job, Tell tell);
[[nodiscard]] std::unique_ptr<voice::Activity> speak(const UpstreamDoor& door, const SpeakJob& job, Tell tell);

} // namespace parley::service
