// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/LentHost.h"

#include <mutex>

namespace parley::plugin
{

struct LentHost::Link
{
    std::mutex guard;
    Parameters* parameters = nullptr; ///< Null once the plugin is gone.

    Result<void> set(const std::string& name, double value)
    {
        const std::lock_guard lock(guard);
        if (parameters == nullptr)
            return Error{ErrorCode::cancelled, "The plugin was removed.", "parameter"};
        auto* parameter = parameters->find(name);
        if (parameter == nullptr)
            return Error{ErrorCode::invalidArgument,
                         "The plugin has no parameter \"" + name + "\": docs/plugin.md lists them.", "parameter"};
        parameter->setValueNotifyingHost(static_cast<float>(value));
        return {};
    }
};

LentHost::LentHost(Parameters& lentParameters)
    : link(std::make_shared<Link>())
    , queue(std::make_shared<MidiQueue>())
{
    link->parameters = &lentParameters;
}

LentHost::~LentHost()
{
    const std::lock_guard lock(link->guard);
    link->parameters = nullptr;
}

cast::CastHost LentHost::lend() const
{
    cast::CastHost host;
    host.sendMidi = [kept = queue](const cast::MidiMessage& message) { return kept->push(message); };
    host.setParameter = [kept = link](const std::string& name, double value) { return kept->set(name, value); };
    return host;
}

} // namespace parley::plugin
