// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/RemotePage.h"

#include "Plugin/Views/Controls.h"
#include "Plugin/Views/SettingsEdit.h"
#include "Plugin/Views/Text.h"
#include "Plugin/Views/TextField.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int noteHeight = 60;
constexpr int longestPort = 5;

int portOf(const std::string& written)
{
    return juce::jlimit(1, 65535, toJuce(written).getIntValue());
}

} // namespace

class RemotePage::MidiSection : public Section
{
public:
    explicit MidiSection(SettingsEdit changes)
        : Section("MIDI out, for lights and synths")
        , edit(std::move(changes))
    {
        prepareButton(isOn, "MIDI out",
                      "Sends a note and a controller for listening, thinking and speaking, and one "
                      "controller for the output level.");
        isOn.onClick = [this] { edit([this](auto& s) { s.midi.isOn = isOn.getToggleState(); }); };
        addWide(isOn);
        addNumber("Channel", channel, "MIDI channel", 1, 16, [](auto& midi) -> int& { return midi.channel; });
        addNumber("First note", note, "The note for listening; thinking and speaking are the next two", 0, 125,
                  [](auto& midi) -> int& { return midi.firstNote; });
        addNumber("First CC", controller,
                  "The controller for listening; thinking, speaking and the output level are the next three", 0, 116,
                  [](auto& midi) -> int& { return midi.firstController; });
        prepareNote(meaning, "What is sent");
        addWide(meaning, noteHeight);
    }

    void show(const MidiSettings& midi)
    {
        isOn.setToggleState(midi.isOn, juce::dontSendNotification);
        showValue(channel, midi.channel);
        showValue(note, midi.firstNote);
        showValue(controller, midi.firstController);
        const auto three = [](int first)
        { return juce::String(first) + ", " + juce::String(first + 1) + ", " + juce::String(first + 2); };
        showNote(meaning,
                 "Listening, thinking, speaking: notes " + three(midi.firstNote) + ", controllers " +
                     three(midi.firstController) + ". Output level: controller " +
                     juce::String(midi.firstController + 3) + ".",
                 theme::quietText);
    }

private:
    template <typename Field>
    void addNumber(const char* label, juce::Slider& slider, const juce::String& tooltip, int lowest, int highest,
                   Field field)
    {
        prepareSlider(slider, juce::String("MIDI ") + label, tooltip + ".");
        slider.setRange(lowest, highest, 1);
        slider.onValueChange = [this, &slider, field]
        { edit([&](auto& s) { field(s.midi) = juce::roundToInt(slider.getValue()); }); };
        addRow(label, slider);
    }

    SettingsEdit edit;
    juce::ToggleButton isOn{"Send MIDI"};
    juce::Slider channel;
    juce::Slider note;
    juce::Slider controller;
    juce::Label meaning;
};

class RemotePage::OscSection : public Section
{
public:
    explicit OscSection(SettingsEdit changes);

    void show(const OscSettings& osc);
    void show(const OscStatus& now);
    void commit();

private:
    SettingsEdit edit;
    juce::ToggleButton isOn{"OSC in and out"};
    TextField receivePort;
    TextField sendHost;
    TextField sendPort;
    juce::ToggleButton isOpenToNetwork{"Other machines may send"};
    juce::Label status;
    OscStatus shownStatus;
};

RemotePage::OscSection::OscSection(SettingsEdit changes)
    : Section("OSC")
    , edit(std::move(changes))
{
    prepareButton(isOn, "OSC in and out",
                  "Sends states, captions and the level; takes connect, talk, mute, interrupt, new visitor and text.");
    isOn.onClick = [this] { edit([this](Settings& s) { s.osc.isOn = isOn.getToggleState(); }); };
    prepareButton(isOpenToNetwork, "Other machines may send OSC", "Else only this machine can send something in.");
    isOpenToNetwork.onClick = [this]
    { edit([this](Settings& s) { s.osc.isOpenToNetwork = isOpenToNetwork.getToggleState(); }); };
    prepareTextField(receivePort, "OSC port in", "The UDP port that is listened to.", "9001");
    prepareTextField(sendHost, "OSC host out", "Where OSC is sent: an IP address, or localhost.", "127.0.0.1");
    prepareTextField(sendPort, "OSC port out", "The UDP port that OSC is sent to.", "9000");
    receivePort.onCommit = [this](const std::string& written)
    { return edit([&](Settings& s) { s.osc.receivePort = portOf(written); }); };
    sendHost.onCommit = [this](const std::string& written)
    { return edit([&](Settings& s) { s.osc.sendHost = written; }); };
    sendPort.onCommit = [this](const std::string& written)
    { return edit([&](Settings& s) { s.osc.sendPort = portOf(written); }); };
    for (auto* port : {&receivePort, &sendPort})
        port->setInputRestrictions(longestPort, "0123456789");
    addWide(isOn);
    addRow("Port in", receivePort);
    addRow("Host out", sendHost);
    addRow("Port out", sendPort);
    addWide(isOpenToNetwork);
    prepareNote(status, "OSC now");
    addWide(status, noteHeight);
    showNote(status, toJuce(shownStatus.sentence), theme::quietText);
}

void RemotePage::OscSection::show(const OscStatus& now)
{
    if (now == shownStatus)
        return;
    shownStatus = now;
    showNote(status, toJuce(now.sentence), now.hasFailed ? theme::failure : theme::quietText);
}

void RemotePage::OscSection::show(const OscSettings& osc)
{
    isOn.setToggleState(osc.isOn, juce::dontSendNotification);
    isOpenToNetwork.setToggleState(osc.isOpenToNetwork, juce::dontSendNotification);
    receivePort.show(std::to_string(osc.receivePort));
    sendHost.show(osc.sendHost);
    sendPort.show(std::to_string(osc.sendPort));
}

void RemotePage::OscSection::commit()
{
    for (auto* field : {&receivePort, &sendHost, &sendPort})
        field->commit();
}

RemotePage::RemotePage(PluginState& state)
    : Page("Remote")
{
    const SettingsEdit edit(state,
                            [this]
                            {
                                if (onChanged)
                                    onChanged();
                            });
    midi = std::make_unique<MidiSection>(edit);
    osc = std::make_unique<OscSection>(edit);
    addLeft(*midi);
    addRight(*osc);
    show(state.settings());
}

RemotePage::~RemotePage() = default;

void RemotePage::show(const Settings& settings)
{
    midi->show(settings.midi);
    osc->show(settings.osc);
}

void RemotePage::commit()
{
    osc->commit();
}

void RemotePage::show(const OscStatus& status)
{
    osc->show(status);
}

} // namespace parley::plugin
