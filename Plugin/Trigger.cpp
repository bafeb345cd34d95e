// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Trigger.h"

namespace parley::plugin
{

void Trigger::arm() noexcept
{
    if (!isArmed())
        rises.store(0, std::memory_order_relaxed);
    armed.store(true, std::memory_order_release);
}

void Trigger::release()
{
    releasedAt.store(Clock::now(), std::memory_order_relaxed);
    setValueNotifyingHost(0.0F);
}

void Trigger::show(bool isOn)
{
    wasOn.store(isOn, std::memory_order_relaxed);
    // A host may have left it anywhere in between.
    const float wanted = isOn ? 1.0F : 0.0F;
    if (static_cast<const RangedAudioParameter*>(this)->getValue() != wanted)
        setValueNotifyingHost(wanted);
}

void Trigger::restore(bool isOn)
{
    rises.store(0, std::memory_order_release);
    show(isOn);
}

void Trigger::forgetRestored()
{
    if (rises.load(std::memory_order_acquire) == 0)
        show(false);
}

void Trigger::valueChanged(bool isOn)
{
    const bool isRise = isOn && !wasOn.exchange(isOn, std::memory_order_acq_rel);
    if (!isOn)
        wasOn.store(false, std::memory_order_relaxed);
    if (!isRise || !isArmed())
        return;
    const auto released = releasedAt.load(std::memory_order_relaxed);
    if (released == Clock::time_point::min() || Clock::now() - released > holdOff)
        rises.fetch_add(1, std::memory_order_acq_rel);
}

} // namespace parley::plugin
