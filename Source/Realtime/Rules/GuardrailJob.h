// SPDX-License-Identifier: Apache-2.0
// A look of the user's guardrails at an answer, and what they found.
#pragma once

#include "Base/Error.h"
#include "Realtime/Guardrail.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace parley::realtime
{

struct GuardrailJob
{
    std::uint64_t id = 0; ///< Unique in its session.
    GuardrailLook look;
    std::vector<OutputGuardrail> guardrails;
};

struct GuardrailFinding
{
    std::string guardrail; ///< Which one tripped; empty: none.
    std::string reason;
    std::vector<Error> failures; ///< Of guardrails that threw; the others were asked all the same.
};

} // namespace parley::realtime
