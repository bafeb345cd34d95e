// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/AgentPage.h"

#include "Plugin/Views/AgentSections.h"
#include "Plugin/Views/Text.h"

#include <algorithm>

namespace parley::plugin
{

AgentPage::AgentPage(PluginProcessor& edited)
    : Page("Agent")
    , plugin(edited)
{
    const auto changed = [this]
    {
        if (onChanged)
            onChanged();
    };
    const CastEdit editCast(plugin.state(),
                            [this, changed](const std::string& problem)
                            {
                                tell(problem);
                                if (problem.empty())
                                    changed();
                            });
    cast = std::make_unique<CastSection>(editCast);
    voice = std::make_unique<VoiceSection>(editCast, SettingsEdit(plugin.state(), changed), plugin.parameters());
    abilities = std::make_unique<AbilitySection>(editCast);
    cast->onFactoryCast = [this](std::size_t index)
    { openCast([this, index] { return plugin.openFactoryCast(index); }); };
    cast->onOpen = [this] { openFile(); };
    cast->onAgent = [this](const std::string& agent) { choose(agent); };
    banner.onReload = [this] { openCast([this] { return plugin.reloadAgentsFile(); }); };
    banner.onVisibilityChanged = [this] { update(); };
    addBanner(banner, ReloadBanner::height);
    addLeft(*cast);
    addRight(*voice);
    addRight(*abilities);
    show(plugin.state().settings());
}

AgentPage::~AgentPage() = default;

void AgentPage::tell(const std::string& problem)
{
    cast->tell(problem);
}

void AgentPage::choose(const std::string& agent)
{
    commit();
    chosen = agent;
    showAgent(plugin.state().settings());
}

void AgentPage::commit()
{
    cast->commit();
    voice->commit();
}

void AgentPage::openCast(const std::function<Result<void>()>& open)
{
    // A cast that cannot be opened leaves the present one, with all that was written in it.
    commit();
    const auto opened = open();
    tell(opened ? std::string() : opened.error().message);
    showAgent(plugin.state().settings());
    if (onChanged)
        onChanged();
}

void AgentPage::show(const Settings& settings)
{
    showAgent(settings);
}

void AgentPage::showAgent(const Settings& settings)
{
    const auto agents = castdocument::agentsOf(settings.cast.text);
    const auto first = castdocument::firstOf(settings.cast.text);
    const auto named = [&](const std::string& name)
    { return std::find_if(agents.begin(), agents.end(), [&](const AgentCard& card) { return card.name == name; }); };
    auto shown = named(chosen);
    if (shown == agents.end())
        shown = named(first);
    const auto card = shown == agents.end() ? AgentCard() : *shown;
    chosen = card.name;
    cast->show(settings.cast, agents, card, card.name == first);
    voice->show(card, settings);
    abilities->show(agents, card);
}

void AgentPage::lookAtFile()
{
    const auto path = plugin.state().settings().cast.path;
    if (banner.show(plugin.agentsFileState(), juce::File::createFileWithoutCheckingPath(toJuce(path)).getFileName()))
        update();
}

void AgentPage::openFile()
{
    const auto path = plugin.state().settings().cast.path;
    const auto start = path.empty() ? juce::File::getSpecialLocation(juce::File::userDocumentsDirectory)
                                    : juce::File::createFileWithoutCheckingPath(toJuce(path));
    chooser = std::make_unique<juce::FileChooser>("Open an agents file", start, "*.json");
    chooser->launchAsync(juce::FileBrowserComponent::openMode | juce::FileBrowserComponent::canSelectFiles,
                         [this](const juce::FileChooser& picked)
                         {
                             const auto file = picked.getResult();
                             if (file == juce::File())
                                 return;
                             openCast([&] { return plugin.openAgentsFile(file.getFullPathName().toStdString()); });
                         });
}

} // namespace parley::plugin
