// SPDX-License-Identifier: GPL-3.0-or-later
// The sections of the Agent page.
#pragma once

#include "Plugin/Views/AgentPage.h"
#include "Plugin/Views/CastEdit.h"
#include "Plugin/Views/ParameterControls.h"
#include "Plugin/Views/SettingsEdit.h"
#include "Plugin/Views/TextField.h"

namespace parley::plugin
{

/// Which cast, which of its agents, and what that one is told. @thread message
class AgentPage::CastSection : public Section, private juce::Timer
{
public:
    explicit CastSection(CastEdit changes);

    void show(const CastSettings& cast, const std::vector<AgentCard>& agents, const AgentCard& agent, bool isFirst);
    void tell(const std::string& problem);
    void commit();

    std::function<void(std::size_t index)> onFactoryCast;
    std::function<void()> onOpen;
    std::function<void(const std::string& agent)> onAgent;

private:
    void addChoices();
    void addWords();
    void showChoice(const CastSettings& cast);
    /// What was written is taken over when the user pauses.
    void timerCallback() override;

    CastEdit edit;
    std::string shownAgent;
    std::string shownCast; ///< CastSettings::original
    juce::ComboBox castBox;
    juce::TextButton open{"Open file..."};
    juce::ComboBox agentBox;
    juce::ToggleButton begins{"Begins"};
    juce::Label problem;
    TextField instructions;
    TextField greeting;
};

/// How the agent sounds, and which models answer. @thread message
class AgentPage::VoiceSection : public Section
{
public:
    VoiceSection(CastEdit castChanges, SettingsEdit changes, Parameters& parameters);

    void show(const AgentCard& agent, const Settings& settings);
    void commit();

private:
    void addVoice();
    void addModels();
    void addModel(TextField& field, const juce::String& name, const juce::String& tooltip,
                  std::string PipelineChoice::*part);
    bool takeVoice(const std::string& wanted);
    void showModels(const Settings& settings);

    CastEdit edit;
    SettingsEdit editSettings;
    std::string shownAgent;
    std::string shownVoice;
    juce::ComboBox voice;
    TextField customVoice;
    juce::ComboBox mode;
    TextField model;
    TextField listeningModel;
    TextField chatModel;
    TextField speechModel;
    ParameterSlider speed;
};

/// What the agent can do, and to whom it can hand over. @thread message
class AgentPage::AbilitySection : public Section
{
public:
    explicit AbilitySection(CastEdit changes);

    void show(const std::vector<AgentCard>& agents, const AgentCard& agent);

private:
    void addTools(const AgentCard& agent);
    void addHandoffs(const std::vector<AgentCard>& agents, const AgentCard& agent);
    void takeHandoffs();

    CastEdit edit;
    std::string shownAgent;
    std::vector<std::string> shownNames;
    juce::Label toolsCaption;
    juce::Label handoffsCaption;
    std::vector<std::unique_ptr<juce::ToggleButton>> tools;
    std::vector<std::unique_ptr<juce::ToggleButton>> handoffs;
};

} // namespace parley::plugin
