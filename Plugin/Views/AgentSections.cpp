// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/AgentSections.h"

#include "Plugin/FactoryCasts.h"
#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

#include <algorithm>

namespace parley::plugin
{

namespace
{

constexpr int instructionsHeight = 140;
constexpr int problemHeight = 60;
constexpr int noteHeight = 22;
constexpr int pauseMs = 600;
constexpr int standardVoice = 1; ///< The items of the choice of voices.
constexpr int firstVoice = 2;
constexpr int customVoiceItem = 100;
constexpr int liveItem = 1; ///< The items of the choice of modes.
constexpr int pipelineItem = 2;

/// Schema: VoiceIdsShared, the voices that a Realtime session knows by name.
const juce::StringArray& voiceNames()
{
    static const juce::StringArray names{"alloy", "ash",   "ballad", "cedar",   "coral",
                                         "echo",  "marin", "sage",   "shimmer", "verse"};
    return names;
}

void prepareCaption(juce::Label& label)
{
    label.setFont(theme::small());
    label.setBorderSize({0, 0, 0, 0});
    label.setColour(juce::Label::textColourId, theme::quietText);
}

} // namespace

AgentPage::CastSection::CastSection(CastEdit changes)
    : Section("Cast")
    , edit(std::move(changes))
{
    addChoices();
    addWords();
}

void AgentPage::CastSection::addChoices()
{
    int item = 1;
    for (const auto& factory : factoryCasts())
        castBox.addItem(toJuce(factory.name), item++);
    prepareChoice(castBox, "Cast",
                  "Casts that come with Parley. Choosing one replaces this project's cast and sets the "
                  "parameters to what it asks for.");
    castBox.onChange = [this]
    {
        if (onFactoryCast && castBox.getSelectedId() > 0)
            onFactoryCast(static_cast<std::size_t>(castBox.getSelectedId() - 1));
    };
    addRow("Cast", castBox);
    prepareButton(open, "Open an agents file", "Takes over a cast from a file; the project keeps a copy of it.");
    open.onClick = [this]
    {
        if (onOpen)
            onOpen();
    };
    prepareButton(begins, "This agent begins", "The agent that speaks when a conversation begins.");
    begins.onClick = [this]
    { edit([this](const std::string& text) { return castdocument::withFirst(text, shownAgent); }); };
    prepareChoice(agentBox, "Agent", "Which agent of the cast is shown here.");
    agentBox.onChange = [this]
    {
        if (onAgent)
            onAgent(agentBox.getText().toStdString());
    };
    addRow("Agent", agentBox);
    addSideBySide({&open, &begins});
    prepareNote(problem, "What is wrong with the cast");
    addWide(problem, problemHeight);
    showRow(problem, false);
}

void AgentPage::CastSection::addWords()
{
    prepareTextArea(instructions, "Instructions",
                    "What the agent is told to be and to do. A session under way "
                    "goes on with it.",
                    "What the agent is to do");
    prepareTextField(greeting, "Greeting", "What the agent says before the user speaks; empty: the user begins.",
                     "none: the user begins");
    for (auto* field : {&instructions, &greeting})
        field->onTextChange = [this] { startTimer(pauseMs); };
    instructions.onCommit = [this](const std::string& written) {
        return edit([&](const std::string& text) { return castdocument::withInstructions(text, shownAgent, written); });
    };
    greeting.onCommit = [this](const std::string& written)
    { return edit([&](const std::string& text) { return castdocument::withGreeting(text, shownAgent, written); }); };
    addRow("Greeting", greeting);
    addWide(instructions, instructionsHeight, true);
}

void AgentPage::CastSection::timerCallback()
{
    commit();
}

void AgentPage::CastSection::commit()
{
    stopTimer();
    instructions.commit();
    greeting.commit();
}

void AgentPage::CastSection::show(const CastSettings& cast, const std::vector<AgentCard>& agents,
                                  const AgentCard& agent, bool isFirst)
{
    showChoice(cast);
    const bool isOther = shownAgent != agent.name || shownCast != cast.original;
    shownAgent = agent.name;
    shownCast = cast.original;
    agentBox.clear(juce::dontSendNotification);
    int item = 1;
    for (const auto& card : agents)
        agentBox.addItem(toJuce(card.name), item++);
    agentBox.setText(toJuce(agent.name), juce::dontSendNotification);
    begins.setToggleState(isFirst, juce::dontSendNotification);
    begins.setEnabled(!isFirst);
    const auto showWords = isOther ? &TextField::replace : &TextField::show;
    (instructions.*showWords)(agent.instructions);
    (greeting.*showWords)(agent.greeting);
}

void AgentPage::CastSection::showChoice(const CastSettings& cast)
{
    const auto& factory = factoryCasts();
    const auto known =
        std::find_if(factory.begin(), factory.end(), [&](const FactoryCast& one) { return one.text == cast.text; });
    if (known != factory.end())
        castBox.setSelectedItemIndex(static_cast<int>(known - factory.begin()), juce::dontSendNotification);
    else if (cast.path.empty())
        castBox.setText("This project's own", juce::dontSendNotification);
    else
        castBox.setText(juce::File::createFileWithoutCheckingPath(toJuce(cast.path)).getFileName(),
                        juce::dontSendNotification);
}

void AgentPage::CastSection::tell(const std::string& sentence)
{
    showNote(problem, toJuce(sentence), theme::failure);
    showRow(problem, !sentence.empty());
}

AgentPage::VoiceSection::VoiceSection(CastEdit castChanges, SettingsEdit changes, Parameters& parameters)
    : Section("Voice and model")
    , edit(std::move(castChanges))
    , editSettings(std::move(changes))
    , speed(parameters.speed, "How fast the agent speaks.")
{
    addVoice();
    addModels();
}

void AgentPage::VoiceSection::addVoice()
{
    voice.addItem("Service's own", standardVoice);
    voice.addItemList(voiceNames(), firstVoice);
    voice.addItem("Custom...", customVoiceItem);
    prepareChoice(voice, "Voice", "A voice of the service. It cannot change once the agent was heard.");
    voice.onChange = [this]
    {
        showRow(customVoice, voice.getSelectedId() == customVoiceItem);
        if (voice.getSelectedId() == customVoiceItem)
            return;
        customVoice.replace({});
        takeVoice(voice.getSelectedId() == standardVoice ? std::string() : voice.getText().toStdString());
    };
    addRow("Voice", voice);
    prepareTextField(customVoice, "Custom voice", "The id of a voice that the service knows.", "the voice's id");
    customVoice.onCommit = [this](const std::string& written) { return takeVoice(written); };
    addRow("Custom voice", customVoice);
    showRow(customVoice, false);
    addRow("Speed", speed);
}

void AgentPage::VoiceSection::addModels()
{
    mode.addItem("Live session", liveItem);
    mode.addItem("Voice pipeline", pipelineItem);
    prepareChoice(
        mode, "Mode",
        "Live session: one model hears and speaks. Voice pipeline: one model writes down what is heard, another "
        "answers, a third speaks; any service that has these three will do. Used from the next connection on.");
    mode.onChange = [this]
    { editSettings([this](Settings& s) { s.pipeline.isOn = mode.getSelectedId() == pipelineItem; }); };
    addRow("Mode", mode);
    prepareTextField(model, "Model", "The model the service is asked for; for Azure the name of the deployment.",
                     "gpt-realtime");
    model.onCommit = [this](const std::string& written)
    { return editSettings([&](Settings& s) { s.provider.model = written; }); };
    addRow("Model", model);
    addModel(listeningModel, "Listening model", "The model that writes down what is heard.",
             &PipelineChoice::listeningModel);
    addModel(chatModel, "Chat model", "The model that answers in writing.", &PipelineChoice::chatModel);
    addModel(speechModel, "Speech model", "The model that speaks the answer.", &PipelineChoice::speechModel);
}

void AgentPage::VoiceSection::addModel(TextField& field, const juce::String& name, const juce::String& tooltip,
                                       std::string PipelineChoice::*part)
{
    const auto usual = PipelineChoice().*part;
    prepareTextField(field, name, tooltip, toJuce(usual));
    field.onCommit = [this, part, usual](const std::string& written)
    { return editSettings([&](Settings& s) { s.pipeline.*part = written.empty() ? usual : written; }); };
    addRow(name, field);
}

bool AgentPage::VoiceSection::takeVoice(const std::string& wanted)
{
    if (wanted == shownVoice)
        return true;
    const bool isTaken =
        edit([&](const std::string& text) { return castdocument::withVoice(text, shownAgent, wanted); });
    if (isTaken)
        shownVoice = wanted;
    return isTaken;
}

void AgentPage::VoiceSection::commit()
{
    for (auto* field : {&customVoice, &model, &listeningModel, &chatModel, &speechModel})
        field->commit();
}

void AgentPage::VoiceSection::showModels(const Settings& settings)
{
    const auto& pipeline = settings.pipeline;
    mode.setSelectedId(pipeline.isOn ? pipelineItem : liveItem, juce::dontSendNotification);
    model.show(settings.provider.model);
    listeningModel.show(pipeline.listeningModel);
    chatModel.show(pipeline.chatModel);
    speechModel.show(pipeline.speechModel);
    showRow(model, !pipeline.isOn);
    for (auto* field : {&listeningModel, &chatModel, &speechModel})
        showRow(*field, pipeline.isOn);
}

void AgentPage::VoiceSection::show(const AgentCard& agent, const Settings& settings)
{
    showModels(settings);
    const bool isOther = shownAgent != agent.name || shownVoice != agent.voice;
    shownAgent = agent.name;
    shownVoice = agent.voice;
    const auto name = toJuce(agent.voice);
    const int known = voiceNames().indexOf(name);
    const bool isCustom = known < 0 && !agent.voice.empty();
    const bool isBeingWritten = !isOther && !isCustom && voice.getSelectedId() == customVoiceItem;
    if (!isBeingWritten)
        voice.setSelectedId(isCustom    ? customVoiceItem
                            : known < 0 ? standardVoice
                                        : known + firstVoice,
                            juce::dontSendNotification);
    if (isOther)
        customVoice.replace(isCustom ? agent.voice : std::string());
    showRow(customVoice, isCustom || isBeingWritten);
}

AgentPage::AbilitySection::AbilitySection(CastEdit changes)
    : Section("Tools and handoffs")
    , edit(std::move(changes))
{
    prepareCaption(toolsCaption);
    prepareCaption(handoffsCaption);
    handoffsCaption.setText("Handoffs; ticked, this agent may hand over:", juce::dontSendNotification);
}

void AgentPage::AbilitySection::show(const std::vector<AgentCard>& agents, const AgentCard& agent)
{
    std::vector<std::string> names{agent.name};
    for (const auto& tool : agent.tools)
        names.push_back("tool " + tool.name);
    for (const auto& other : agents)
        names.push_back("agent " + other.name);
    // The buttons stay as long as they say the same, so that the keyboard stays where it is.
    if (names != shownNames)
    {
        shownNames = names;
        shownAgent = agent.name;
        removeRows();
        tools.clear();
        handoffs.clear();
        addTools(agent);
        addHandoffs(agents, agent);
        rowsChanged();
    }
    for (std::size_t index = 0; index < tools.size(); ++index)
        tools[index]->setToggleState(agent.tools[index].needsApproval, juce::dontSendNotification);
    for (const auto& button : handoffs)
        button->setToggleState(std::find(agent.handoffs.begin(), agent.handoffs.end(),
                                         button->getName().toStdString()) != agent.handoffs.end(),
                               juce::dontSendNotification);
}

void AgentPage::AbilitySection::addTools(const AgentCard& agent)
{
    toolsCaption.setText(agent.tools.empty() ? "No tools: an agents file can declare them."
                                             : "Tools; ticked, each call needs your approval:",
                         juce::dontSendNotification);
    addWide(toolsCaption, noteHeight);
    for (const auto& tool : agent.tools)
    {
        auto& button = *tools.emplace_back(
            std::make_unique<juce::ToggleButton>(toJuce(tool.name) + " (" + toJuce(tool.kind) + ")"));
        prepareButton(button, toJuce(tool.name) + " needs approval", toJuce(tool.description));
        button.onClick = [this, &button, name = tool.name]
        {
            edit([&](const std::string& text)
                 { return castdocument::withApproval(text, shownAgent, name, button.getToggleState()); });
        };
        addWide(button);
    }
}

void AgentPage::AbilitySection::addHandoffs(const std::vector<AgentCard>& agents, const AgentCard& agent)
{
    if (agents.size() > 1)
        addWide(handoffsCaption, noteHeight);
    for (const auto& other : agents)
    {
        if (other.name == agent.name)
            continue;
        auto& button =
            *handoffs.emplace_back(std::make_unique<juce::ToggleButton>("Hands over to " + toJuce(other.name)));
        button.setName(toJuce(other.name));
        prepareButton(button, "Hands over to " + toJuce(other.name), "Whether this agent may let the other one go on.");
        button.onClick = [this] { takeHandoffs(); };
        addWide(button);
    }
}

void AgentPage::AbilitySection::takeHandoffs()
{
    std::vector<std::string> names;
    for (const auto& button : handoffs)
        if (button->getToggleState())
            names.push_back(button->getName().toStdString());
    edit([&](const std::string& text) { return castdocument::withHandoffs(text, shownAgent, names); });
}

} // namespace parley::plugin
