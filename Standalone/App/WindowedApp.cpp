// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowedApp.h"

#include "MainWindow.h"
#include "SignalWatch.h"

#include <iostream>

namespace parley::app
{

namespace
{

constexpr int screenshotDelayMs = 700;
constexpr int signalLooksPerSecond = 10;

/// JUCE makes the application itself, from a function without arguments.
const Options* chosen = nullptr;

bool writePng(juce::Component& component, const juce::File& file)
{
    const auto image = component.createComponentSnapshot(component.getLocalBounds());
    file.deleteFile();
    juce::FileOutputStream stream(file);
    juce::PNGImageFormat png;
    return stream.openedOk() && png.writeImageToStream(image, stream);
}

class Application : public juce::JUCEApplication, private juce::Timer
{
public:
    const juce::String getApplicationName() override { return "Parley"; }
    const juce::String getApplicationVersion() override { return PARLEY_VERSION; }
    bool moreThanOneInstanceAllowed() override { return true; }

    void initialise(const juce::String&) override
    {
        if (juce::Desktop::getInstance().getDisplays().getPrimaryDisplay() == nullptr)
        {
            fail(exitFailed, "There is no display. Start it in a desktop session, or with --headless.");
            return;
        }
        signals = std::make_unique<SignalWatch>();
        startTimerHz(signalLooksPerSecond);
        settings = std::make_unique<AppSettings>();
        window = std::make_unique<MainWindow>(*settings);
        if (const auto started = window->start(*chosen); !started)
            fail(exitNotConfigured, started.error().describe());
        else if (!chosen->screenshot.empty())
            takeScreenshotSoon();
    }

    void shutdown() override
    {
        if (window != nullptr && getApplicationReturnValue() == exitDone.value && chosen->screenshot.empty())
            window->save();
        window.reset();
        settings.reset();
        signals.reset();
    }

    void systemRequestedQuit() override { quit(); }

private:
    void timerCallback() override
    {
        if (signals->received() != 0)
            quit();
    }

    void fail(ExitCode code, const std::string& sentence)
    {
        std::cerr << "ParleyApp: " << sentence << '\n';
        setApplicationReturnValue(code.value);
        quit();
    }

    /// The first frames of the timers are waited for, so that the picture shows what a user sees.
    void takeScreenshotSoon()
    {
        juce::Timer::callAfterDelay(
            screenshotDelayMs,
            [this]
            {
                const auto file =
                    juce::File::getCurrentWorkingDirectory().getChildFile(juce::String(chosen->screenshot.string()));
                if (!writePng(*window->getContentComponent(), file))
                    fail(exitFailed, "The screenshot could not be written; choose another file.");
                quit();
            });
    }

    std::unique_ptr<SignalWatch> signals;
    std::unique_ptr<AppSettings> settings;
    std::unique_ptr<MainWindow> window;
};

juce::JUCEApplicationBase* makeApplication()
{
    return std::make_unique<Application>().release();
}

} // namespace

int runWithWindow(const Options& options, int argc, const char** argv)
{
    chosen = &options;
    juce::JUCEApplicationBase::createInstance = &makeApplication;
    return juce::JUCEApplicationBase::main(argc, argv);
}

} // namespace parley::app
