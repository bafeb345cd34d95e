// SPDX-License-Identifier: GPL-3.0-or-later
// Who speaks: the cast, and of each of its agents the instructions, the voice, the tools and the handoffs.
#pragma once

#include "Plugin/CastDocument.h"
#include "Plugin/PluginProcessor.h"
#include "Plugin/Views/Page.h"
#include "Plugin/Views/ReloadBanner.h"

namespace parley::plugin
{

/// @thread message
class AgentPage : public Page
{
public:
    /// The processor must outlive the page.
    explicit AgentPage(PluginProcessor& edited);
    ~AgentPage() override;

    void show(const Settings& settings);
    /// Takes over what is written in its fields.
    void commit();
    /// Asks whether the agents file has changed; to be called about once a second.
    void lookAtFile();

    [[nodiscard]] const ReloadBanner& reloadBanner() const noexcept { return banner; }

    std::function<void()> onChanged; ///< The user finished a change.

private:
    class CastSection;
    class VoiceSection;
    class AbilitySection;

    void choose(const std::string& agent);
    void showAgent(const Settings& settings);
    void tell(const std::string& problem);
    void openFile();
    void openCast(const std::function<Result<void>()>& open);

    PluginProcessor& plugin;
    std::string chosen; ///< The agent that is shown.
    ReloadBanner banner;
    std::unique_ptr<CastSection> cast;
    std::unique_ptr<VoiceSection> voice;
    std::unique_ptr<AbilitySection> abilities;
    std::unique_ptr<juce::FileChooser> chooser;
};

} // namespace parley::plugin
