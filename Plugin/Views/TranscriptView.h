// SPDX-License-Identifier: GPL-3.0-or-later
// The conversation as it grows, scrolled to the newest entry unless the user scrolled up.
#pragma once

#include "Plugin/SessionView.h"
#include "Plugin/Views/EntryView.h"

#include <memory>
#include <span>
#include <vector>

namespace parley::plugin
{

/// @thread message
class TranscriptView : public juce::Component
{
public:
    TranscriptView();
    ~TranscriptView() override;

    /// Lays out only what changed. Of a long conversation the newest part is shown at once and the rest with the calls
    /// of `showMore` that follow, so that no call takes long.
    void show(const std::vector<LogEntry>& entries);
    void showMore();
    [[nodiscard]] bool isComplete() const noexcept { return older.empty(); }

    void paint(juce::Graphics& g) override;
    void paintOverChildren(juce::Graphics& g) override;
    void resized() override;
    void focusOfChildComponentChanged(FocusChangeType cause) override;

    std::function<void(const std::string& callId, Verdict)> onDecision;

    static constexpr std::size_t mostNewAtOnce = 40;

private:
    [[nodiscard]] std::unique_ptr<EntryView> make(const LogEntry& entry);
    /// True when something changed.
    bool merge(std::span<const LogEntry> entries);
    void layOut();
    void layOutFollowing();

    juce::Component content;
    juce::Viewport viewport;
    std::vector<std::unique_ptr<EntryView>> views; ///< In the order of their numbers.
    std::vector<LogEntry> older;                   ///< Not shown yet.
};

} // namespace parley::plugin
