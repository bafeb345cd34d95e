// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/PluginProcessor.h"

#include "Audio/Peak.h"
#include "Cast/CastFile.h"
#include "Plugin/CastDocument.h"
#include "Plugin/FactoryCasts.h"
#include "Plugin/PluginEditor.h"

#include <cmath>

namespace parley::plugin
{

namespace
{

constexpr int loudspeakerBus = 1;
constexpr int agentBus = 1;

bool isMonoOrStereo(const juce::AudioChannelSet& channels)
{
    return channels == juce::AudioChannelSet::mono() || channels == juce::AudioChannelSet::stereo();
}

bool isOffOrMonoOrStereo(const juce::AudioChannelSet& channels)
{
    return channels.isDisabled() || isMonoOrStereo(channels);
}

float gainOf(const juce::AudioParameterFloat& level)
{
    return juce::Decibels::decibelsToGain(level.get(), static_cast<float>(ParameterValues::silentDb));
}

} // namespace

PluginProcessor::BusesProperties PluginProcessor::buses()
{
    const auto stereo = juce::AudioChannelSet::stereo();
    auto main = BusesProperties().withInput("Input", stereo, true).withOutput("Output", stereo, true);
    if (juce::PluginHostType::getPluginLoadedAs() == wrapperType_Unity)
        return main;
    return main.withInput("Loudspeakers", stereo, false).withOutput("Agent", stereo, false);
}

PluginProcessor::PluginProcessor()
    : AudioProcessor(buses())
    , values(*this)
{
    voice.subscribe([told = shown](const realtime::Event& event) { told->apply(event); });
}

PluginProcessor::~PluginProcessor() = default;

void PluginProcessor::prepareToPlay(double sampleRate, int largestBlock)
{
    rate = sampleRate;
    output.prepare(sampleRate, largestBlock);
    voice.prepare(sampleRate);
    controls.prepare();
    oscRemote.prepare();
}

bool PluginProcessor::isBusesLayoutSupported(const BusesLayout& layout) const
{
    return isMonoOrStereo(layout.getMainInputChannelSet()) && isMonoOrStereo(layout.getMainOutputChannelSet()) &&
           isOffOrMonoOrStereo(layout.getChannelSet(true, loudspeakerBus)) &&
           isOffOrMonoOrStereo(layout.getChannelSet(false, agentBus));
}

void PluginProcessor::processBlock(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi)
{
    const juce::ScopedNoDenormals noDenormals;
    midi.clear();
    voice.setOffline(isNonRealtime());
    if (isNonRealtime())
        pass(buffer, midi);
    else
        speak(buffer, midi);
}

void PluginProcessor::processBlockBypassed(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi)
{
    midi.clear();
    pass(buffer, midi);
}

BufferLayout PluginProcessor::layoutOf(const juce::AudioBuffer<float>& buffer) const noexcept
{
    const int held = buffer.getNumChannels();
    BufferLayout layout;
    layout.ins = juce::jmin(getMainBusNumInputChannels(), held);
    layout.outs = juce::jmin(getMainBusNumOutputChannels(), held);
    layout.loudspeakers = juce::jmin(getChannelCountOfBus(true, loudspeakerBus), held - layout.ins);
    layout.agentOuts = juce::jmin(getChannelCountOfBus(false, agentBus), held - layout.outs);
    return layout;
}

void PluginProcessor::pass(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi) noexcept
{
    const auto layout = layoutOf(buffer);
    passDry(buffer, layout);
    for (int channel = layout.outs; channel < layout.outs + layout.agentOuts; ++channel)
        buffer.clear(channel, 0, buffer.getNumSamples());
    midiOut.write(midi, Phase::offline, 0.0F, buffer.getNumSamples(), rate);
}

void PluginProcessor::useParameters() noexcept
{
    const bool isTalking = values.talk.get();
    // A talk key that a host restored is no word of the user's.
    isTalkArmed = isTalkArmed || !isTalking;
    voice.setTalking(isTalking && isTalkArmed);
    voice.setMuted(values.mute.get());
    voice.setOutputGain(values.muteAgent.get() ? 0.0F : gainOf(values.outputGainDb));
    output.setLevels(gainOf(values.dryLevelDb), juce::Decibels::decibelsToGain(values.duckingDb.get()));
}

void PluginProcessor::speak(juce::AudioBuffer<float>& buffer, juce::MidiBuffer& midi) noexcept
{
    useParameters();
    const auto layout = layoutOf(buffer);
    const int frames = buffer.getNumSamples();
    float peak = 0;
    for (int from = 0; from == 0 || from < frames; from += output.capacity())
    {
        juce::AudioBuffer<float> piece(buffer.getArrayOfWritePointers(), buffer.getNumChannels(), from,
                                       juce::jmin(output.capacity(), frames - from));
        peak = juce::jmax(peak, speakPiece(piece, layout));
    }
    midiOut.write(midi, shown->phase(), peak, frames, rate);
    if (frames > 0)
        controls.realtimeBlockPassed(std::chrono::nanoseconds(std::llround(1e9 * frames / rate)));
}

float PluginProcessor::speakPiece(juce::AudioBuffer<float>& piece, const BufferLayout& layout) noexcept
{
    const int frames = piece.getNumSamples();
    const auto* const* in = piece.getArrayOfReadPointers();
    float* const agent = output.voice(frames).data();
    const float played = audio::peakOf(in + layout.ins, layout.loudspeakers, 0, frames);
    const bool isWired = loudspeakerInput.isWired(played, frames, static_cast<int>(rate));
    voice.process(in, layout.ins, in + layout.ins, isWired ? layout.loudspeakers : 0, &agent, 1, frames);
    return output.mix(piece, layout);
}

void PluginProcessor::getStateInformation(juce::MemoryBlock& destination)
{
    if (juce::MessageManager::existsAndIsCurrentThread())
        if (auto* const editor = dynamic_cast<PluginEditor*>(getActiveEditor()))
            editor->commitWords();
    const auto text = saved.save(values.values());
    destination.replaceAll(text.data(), text.size());
}

void PluginProcessor::setStateInformation(const void* data, int sizeInBytes)
{
    const auto size = data == nullptr || sizeInBytes < 0 ? std::size_t{0} : static_cast<std::size_t>(sizeInBytes);
    const std::string_view text(size == 0 ? "" : static_cast<const char*>(data), size);
    values.setValues(saved.restore(text, values.values()));
    controls.restored();
}

juce::AudioProcessorEditor* PluginProcessor::createEditor()
{
    return std::make_unique<PluginEditor>(*this).release();
}

void PluginProcessor::take(CastSettings cast, const wire::SessionConfig& session)
{
    auto settings = saved.settings();
    settings.cast = std::move(cast);
    saved.setSettings(settings);
    auto present = values.values();
    takeFrom(present, session);
    values.setValues(present);
    updateHostDisplay(ChangeDetails().withNonParameterStateChanged(true));
}

Result<void> PluginProcessor::openAgentsFile(const std::filesystem::path& file)
{
    auto text = cast::readCastFile(file);
    if (!text)
        return text.error();
    const auto checked = castdocument::check(text.value(), file.string());
    if (!checked)
        return checked.error();
    take({text.value(), std::filesystem::absolute(file).string(), digestOf(text.value())}, checked.value().session);
    return {};
}

Result<void> PluginProcessor::openFactoryCast(std::size_t index)
{
    if (index >= factoryCasts().size())
        return Error{ErrorCode::invalidArgument, "There is no such factory cast: pick another.", "agents"};
    const auto& cast = factoryCasts()[index];
    const auto checked = castdocument::check(cast.text, cast.name);
    if (!checked)
        return checked.error();
    take({cast.text, {}, digestOf(cast.text)}, checked.value().session);
    return {};
}

Result<void> PluginProcessor::reloadAgentsFile()
{
    const auto path = saved.settings().cast.path;
    if (path.empty())
        return Error{ErrorCode::invalidArgument, "This cast came from no file: open one.", "agents"};
    return openAgentsFile(path);
}

CastFileState PluginProcessor::agentsFileState()
{
    const auto cast = saved.settings().cast;
    castFile.look(cast);
    return castFile.state(cast);
}

} // namespace parley::plugin
