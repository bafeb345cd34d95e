// SPDX-License-Identifier: GPL-3.0-or-later
// The automation of one block.
#pragma once

#include "Plugin/Vst3/HostObject.h"

#include <deque>
#include <pluginterfaces/vst/ivstparameterchanges.h>
#include <vector>

namespace parley::tests::vst3
{

/// The points of one parameter, in the order of their frames.
class ParameterQueue final : public HostObject<Steinberg::Vst::IParamValueQueue>
{
public:
    explicit ParameterQueue(Steinberg::Vst::ParamID parameter)
        : HostObject(Steinberg::Vst::IParamValueQueue_iid)
        , id(parameter)
    {
    }

    Steinberg::Vst::ParamID PLUGIN_API getParameterId() override { return id; }
    Steinberg::int32 PLUGIN_API getPointCount() override { return static_cast<Steinberg::int32>(points.size()); }

    Steinberg::tresult PLUGIN_API getPoint(Steinberg::int32 index, Steinberg::int32& frame,
                                           Steinberg::Vst::ParamValue& value) override
    {
        if (index < 0 || index >= getPointCount())
            return Steinberg::kResultFalse;
        const auto& point = points[static_cast<std::size_t>(index)];
        frame = point.frame;
        value = point.value;
        return Steinberg::kResultTrue;
    }

    Steinberg::tresult PLUGIN_API addPoint(Steinberg::int32 frame, Steinberg::Vst::ParamValue value,
                                           Steinberg::int32& index) override
    {
        index = getPointCount();
        points.push_back({frame, value});
        return Steinberg::kResultTrue;
    }

private:
    struct Point
    {
        Steinberg::int32 frame;
        Steinberg::Vst::ParamValue value;
    };

    Steinberg::Vst::ParamID id;
    std::vector<Point> points;
};

class ParameterChanges final : public HostObject<Steinberg::Vst::IParameterChanges>
{
public:
    ParameterChanges()
        : HostObject(Steinberg::Vst::IParameterChanges_iid)
    {
    }

    void add(Steinberg::Vst::ParamID id, Steinberg::int32 frame, Steinberg::Vst::ParamValue value)
    {
        Steinberg::int32 index = 0;
        addParameterData(id, index)->addPoint(frame, value, index);
    }

    Steinberg::int32 PLUGIN_API getParameterCount() override { return static_cast<Steinberg::int32>(queues.size()); }

    Steinberg::Vst::IParamValueQueue* PLUGIN_API getParameterData(Steinberg::int32 index) override
    {
        return index < 0 || index >= getParameterCount() ? nullptr : &queues[static_cast<std::size_t>(index)];
    }

    Steinberg::Vst::IParamValueQueue* PLUGIN_API addParameterData(const Steinberg::Vst::ParamID& id,
                                                                  Steinberg::int32& index) override
    {
        for (index = 0; index < getParameterCount(); ++index)
            if (auto& queue = queues[static_cast<std::size_t>(index)]; queue.getParameterId() == id)
                return &queue;
        return &queues.emplace_back(id);
    }

private:
    std::deque<ParameterQueue> queues; ///< The plugin holds their addresses.
};

} // namespace parley::tests::vst3
