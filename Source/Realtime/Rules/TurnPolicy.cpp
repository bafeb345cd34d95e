// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Rules/TurnPolicy.h"

#include "Wire/Detail/JsonFields.h"

namespace parley::realtime
{

TurnPolicy TurnPolicy::fromSession(const wire::Json& session)
{
    TurnPolicy policy;
    if (wire::textField(session, "type") == "transcription")
        policy = {true, false, false, false};
    const auto& input = wire::objectField(wire::objectField(session, "audio"), "input");
    if (!input.contains("turn_detection"))
        return policy;
    const auto& detection = input["turn_detection"];
    if (detection.is_null())
        return {false, false, false, policy.answers};
    if (!policy.answers)
        return policy;
    const auto& creates = wire::objectField(detection, "create_response");
    const auto& interrupts = wire::objectField(detection, "interrupt_response");
    policy.createsResponse = !creates.is_boolean() || creates.get<bool>();
    policy.interruptsResponse = !interrupts.is_boolean() || interrupts.get<bool>();
    return policy;
}

} // namespace parley::realtime
