// SPDX-License-Identifier: GPL-3.0-or-later
// ParleyApp: talk to an agent without any host. `--screenshot FILE.png` draws the window into a file and ends.
#include "MainWindow.h"

#include <iostream>

namespace parley::app
{

namespace
{

constexpr int screenshotDelayMs = 700;

juce::PropertiesFile::Options fileOptions()
{
    juce::PropertiesFile::Options options;
    options.applicationName = "ParleyApp";
    options.folderName = "Parley";
    options.filenameSuffix = ".settings";
    options.osxLibrarySubFolder = "Application Support";
    return options;
}

bool writePng(juce::Component& component, const juce::File& file)
{
    const auto image = component.createComponentSnapshot(component.getLocalBounds());
    file.deleteFile();
    juce::FileOutputStream stream(file);
    juce::PNGImageFormat png;
    return stream.openedOk() && png.writeImageToStream(image, stream);
}

} // namespace

class Application : public juce::JUCEApplication
{
public:
    const juce::String getApplicationName() override { return "Parley"; }
    const juce::String getApplicationVersion() override { return PARLEY_VERSION; }
    bool moreThanOneInstanceAllowed() override { return true; }

    void initialise(const juce::String&) override
    {
        settings = std::make_unique<juce::PropertiesFile>(fileOptions());
        window = std::make_unique<MainWindow>(*settings);
        const auto words = getCommandLineParameterArray();
        if (const int option = words.indexOf("--screenshot"); option >= 0)
            takeScreenshotSoon(juce::File::getCurrentWorkingDirectory().getChildFile(words[option + 1]));
    }

    void shutdown() override
    {
        if (window != nullptr && !isTakingScreenshot)
            window->save();
        window.reset();
        settings.reset();
    }

    void systemRequestedQuit() override { quit(); }

private:
    /// The first frames of the timers are waited for, so that the picture shows what a user sees.
    void takeScreenshotSoon(const juce::File& file)
    {
        isTakingScreenshot = true;
        juce::Timer::callAfterDelay(screenshotDelayMs,
                                    [this, file]
                                    {
                                        if (!writePng(*window->getContentComponent(), file))
                                        {
                                            std::cerr << "The screenshot could not be written; choose another file.\n";
                                            setApplicationReturnValue(1);
                                        }
                                        quit();
                                    });
    }

    std::unique_ptr<juce::PropertiesFile> settings;
    std::unique_ptr<MainWindow> window;
    bool isTakingScreenshot = false;
};

} // namespace parley::app

START_JUCE_APPLICATION(parley::app::Application)
