// SPDX-License-Identifier: GPL-3.0-or-later
// Who says when the user has finished, what is done against echo, and a live picture of what is heard.
#pragma once

#include "Plugin/Parameters.h"
#include "Plugin/SessionFigures.h"
#include "Plugin/Views/DetectionView.h"
#include "Plugin/Views/Page.h"
#include "Plugin/Views/ParameterControls.h"

namespace parley::plugin
{

/// @thread message
class TurnsPage : public Page
{
public:
    /// The parameters must outlive the page.
    explicit TurnsPage(Parameters& edited);
    ~TurnsPage() override;

    /// To be called DetectionView::framesPerSecond times a second, with the peaks since the last call.
    void showLevels(float inputPeak, float outputPeak, const SessionFigures& figures);
    void showEcho(const std::optional<realtime::EchoMeasured>& echo);

    [[nodiscard]] juce::String echoSentence() const { return echoNote.getText(); }

private:
    class TurnSection;
    class EchoSection;
    class PictureSection;

    void showMode();

    Parameters& parameters;
    juce::Label echoNote;
    DetectionView picture;
    std::unique_ptr<TurnSection> turns;
    std::unique_ptr<EchoSection> echo;
    std::unique_ptr<PictureSection> heard;
};

} // namespace parley::plugin
