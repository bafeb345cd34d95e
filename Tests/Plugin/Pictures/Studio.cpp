// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Pictures/Studio.h"

#include "Audio/Pcm16.h"
#include "Service/FliteSynthesiser.h"
#include "Support/Speech.h"

#include <algorithm>
#include <stdexcept>

namespace parley::tests
{

namespace
{

using plugin::PageName;

/// As the page is called, in small letters.
juce::String fileNameOf(PageName page, const std::string& state)
{
    return juce::String(plugin::pageTitles[static_cast<std::size_t>(page)]).toLowerCase() + "-" + juce::String(state) +
           ".png";
}

constexpr int settleMs = 400; ///< Some frames of the window's timer, so that a page shows what it knows.

void rest(int milliseconds)
{
    juce::WaitableEvent().wait(milliseconds);
}

} // namespace

Studio::Studio(juce::File pictureFolder)
    : folder(std::move(pictureFolder))
    , host(*instance)
{
    editor = &instance.openEditor();
    onMessageThread(
        [this]
        {
            editor->addToDesktop(juce::ComponentPeer::windowHasTitleBar);
            editor->setVisible(true);
        });
}

Studio::~Studio()
{
    plugin().control().disconnect();
    instance.closeEditor();
}

void Studio::picture(PageName page, const std::string& state)
{
    onMessageThread([&] { editor->showPage(page); });
    rest(settleMs);
    const auto file = folder.getChildFile(fileNameOf(page, state));
    onMessageThread(
        [&]
        {
            const auto image = editor->createComponentSnapshot(editor->getLocalBounds());
            file.deleteFile();
            juce::FileOutputStream stream(file);
            if (!stream.openedOk() || !juce::PNGImageFormat().writeImageToStream(image, stream))
                throw std::runtime_error("This picture could not be written: " + file.getFullPathName().toStdString());
        });
}

void Studio::pictureOfEachPage(const std::string& state)
{
    for (const auto page : plugin::pageNames)
        picture(page, state);
}

void Studio::say(const std::string& words)
{
    auto spoken = service::FliteSynthesiser().speak(words, "ballad", 1.0);
    if (!spoken)
        throw std::runtime_error(spoken.error().message);
    std::vector<float> samples(spoken.value().size());
    audio::pcm16ToFloat(spoken.value(), samples);
    host.say(audio::atRate(samples, audio::wireSampleRate, LiveHost::sampleRate));
}

std::size_t Studio::entries(plugin::LogEntry::Kind kind, plugin::LogEntry::State state) const
{
    const auto log = instance->view().conversationUnless(~std::uint64_t{0});
    return log ? static_cast<std::size_t>(std::count_if(log->entries.begin(), log->entries.end(),
                                                        [&](const plugin::LogEntry& entry)
                                                        { return entry.kind == kind && entry.state == state; }))
               : 0;
}

void Studio::ask(const std::string& line)
{
    using plugin::LogEntry;
    const auto answered = [this] { return entries(LogEntry::Kind::agent, LogEntry::State::complete); };
    const auto before = answered();
    plugin().control().sendText(line);
    waitFor("an answer to: " + line, [&] { return answered() > before; });
}

void Studio::waitFor(const std::string& what, const std::function<bool()>& question, int deadlineMs)
{
    if (!becomesTrue(question, deadlineMs))
        throw std::runtime_error("This did not come: " + what +
                                 ". The session: " + plugin().voiceBridge().status().sentence);
}

void Studio::waitForQuiet()
{
    waitFor("quiet", [this] { return host.isSilent() && plugin().view().phase() == plugin::Phase::listening; });
}

} // namespace parley::tests
