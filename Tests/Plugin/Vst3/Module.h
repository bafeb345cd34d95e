// SPDX-License-Identifier: GPL-3.0-or-later
// A VST3's library as a host holds it: loaded, entered, left, unloaded.
#pragma once

#include <dlfcn.h>
#include <memory>
#include <pluginterfaces/base/funknown.h>
#include <pluginterfaces/base/ipluginbase.h>
#include <stdexcept>
#include <string>

namespace parley::tests::vst3
{

/// Throws std::runtime_error where the library is none, or lacks an entry point.
class Module
{
public:
    explicit Module(const std::string& library)
        : handle(dlopen(library.c_str(), RTLD_LAZY | RTLD_LOCAL), dlclose)
    {
        if (handle == nullptr)
            throw std::runtime_error(dlerror());
        leave = find<bool()>("ModuleExit");
        auto* const getFactory = find<Steinberg::IPluginFactory*()>("GetPluginFactory");
        if (!find<bool(void*)>("ModuleEntry")(handle.get()))
            throw std::runtime_error("ModuleEntry refuses.");
        made = Steinberg::owned(getFactory());
    }
    ~Module()
    {
        made.reset();
        leave();
    }
    Module(const Module&) = delete;
    Module& operator=(const Module&) = delete;

    [[nodiscard]] Steinberg::IPluginFactory& factory() const { return *made; }

private:
    template <typename Function>
    Function* find(const char* name) const
    {
        auto* const address = dlsym(handle.get(), name);
        if (address == nullptr)
            throw std::runtime_error(std::string("There is no ") + name + ".");
        return reinterpret_cast<Function*>(address);
    }

    std::unique_ptr<void, int (*)(void*)> handle;
    bool (*leave)() = nullptr;
    Steinberg::IPtr<Steinberg::IPluginFactory> made;
};

} // namespace parley::tests::vst3
