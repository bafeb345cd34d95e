// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/TurnsPage.h"

#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int noteHeight = 40;
constexpr int pictureHeight = 200;

const char* sentenceFor(TurnMode mode)
{
    switch (mode)
    {
    case TurnMode::serverVad:
        return "The service hears when you pause, and answers.";
    case TurnMode::semanticVad:
        return "The service waits until what you said sounds finished.";
    case TurnMode::local:
        return "The detector in this plugin hears when you pause.";
    case TurnMode::pushToTalk:
        return "Hold Talk while you speak; let it go to be answered.";
    case TurnMode::off:
        break;
    }
    return "Nobody ends your turn: only written lines are answered.";
}

} // namespace

class TurnsPage::TurnSection : public Section
{
public:
    explicit TurnSection(Parameters& parameters)
        : Section("Turns")
        , mode(parameters.turnMode, "Who says when you have finished speaking.")
        , eagerness(parameters.eagerness, "How soon the agent takes its turn.")
        , threshold(parameters.vadThreshold,
                    "How sure the service must be that it hears speech: higher in a loud room.")
        , silence(parameters.silenceMs, "So much silence ends your turn.")
        , prefix(parameters.prefixPaddingMs, "So much of what came before your speech is kept.")
        , idle(parameters.idleTimeoutS, "After so long a silence the agent speaks by itself.")
        , bargeIn(parameters.bargeIn, "What happens when you speak while the agent does.")
    {
        addRow("Mode", mode);
        prepareNote(note, "What this mode does");
        addWide(note, noteHeight);
        addRow("Eagerness", eagerness);
        addRow("Threshold", threshold);
        addRow("Silence", silence);
        addRow("Padding", prefix);
        addRow("Idle", idle);
        addRow("Barge-in", bargeIn);
    }

    void show(TurnMode chosen)
    {
        const bool isServer = chosen == TurnMode::serverVad;
        const bool isLocal = chosen == TurnMode::local;
        showNote(note, sentenceFor(chosen), theme::quietText);
        showRow(eagerness, chosen == TurnMode::semanticVad);
        showRow(threshold, isServer);
        showRow(silence, isServer || isLocal);
        showRow(prefix, isServer || isLocal || chosen == TurnMode::pushToTalk);
        showRow(idle, isServer);
    }

private:
    ParameterChoice mode;
    juce::Label note;
    ParameterChoice eagerness;
    ParameterSlider threshold;
    ParameterSlider silence;
    ParameterSlider prefix;
    ParameterSlider idle;
    ParameterChoice bargeIn;
};

class TurnsPage::EchoSection : public Section
{
public:
    EchoSection(Parameters& parameters, juce::Label& measured)
        : Section("Echo and noise")
        , mode(parameters.echoMode, "What is done against the agent hearing itself: nothing with headphones; Gate or "
                                    "Raised threshold with loudspeakers; Cancel takes the echo out.")
        , noise(parameters.noiseReduction, "Service near and far are done by the service; Low to High in this plugin.")
    {
        addRow("Echo", mode);
        addWide(measured, noteHeight);
        addRow("Noise", noise);
    }

private:
    ParameterChoice mode;
    ParameterChoice noise;
};

class TurnsPage::PictureSection : public Section
{
public:
    explicit PictureSection(DetectionView& view)
        : Section("What is heard")
    {
        addWide(view, pictureHeight, true);
    }
};

TurnsPage::TurnsPage(Parameters& edited)
    : Page("Turn-taking")
    , parameters(edited)
    , turns(std::make_unique<TurnSection>(edited))
    , echo(std::make_unique<EchoSection>(edited, echoNote))
    , heard(std::make_unique<PictureSection>(picture))
{
    prepareNote(echoNote, "Measured echo");
    addLeft(*turns);
    addRight(*heard);
    addRight(*echo);
    showEcho({});
    showMode();
}

TurnsPage::~TurnsPage() = default;

void TurnsPage::showMode()
{
    const auto mode = static_cast<TurnMode>(parameters.turnMode.getIndex());
    turns->show(mode);
    picture.setThreshold(mode == TurnMode::serverVad ? std::optional<double>(parameters.vadThreshold.get())
                                                     : std::nullopt);
}

void TurnsPage::showLevels(float inputPeak, float outputPeak, const SessionFigures& figures)
{
    showMode();
    picture.show({juce::Decibels::gainToDecibels(inputPeak, DetectionView::lowestDb), figures.isUserSpeaking,
                  outputPeak > 0.0F && figures.phase == Phase::speaking});
}

void TurnsPage::showEcho(const std::optional<realtime::EchoMeasured>& measured)
{
    if (!measured)
    {
        showNote(echoNote, "No echo was measured yet: it is while the agent speaks.", theme::quietText);
        return;
    }
    const auto decibels = [](double value) { return juce::String(juce::roundToInt(value)) + " dB"; };
    auto text = "Echo " + decibels(measured->echoDb) + ", after cancelling " + decibels(measured->residualDb);
    if (measured->delay)
        text += ", " + juce::String(measured->delay->count()) + " ms after the output";
    text += measured->hearsItself ? ". The agent may hear itself: turn it down, or choose Gate." : ".";
    showNote(echoNote, text, measured->hearsItself ? theme::warning : theme::quietText);
}

} // namespace parley::plugin
