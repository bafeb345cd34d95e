// SPDX-License-Identifier: GPL-3.0-or-later
// What a VST3 host hands to a plugin.
#pragma once

#include <algorithm>
#include <iterator>
#include <pluginterfaces/base/funknown.h>

namespace parley::tests::vst3
{

/// The identifiers come from the headers alone: no library of the SDK is linked.
inline bool isSame(const Steinberg::TUID one, const Steinberg::TUID other)
{
    return std::equal(one, one + sizeof(Steinberg::TUID), other);
}

/// An object of one interface that outlives the plugin: nobody counts who holds it.
template <typename Interface>
class HostObject : public Interface
{
public:
    explicit HostObject(const Steinberg::TUID interfaceId)
    {
        std::copy_n(interfaceId, std::size(identifier), identifier);
    }
    virtual ~HostObject() = default;
    HostObject(const HostObject&) = delete;
    HostObject& operator=(const HostObject&) = delete;

    Steinberg::tresult PLUGIN_API queryInterface(const Steinberg::TUID asked, void** object) override
    {
        const bool isThis = isSame(asked, identifier) || isSame(asked, Steinberg::FUnknown_iid);
        *object = isThis ? static_cast<Interface*>(this) : nullptr;
        return isThis ? Steinberg::kResultOk : Steinberg::kNoInterface;
    }
    Steinberg::uint32 PLUGIN_API addRef() override { return 1; }
    Steinberg::uint32 PLUGIN_API release() override { return 1; }

private:
    Steinberg::TUID identifier{};
};

} // namespace parley::tests::vst3
