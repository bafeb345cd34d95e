// SPDX-License-Identifier: GPL-3.0-or-later
// A host that calls one plugin instance in real time: somebody speaks into its input, and the room hears its output.
#pragma once

#include "Plugin/PluginProcessor.h"

#include <atomic>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

namespace parley::tests
{

/// 48 kHz stereo, 10 ms a block. The input is a quiet room, what is said, and some of the output a moment later.
class LiveHost
{
public:
    /// The instance must outlive the host.
    explicit LiveHost(plugin::PluginProcessor& hosted);
    ~LiveHost();
    LiveHost(const LiveHost&) = delete;
    LiveHost& operator=(const LiveHost&) = delete;

    /// Spoken after what is being said. Mono, 48 kHz.
    void say(const std::vector<float>& speech);
    [[nodiscard]] bool isSilent() const;

    static constexpr int sampleRate = 48000;
    static constexpr int blockFrames = 480;

private:
    void run();
    void fillInput(juce::AudioBuffer<float>& buffer);
    void hearOutput(const juce::AudioBuffer<float>& buffer);

    plugin::PluginProcessor& processor;
    mutable std::mutex guard;
    std::vector<float> words; ///< What is left to be said. Guarded by the mutex.
    std::vector<float> room;  ///< The loudspeaker's sound on its way to the microphone.
    std::minstd_rand random{7};
    std::atomic<bool> isRunning{true};
    std::thread audio;
};

} // namespace parley::tests
