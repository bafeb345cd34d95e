// SPDX-License-Identifier: GPL-3.0-or-later
// A switch whose way up is a deed: each is counted, on whatever thread it comes, until somebody acts on it.
#pragma once

#include <JuceHeader.h>

#include <atomic>
#include <chrono>

namespace parley::plugin
{

/// What went up before `arm` does not count: a host that restores a value does nothing by it.
class Trigger : public juce::AudioParameterBool
{
public:
    using Clock = std::chrono::steady_clock;
    using AudioParameterBool::AudioParameterBool;

    /// A host that holds its automation up puts the switch up again as soon as `release` has put it down. So soon after
    /// it that is no deed.
    static constexpr std::chrono::milliseconds holdOff{100};

    /// From now on the way up counts; what came before is forgotten. @thread any; lock-free
    void arm() noexcept;
    /// @thread any; lock-free
    [[nodiscard]] bool isArmed() const noexcept { return armed.load(std::memory_order_acquire); }

    /// Whether it went up since the last look. @thread one at a time; lock-free
    [[nodiscard]] bool take() noexcept { return rises.exchange(0, std::memory_order_acq_rel) > 0; }

    /// Puts it down and tells the host. @thread any but audio
    void release();

    /// Puts it where the deed was done by other means, and tells the host: that is no further deed. @thread any but
    /// audio
    void show(bool isOn);

    /// As `show`, and what went up before is forgotten: a project was opened. @thread any but audio
    void restore(bool isOn);

    /// Puts down, and tells the host, what was up before `arm`; what has gone up since stays, and counts. @thread the
    /// one that takes
    void forgetRestored();

private:
    void valueChanged(bool isOn) override;

    std::atomic<bool> armed{false};
    std::atomic<bool> wasOn{false};
    std::atomic<int> rises{0};
    std::atomic<Clock::time_point> releasedAt{Clock::time_point::min()};
};

} // namespace parley::plugin
