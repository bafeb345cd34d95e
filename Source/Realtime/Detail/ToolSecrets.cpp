// SPDX-License-Identifier: Apache-2.0
#include "Realtime/Detail/ToolSecrets.h"

#include "Base/Log.h"
#include "Wire/Detail/JsonFields.h"

#include <string>

namespace parley::realtime
{
namespace
{

void registerSecretsOfTool(const wire::Json& tool)
{
    registerSecret(wire::textField(tool, "authorization"));
    for (const auto& value : wire::objectField(tool, "headers"))
        if (value.is_string())
            registerSecret(value.get_ref<const std::string&>());
}

void registerSecretsOfTools(const wire::Json& settings)
{
    const auto& tools = wire::objectField(settings, "tools");
    if (tools.is_array())
        for (const auto& tool : tools)
            registerSecretsOfTool(tool);
}

} // namespace

void registerSecretsOf(const Agent& agent)
{
    for (const auto& server : agent.hostedMcp)
    {
        registerSecret(server.authorization);
        for (const auto& [name, value] : server.headers)
            registerSecret(value);
    }
    for (const auto& handoff : agent.handoffs)
        if (handoff.agent != nullptr)
            registerSecretsOf(*handoff.agent);
}

void registerSecretsOf(const wire::ClientEvent& event)
{
    if (const auto* update = std::get_if<wire::SessionUpdate>(&event.body); update != nullptr && update->session.tools)
        for (const auto& tool : *update->session.tools)
            registerSecretsOfTool(tool);
    if (const auto* create = std::get_if<wire::ResponseCreate>(&event.body))
        registerSecretsOfTools(create->response);
    if (const auto* raw = std::get_if<wire::RawEvent>(&event.body))
        for (const auto* part : {"session", "response"})
            registerSecretsOfTools(wire::objectField(raw->json, part));
}

} // namespace parley::realtime
