// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/AudioPage.h"

#include "Audio/Pcm16.h"
#include "Plugin/Views/ParameterControls.h"
#include "Plugin/Views/SettingsEdit.h"
#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int factHeight = 24;
constexpr int plotHeight = 166;
constexpr int factNameWidth = 150;
constexpr int sidechainBus = 1;
constexpr int agentBus = 1;
constexpr int firstChannelItem = 2; ///< Item 1 is all channels.
constexpr int channelsOffered = 2;

juce::String busSentence(const juce::AudioProcessor& processor, bool isInput, int index)
{
    const auto* bus = processor.getBus(isInput, index);
    if (bus == nullptr)
        return "not in this format";
    if (!bus->isEnabled())
        return "off";
    return bus->getCurrentLayout().getDescription().toLowerCase();
}

juce::String counted(std::uint64_t count, const juce::String& thing)
{
    return withThousands(static_cast<std::int64_t>(count)) + " " + thing + (count == 1 ? "" : "s");
}

juce::String inSeconds(std::uint64_t wireSamples)
{
    return juce::String(static_cast<double>(wireSamples) / audio::wireSampleRate, 2) + " s";
}

} // namespace

class AudioPage::LevelSection : public Section
{
public:
    explicit LevelSection(Parameters& parameters)
        : Section("Levels")
        , input(parameters.inputGainDb, "How loud you are to the agent.")
        , agent(parameters.outputGainDb, "How loud the agent is.")
        , dry(parameters.dryLevelDb, "How much of the input goes on to the output, beside the agent's voice.")
        , ducking(parameters.duckingDb, "How far the dry input goes down while the agent sounds.")
    {
        addRow("Input gain", input);
        addRow("Agent", agent);
        addRow("Dry", dry);
        addRow("Ducking", ducking);
    }

private:
    ParameterSlider input;
    ParameterSlider agent;
    ParameterSlider dry;
    ParameterSlider ducking;
};

class AudioPage::WaySection : public Section
{
public:
    explicit WaySection(SettingsEdit changes)
        : Section("Routing")
        , edit(std::move(changes))
    {
        addChannel();
        prepareButton(highPass, "High-pass filter", "Takes out rumble and hum below 100 Hz.");
        highPass.onClick = [this] { edit([this](auto& s) { s.routing.highPass = highPass.getToggleState(); }); };
        prepareButton(automaticGain, "Automatic gain", "Follows how loud you are.");
        automaticGain.onClick = [this]
        { edit([this](auto& s) { s.routing.automaticGain = automaticGain.getToggleState(); }); };
        addSideBySide({&highPass, &automaticGain});
        prepareSlider(prebuffer, "Prebuffer",
                      "So much of an answer is there before it begins to sound; it grows after "
                      "an underrun.");
        prebuffer.setRange(20, 400, 10);
        prebuffer.setTextValueSuffix(" ms");
        prebuffer.onValueChange = [this]
        { edit([this](auto& s) { s.routing.prebufferMs = juce::roundToInt(prebuffer.getValue()); }); };
        addRow("Prebuffer", prebuffer);
        addWide(loudspeakers, factHeight);
        addWide(agentAlone, factHeight);
    }

    void show(const RoutingSettings& routing)
    {
        channel.setSelectedId(
            routing.inputChannel == bridge::CaptureSettings::allChannels ? 1 : routing.inputChannel + firstChannelItem,
            juce::dontSendNotification);
        highPass.setToggleState(routing.highPass, juce::dontSendNotification);
        automaticGain.setToggleState(routing.automaticGain, juce::dontSendNotification);
        showValue(prebuffer, routing.prebufferMs);
    }

    void show(const juce::AudioProcessor& processor)
    {
        loudspeakers.show(busSentence(processor, true, sidechainBus),
                          "A second input, which the host connects: what the loudspeakers play, for Echo: Cancel");
        agentAlone.show(busSentence(processor, false, agentBus),
                        "A second output, which the host connects: the agent's voice without the dry input");
    }

private:
    void addChannel()
    {
        channel.addItem("All, mixed", 1);
        for (int index = 0; index < channelsOffered; ++index)
            channel.addItem("Channel " + juce::String(index + 1), index + firstChannelItem);
        prepareChoice(channel, "Input channel", "Which channel of the input the agent hears.");
        channel.onChange = [this]
        {
            edit(
                [this](auto& s)
                {
                    const int item = channel.getSelectedId();
                    s.routing.inputChannel = item == 1 ? bridge::CaptureSettings::allChannels : item - firstChannelItem;
                });
        };
        addRow("Input", channel);
    }

    SettingsEdit edit;
    juce::ComboBox channel;
    juce::ToggleButton highPass{"High-pass"};
    juce::ToggleButton automaticGain{"Auto gain"};
    juce::Slider prebuffer;
    FactView loudspeakers{"Echo reference in", "Echo reference input", factNameWidth};
    FactView agentAlone{"Agent alone out", "Agent alone output", factNameWidth};
};

class AudioPage::LatencySection : public Section
{
public:
    LatencySection()
        : Section("Latency of the last 50 turns")
    {
        addWide(plot, plotHeight, true);
    }

    LatencyPlot plot;
};

class AudioPage::TroubleSection : public Section
{
public:
    TroubleSection()
        : Section("Trouble on the way")
    {
        for (auto* fact : {&underruns, &input, &early, &events})
            addWide(*fact, factHeight);
    }

    void show(const bridge::BridgeCounters& counters)
    {
        underruns.show(counted(counters.playoutUnderruns, "pause"),
                       "How often an answer paused because its audio came too late");
        input.show(counted(counters.captureFramesDropped, "frame"), "What was lost under load, at the host's rate");
        early.show(inSeconds(counters.earlyAudioSamplesDropped), "Spoken more than 3 s before the session was ready");
        events.show(counted(counters.eventsDropped, "event"), "What this window did not get to see");
    }

private:
    FactView underruns{"Underruns", "Underruns", factNameWidth};
    FactView input{"Input lost", "Input lost", factNameWidth};
    FactView early{"Early speech lost", "Early speech lost", factNameWidth};
    FactView events{"Events lost", "Events lost", factNameWidth};
};

AudioPage::AudioPage(Parameters& parameters, PluginState& state)
    : Page("Audio")
    , levels(std::make_unique<LevelSection>(parameters))
    , latency(std::make_unique<LatencySection>())
    , trouble(std::make_unique<TroubleSection>())
{
    const SettingsEdit edit(state,
                            [this]
                            {
                                if (onChanged)
                                    onChanged();
                            });
    way = std::make_unique<WaySection>(edit);
    addLeft(*levels);
    addLeft(*way);
    addRight(*latency);
    addRight(*trouble);
    show(state.settings());
}

AudioPage::~AudioPage() = default;

void AudioPage::show(const Settings& settings)
{
    way->show(settings.routing);
}

void AudioPage::show(const SessionFigures& figures, const bridge::BridgeCounters& counters)
{
    latency->plot.show(figures.latencies);
    trouble->show(counters);
}

void AudioPage::showRouting(const juce::AudioProcessor& processor)
{
    way->show(processor);
}

} // namespace parley::plugin
