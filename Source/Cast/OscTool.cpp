// SPDX-License-Identifier: Apache-2.0
#include "Cast/OscTool.h"

#include <lo/lo.h>
#include <memory>

namespace parley::cast
{
namespace
{

using Address = std::unique_ptr<void, decltype(&lo_address_free)>;
using Message = std::unique_ptr<void, decltype(&lo_message_free)>;

void add(lo_message message, const ToolArgument& argument, const wire::Json& value)
{
    switch (argument.type)
    {
    case ArgumentType::integer:
        lo_message_add_int32(message, static_cast<std::int32_t>(value.get<double>()));
        break;
    case ArgumentType::number:
        lo_message_add_float(message, value.get<float>());
        break;
    case ArgumentType::string:
        lo_message_add_string(message, value.get<std::string>().c_str());
        break;
    case ArgumentType::boolean:
        value.get<bool>() ? lo_message_add_true(message) : lo_message_add_false(message);
        break;
    }
}

Result<std::string> send(const OscTool& osc, const wire::Json& arguments)
{
    const Address address(lo_address_new(osc.host.c_str(), std::to_string(osc.port).c_str()), &lo_address_free);
    const Message message(lo_message_new(), &lo_message_free);
    for (const auto& argument : osc.declared.arguments)
        add(message.get(), argument, arguments.at(argument.name));
    if (lo_send_message(address.get(), osc.address.c_str(), message.get()) < 0)
        return Error{ErrorCode::connectFailed,
                     "The OSC message to " + osc.host + " could not be sent: check host and port of the tool.",
                     osc.declared.name, "", lo_address_errstr(address.get())};
    return std::string("Sent.");
}

} // namespace

realtime::Tool makeTool(const OscTool& osc)
{
    return toolFrom(osc.declared, [osc](const realtime::ToolCall& call) { return send(osc, call.arguments); });
}

} // namespace parley::cast
