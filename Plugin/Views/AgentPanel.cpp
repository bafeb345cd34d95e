// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/AgentPanel.h"

#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int labelWidth = 52;
constexpr const char* standardVoice = "Service's own";

template <typename Choice>
int itemOf(Choice choice)
{
    return static_cast<int>(choice) + 1;
}

void prepareLabel(juce::Label& label)
{
    label.setFont(theme::body());
    label.setBorderSize({0, 0, 0, 0});
    label.setColour(juce::Label::textColourId, theme::quietText);
}

} // namespace

AgentPanel::AgentPanel(PluginState& edited)
    : Section("Agent")
    , state(edited)
{
    for (auto* label : {&voiceLabel, &turnLabel, &pauseLabel})
    {
        prepareLabel(*label);
        addAndMakeVisible(*label);
    }
    addInstructions();
    addVoice();
    addTurns();
    show(Settings());
}

void AgentPanel::addInstructions()
{
    prepareTextField(instructions, "What the agent is to do");
    instructions.setMultiLine(true, true);
    instructions.setIndents(8, 6);
    instructions.setJustification(juce::Justification::topLeft);
    instructions.setReturnKeyStartsNewLine(true);
    instructions.setScrollBarThickness(8);
    instructions.onTextChange = [this] { take(); };
    instructions.onFocusLost = [this] { finish(); };
    add(instructions, "Instructions", "What the agent is told to be and to do. Used from the next connection on.");
}

void AgentPanel::addVoice()
{
    voice.setEditableText(true);
    voice.addItemList(
        {standardVoice, "alloy", "ash", "ballad", "cedar", "coral", "echo", "marin", "sage", "shimmer", "verse"}, 1);
    voice.onChange = [this] { finish(); };
    add(voice, "Voice", "A voice of the service; any name may be typed. Used from the next connection on.");
}

void AgentPanel::addTurns()
{
    turnMode.addItem("By silence", itemOf(TurnMode::serverVad));
    turnMode.addItem("By meaning", itemOf(TurnMode::semanticVad));
    turnMode.addItem("Typed text only", itemOf(TurnMode::off));
    turnMode.onChange = [this] { finish(); };
    add(turnMode, "Turn detection", "How the agent knows that you have finished speaking.");

    pause.setSliderStyle(juce::Slider::LinearHorizontal);
    pause.setTextBoxStyle(juce::Slider::TextBoxRight, false, 62, 22);
    pause.setColour(juce::Slider::textBoxOutlineColourId, juce::Colours::transparentBlack);
    pause.setRange(100, 2000, 10);
    pause.setTextValueSuffix(" ms");
    pause.onValueChange = [this] { take(); };
    pause.onDragEnd = [this] { finish(); };
    add(pause, "Pause before the answer", "How long you must be silent before the agent answers.");

    eagerness.addItem("Eager: auto", itemOf(wire::Eagerness::automatic));
    eagerness.addItem("Eager: low", itemOf(wire::Eagerness::low));
    eagerness.addItem("Eager: medium", itemOf(wire::Eagerness::medium));
    eagerness.addItem("Eager: high", itemOf(wire::Eagerness::high));
    eagerness.onChange = [this] { finish(); };
    add(eagerness, "Eagerness", "How readily the agent takes its turn.");
}

void AgentPanel::take()
{
    auto settings = state.settings();
    settings.agent.instructions = instructions.getText().toStdString();
    const auto named = voice.getText().trim();
    settings.agent.voice = named == standardVoice ? std::string() : named.toStdString();
    settings.turns.mode = static_cast<TurnMode>(turnMode.getSelectedId() - 1);
    settings.turns.eagerness = static_cast<wire::Eagerness>(eagerness.getSelectedId() - 1);
    if (juce::roundToInt(pause.getValue()) != juce::jlimit(100, 2000, settings.turns.silenceDurationMs))
        settings.turns.silenceDurationMs = juce::roundToInt(pause.getValue());
    if (settings != state.settings())
        state.setSettings(settings);
}

void AgentPanel::finish()
{
    take();
    if (onChanged)
        onChanged();
}

void AgentPanel::show(const Settings& settings)
{
    showText(instructions, settings.agent.instructions);
    if (!voice.hasKeyboardFocus(true))
        voice.setText(settings.agent.voice.empty() ? juce::String(standardVoice) : toJuce(settings.agent.voice),
                      juce::dontSendNotification);
    showTurns(settings.turns);
    resized();
}

void AgentPanel::showTurns(const TurnSettings& turns)
{
    turnMode.setSelectedId(itemOf(turns.mode), juce::dontSendNotification);
    eagerness.setSelectedId(itemOf(turns.eagerness), juce::dontSendNotification);
    if (!pause.isMouseButtonDown())
        pause.setValue(turns.silenceDurationMs, juce::dontSendNotification);
    pause.setVisible(turns.mode == TurnMode::serverVad);
    pauseLabel.setVisible(pause.isVisible());
    eagerness.setVisible(turns.mode == TurnMode::semanticVad);
}

void AgentPanel::resized()
{
    auto area = contentBounds();
    const auto rowFromBottom = [&area]
    {
        const auto row = area.removeFromBottom(theme::controlHeight);
        area.removeFromBottom(6);
        return row;
    };
    const auto place = [](juce::Rectangle<int> row, juce::Component& label, juce::Component& control)
    {
        label.setBounds(row.removeFromLeft(labelWidth));
        control.setBounds(row);
    };
    if (pause.isVisible())
        place(rowFromBottom(), pauseLabel, pause);
    else if (eagerness.isVisible())
        eagerness.setBounds(rowFromBottom().withTrimmedLeft(labelWidth));
    place(rowFromBottom(), turnLabel, turnMode);
    place(rowFromBottom(), voiceLabel, voice);
    instructions.setBounds(area);
}

} // namespace parley::plugin
