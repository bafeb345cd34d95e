// SPDX-License-Identifier: GPL-3.0-or-later
// An instance of a VST3 without a framework around it: its two halves, initialised and connected.
#pragma once

#include "Plugin/Vst3/Host.h"
#include "Plugin/Vst3/Module.h"

#include <pluginterfaces/vst/ivstaudioprocessor.h>
#include <pluginterfaces/vst/ivstcomponent.h>
#include <pluginterfaces/vst/ivsteditcontroller.h>
#include <pluginterfaces/vst/ivstmessage.h>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace parley::tests::vst3
{

/// An object that the caller now holds; null throws.
template <typename Interface>
Steinberg::IPtr<Interface> held(void* object)
{
    if (object == nullptr)
        throw std::runtime_error("The VST3 lacks a class or an interface.");
    return Steinberg::owned(static_cast<Interface*>(object));
}

template <typename Interface>
Steinberg::IPtr<Interface> make(const Module& module, const Steinberg::TUID classId, const Steinberg::TUID interfaceId)
{
    void* object = nullptr;
    module.factory().createInstance(classId, interfaceId, &object);
    return held<Interface>(object);
}

template <typename Interface>
Steinberg::IPtr<Interface> ask(Steinberg::FUnknown& object, const Steinberg::TUID interfaceId)
{
    void* found = nullptr;
    object.queryInterface(interfaceId, &found);
    return held<Interface>(found);
}

inline Steinberg::IPtr<Steinberg::Vst::IComponent> makeComponent(const Module& module)
{
    for (Steinberg::int32 index = 0; index < module.factory().countClasses(); ++index)
    {
        Steinberg::PClassInfo info{};
        module.factory().getClassInfo(index, &info);
        if (std::string_view(info.category) == kVstAudioEffectClass)
            return make<Steinberg::Vst::IComponent>(module, info.cid, Steinberg::Vst::IComponent_iid);
    }
    throw std::runtime_error("The factory has no audio effect.");
}

inline Steinberg::IPtr<Steinberg::Vst::IEditController> makeController(const Module& module,
                                                                       Steinberg::Vst::IComponent& component)
{
    Steinberg::TUID classId{};
    component.getControllerClassId(classId);
    return make<Steinberg::Vst::IEditController>(module, classId, Steinberg::Vst::IEditController_iid);
}

class Plugin
{
public:
    explicit Plugin(const Module& module)
        : component(makeComponent(module))
        , processor(ask<Steinberg::Vst::IAudioProcessor>(*component, Steinberg::Vst::IAudioProcessor_iid))
        , controller(makeController(module, *component))
        , componentPoint(ask<Steinberg::Vst::IConnectionPoint>(*component, Steinberg::Vst::IConnectionPoint_iid))
        , controllerPoint(ask<Steinberg::Vst::IConnectionPoint>(*controller, Steinberg::Vst::IConnectionPoint_iid))
    {
        if (component->initialize(&application) != Steinberg::kResultOk ||
            controller->initialize(&application) != Steinberg::kResultOk)
            throw std::runtime_error("The plugin does not initialise.");
        controller->setComponentHandler(&handler);
        if (componentPoint->connect(controllerPoint) != Steinberg::kResultOk ||
            controllerPoint->connect(componentPoint) != Steinberg::kResultOk)
            throw std::runtime_error("The plugin's halves do not connect.");
    }
    ~Plugin()
    {
        controllerPoint->disconnect(componentPoint);
        componentPoint->disconnect(controllerPoint);
        controller->setComponentHandler(nullptr);
        controller->terminate();
        component->terminate();
    }
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;

    [[nodiscard]] std::vector<Steinberg::Vst::ParameterInfo> parameters() const
    {
        std::vector<Steinberg::Vst::ParameterInfo> all(static_cast<std::size_t>(controller->getParameterCount()));
        for (std::size_t index = 0; index < all.size(); ++index)
            if (controller->getParameterInfo(static_cast<Steinberg::int32>(index), all[index]) != Steinberg::kResultOk)
                throw std::runtime_error("A parameter tells nothing of itself.");
        return all;
    }

    [[nodiscard]] Steinberg::Vst::ParamID idOf(std::u16string_view title) const
    {
        for (const auto& parameter : parameters())
            if (parameter.title == title)
                return parameter.id;
        throw std::runtime_error("The plugin lacks a parameter.");
    }

    HostApplication application;
    ComponentHandler handler;
    Steinberg::IPtr<Steinberg::Vst::IComponent> component;
    Steinberg::IPtr<Steinberg::Vst::IAudioProcessor> processor;
    Steinberg::IPtr<Steinberg::Vst::IEditController> controller;

private:
    Steinberg::IPtr<Steinberg::Vst::IConnectionPoint> componentPoint;
    Steinberg::IPtr<Steinberg::Vst::IConnectionPoint> controllerPoint;
};

} // namespace parley::tests::vst3
