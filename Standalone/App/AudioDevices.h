// SPDX-License-Identifier: GPL-3.0-or-later
// The sound devices of this machine, joined to one processor; a device that vanishes is opened again when it is back.
#pragma once

#include <JuceHeader.h>

namespace parley::app
{

/// @thread message
class AudioDevices : private juce::ChangeListener, private juce::Timer
{
public:
    /// The processor must outlive this. No device is opened before `open`.
    explicit AudioDevices(juce::AudioProcessor& processor);
    ~AudioDevices() override;

    /// Opens the devices described by `saved` (may be null), or the machine's default ones.
    void open(const juce::XmlElement* saved);

    /// What to hand to `open` next time; null when the user chose nothing.
    [[nodiscard]] std::unique_ptr<juce::XmlElement> settings() const { return manager.createStateXml(); }

    /// One sentence about the devices in use, or what to do when there is none.
    [[nodiscard]] juce::String sentence() const;
    [[nodiscard]] bool isOpen() const { return manager.getCurrentAudioDevice() != nullptr; }

    [[nodiscard]] juce::AudioDeviceManager& deviceManager() noexcept { return manager; }

    std::function<void()> onChanged; ///< `sentence` may differ.

private:
    void changeListenerCallback(juce::ChangeBroadcaster*) override;
    void timerCallback() override;
    /// JUCE looks for devices once; here they come and go.
    void chooseTypeWithDevices();
    void tryAgain();

    juce::AudioDeviceManager manager;
    juce::AudioProcessorPlayer player;
    std::unique_ptr<juce::XmlElement> wanted;
    juce::String failure;
};

} // namespace parley::app
