// SPDX-License-Identifier: GPL-3.0-or-later
// A state of a VST3, in memory.
#pragma once

#include "Plugin/Vst3/HostObject.h"

#include <algorithm>
#include <pluginterfaces/base/ibstream.h>
#include <string>
#include <utility>

namespace parley::tests::vst3
{

class MemoryStream final : public HostObject<Steinberg::IBStream>
{
public:
    explicit MemoryStream(std::string written = {})
        : HostObject(Steinberg::IBStream_iid)
        , bytes(std::move(written))
    {
    }

    [[nodiscard]] const std::string& content() const noexcept { return bytes; }

    Steinberg::tresult PLUGIN_API read(void* buffer, Steinberg::int32 count, Steinberg::int32* done) override
    {
        const auto amount = bytes.copy(static_cast<char*>(buffer), static_cast<std::size_t>(count), position);
        position += amount;
        return tell(amount, done);
    }

    Steinberg::tresult PLUGIN_API write(void* buffer, Steinberg::int32 count, Steinberg::int32* done) override
    {
        const auto amount = static_cast<std::size_t>(count);
        bytes.replace(position, amount, static_cast<const char*>(buffer), amount);
        position += amount;
        return tell(amount, done);
    }

    Steinberg::tresult PLUGIN_API seek(Steinberg::int64 offset, Steinberg::int32 mode, Steinberg::int64* now) override
    {
        const auto end = static_cast<Steinberg::int64>(bytes.size());
        const auto from = mode == kIBSeekSet ? 0 : mode == kIBSeekEnd ? end : static_cast<Steinberg::int64>(position);
        position = static_cast<std::size_t>(std::clamp<Steinberg::int64>(from + offset, 0, end));
        return tell(position, now);
    }

    Steinberg::tresult PLUGIN_API tell(Steinberg::int64* now) override { return tell(position, now); }

private:
    template <typename Number>
    static Steinberg::tresult tell(std::size_t amount, Number* told)
    {
        if (told != nullptr)
            *told = static_cast<Number>(amount);
        return Steinberg::kResultOk;
    }

    std::string bytes;
    std::size_t position = 0;
};

} // namespace parley::tests::vst3
