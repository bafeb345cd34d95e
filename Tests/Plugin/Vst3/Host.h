// SPDX-License-Identifier: GPL-3.0-or-later
// What a VST3 asks of its host, and tells it.
#pragma once

#include "Plugin/Vst3/HostObject.h"

#include <algorithm>
#include <atomic>
#include <pluginterfaces/vst/ivsteditcontroller.h>
#include <pluginterfaces/vst/ivsthostapplication.h>
#include <string_view>

namespace parley::tests::vst3
{

/// Has a name, and makes no objects for anybody.
class HostApplication final : public HostObject<Steinberg::Vst::IHostApplication>
{
public:
    HostApplication()
        : HostObject(Steinberg::Vst::IHostApplication_iid)
    {
    }

    Steinberg::tresult PLUGIN_API getName(Steinberg::Vst::String128 name) override
    {
        constexpr std::u16string_view own = u"Parley's tests";
        *std::copy(own.begin(), own.end(), name) = 0;
        return Steinberg::kResultOk;
    }

    Steinberg::tresult PLUGIN_API createInstance(Steinberg::TUID, Steinberg::TUID, void** object) override
    {
        *object = nullptr;
        return Steinberg::kResultFalse;
    }
};

/// Counts what it is told, on whatever thread.
class ComponentHandler final : public HostObject<Steinberg::Vst::IComponentHandler>
{
public:
    ComponentHandler()
        : HostObject(Steinberg::Vst::IComponentHandler_iid)
    {
    }

    Steinberg::tresult PLUGIN_API beginEdit(Steinberg::Vst::ParamID) override { return Steinberg::kResultOk; }
    Steinberg::tresult PLUGIN_API performEdit(Steinberg::Vst::ParamID, Steinberg::Vst::ParamValue) override
    {
        return Steinberg::kResultOk;
    }
    Steinberg::tresult PLUGIN_API endEdit(Steinberg::Vst::ParamID) override { return Steinberg::kResultOk; }
    Steinberg::tresult PLUGIN_API restartComponent(Steinberg::int32 flags) override
    {
        restarts |= flags;
        return Steinberg::kResultOk;
    }

    /// All flags of Steinberg::Vst::RestartFlags that it was told. @thread any
    [[nodiscard]] Steinberg::int32 restartFlags() const noexcept { return restarts; }

private:
    std::atomic<Steinberg::int32> restarts{0};
};

} // namespace parley::tests::vst3
