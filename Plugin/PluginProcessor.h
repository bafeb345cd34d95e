// SPDX-License-Identifier: GPL-3.0-or-later
// One instance of Parley in a host: parameters, state, and a bridge to the agent that does the work.
#pragma once

#include "Bridge/VoiceBridge.h"
#include "Plugin/CastFileWatch.h"
#include "Plugin/LazyBridge.h"
#include "Plugin/LentHost.h"
#include "Plugin/LoudspeakerWatch.h"
#include "Plugin/MidiOut.h"
#include "Plugin/OscRemote.h"
#include "Plugin/OutputMix.h"
#include "Plugin/Parameters.h"
#include "Plugin/PluginState.h"
#include "Plugin/SessionControl.h"
#include "Plugin/SessionView.h"

#include <JuceHeader.h>

namespace parley::plugin
{

/// Connects only when somebody wants it: never by being made, restored, prepared or shown, unless this machine is set
/// to connect projects when they are opened. Rendered offline or bypassed the agent waits, and the input passes dry.
/// The second input, off at first, is what the loudspeakers play, for the echo canceller; the second output, off at
/// first, is the agent alone. Unity has neither of them, and no MIDI.
class PluginProcessor : public juce::AudioProcessor
{
public:
    PluginProcessor();
    ~PluginProcessor() override;

    [[nodiscard]] Parameters& parameters() noexcept { return values; }
    [[nodiscard]] PluginState& state() noexcept { return saved; }
    /// What people do, and what a session waits for. @thread any but audio
    [[nodiscard]] SessionControl& control() noexcept { return controls; }
    /// What is shown of the session. @thread any but audio
    [[nodiscard]] SessionView& view() noexcept { return *shown; }
    /// @thread any but audio
    [[nodiscard]] LazyBridge& voiceBridge() noexcept { return voice; }

    /// @thread any but audio
    [[nodiscard]] const OscRemote& osc() const noexcept { return oscRemote; }

    /// Takes the file's cast into the project and sets the parameters as it says; the next connection speaks with it.
    /// The error names the faults of the file, and nothing is changed then. @thread message
    Result<void> openAgentsFile(const std::filesystem::path& file);
    /// The same with one of `factoryCasts`. @thread message
    Result<void> openFactoryCast(std::size_t index);
    /// Opens the file that the project's cast came from once more. @thread message
    Result<void> reloadAgentsFile();
    /// Whether that file is another one than was opened; asking begins a new look. @thread message
    [[nodiscard]] CastFileState agentsFileState();

    const juce::String getName() const override { return "Parley"; }
    void prepareToPlay(double sampleRate, int largestBlock) override;
    /// Hosts suspend and resume on every play, so the session goes on.
    void releaseResources() override {}
    bool isBusesLayoutSupported(const BusesLayout& layout) const override;

    using juce::AudioProcessor::processBlock;
    using juce::AudioProcessor::processBlockBypassed;
    /// @thread audio
    void processBlock(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi) override;
    /// @thread audio
    void processBlockBypassed(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi) override;

    /// The agent may speak at any time, with or without input.
    double getTailLengthSeconds() const override { return std::numeric_limits<double>::infinity(); }
    bool acceptsMidi() const override { return false; }
    bool producesMidi() const override { return wrapperType != wrapperType_Unity; }

    int getNumPrograms() override { return 1; }
    int getCurrentProgram() override { return 0; }
    void setCurrentProgram(int) override {}
    const juce::String getProgramName(int) override { return "Default"; }
    void changeProgramName(int, const juce::String&) override {}

    /// On the message thread with what is being written in the window. @thread any but audio
    void getStateInformation(juce::MemoryBlock& destination) override;
    /// Opening a project opens no connection, and ends none. @thread any but audio
    void setStateInformation(const void* data, int sizeInBytes) override;

    bool hasEditor() const override { return true; }
    juce::AudioProcessorEditor* createEditor() override;

private:
    [[nodiscard]] static BusesProperties buses();
    void take(CastSettings cast, const wire::SessionConfig& session);
    void pass(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi) noexcept;
    void speak(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi) noexcept;
    float speakPiece(juce::AudioBuffer<float>& piece, const BufferLayout& layout) noexcept;
    void useParameters() noexcept;
    [[nodiscard]] BufferLayout layoutOf(const juce::AudioBuffer<float>& buffer) const noexcept;

    Parameters values;
    PluginState saved;
    const std::shared_ptr<SessionView> shown = std::make_shared<SessionView>();
    LentHost host{values};
    LazyBridge voice;
    MidiOut midiOut{host.midi()};
    SessionControl controls{values, saved, voice, *shown, host, midiOut};
    OscRemote oscRemote{saved, controls, *shown, values, voice};
    CastFileWatch castFile;
    OutputMix output;
    LoudspeakerWatch loudspeakerInput;
    double rate = 48000.0;
    bool isTalkArmed = false; ///< @thread audio

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(PluginProcessor)
};

} // namespace parley::plugin
