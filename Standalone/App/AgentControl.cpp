// SPDX-License-Identifier: GPL-3.0-or-later
#include "AgentControl.h"

#include <cstdlib>
#include <tuple>

namespace parley::app
{

namespace
{

void useOsc(const OscOptions& options, plugin::OscSettings& osc)
{
    if (!options.isOn())
        return;
    osc.isOn = true;
    osc.isOpenToNetwork = options.isOpenToNetwork;
    osc.receivePort = options.receivePort.value_or(osc.receivePort);
    if (options.send)
        std::tie(osc.sendHost, osc.sendPort) = *options.send;
}

} // namespace

Result<void> AgentControl::configure(const AgentOptions& options)
{
    if (!options.agents.empty())
    {
        if (auto opened = processor.openAgentsFile(options.agents); !opened)
            return opened;
        unsetenv("PARLEY_AGENTS"); // It would speak in the place of what the command line names.
    }
    if (!options.recording.empty())
        setenv("PARLEY_RECORD", std::filesystem::absolute(options.recording).c_str(), 1);
    auto settings = processor.state().settings();
    auto& provider = settings.provider;
    provider.provider = options.provider.value_or(provider.provider);
    provider.url = options.url.value_or(provider.url);
    provider.model = options.model.value_or(provider.model);
    useOsc(options.osc, settings.osc);
    if (!processor.state().setSettings(settings))
        return Error{ErrorCode::invalidArgument, processor.state().notice(), "url"};
    return {};
}

void AgentControl::connect()
{
    processor.control().connect();
}

bool AgentControl::isMuted() const
{
    return processor.parameters().mute.get();
}

} // namespace parley::app
