// SPDX-License-Identifier: Apache-2.0
// Who speaks: a name, instructions, a voice, and what it can do.
#pragma once

#include "Realtime/Guardrail.h"
#include "Realtime/Handoff.h"
#include "Realtime/Tool.h"

#include <string>
#include <vector>

namespace parley::realtime
{

struct Agent
{
    std::string name = "Parley";
    std::string instructions = "You are a friendly voice assistant. Answer in one or two short sentences.";
    std::string voice{};    ///< A voice of the service, for instance "marin"; empty: the service's own default.
    std::string greeting{}; ///< Spoken once in a conversation, before the user says anything; empty: the user begins.
    std::vector<Tool> tools{};
    std::vector<HostedMcp> hostedMcp{};
    std::vector<Handoff> handoffs{};
    std::vector<OutputGuardrail> outputGuardrails{};
};

} // namespace parley::realtime
