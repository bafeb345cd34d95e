// SPDX-License-Identifier: GPL-3.0-or-later
#include "AppSettings.h"

#include "Base/Log.h"

namespace parley::app
{

namespace
{

constexpr const char* stateName = "state";
constexpr const char* devicesName = "soundDevices";
constexpr const char* placeName = "window";

juce::PropertiesFile::Options fileOptions()
{
    juce::PropertiesFile::Options options;
    options.applicationName = "ParleyApp";
    options.folderName = "Parley";
    options.filenameSuffix = ".settings";
    options.osxLibrarySubFolder = "Application Support";
    return options;
}

} // namespace

AppSettings::AppSettings()
    : AppSettings(fileOptions().getDefaultFile())
{
}

AppSettings::AppSettings(const juce::File& file)
    : values(putAsideIfDamaged(file), fileOptions())
{
}

juce::File AppSettings::putAsideIfDamaged(const juce::File& file)
{
    if (juce::PropertiesFile(file, fileOptions()).isValidFile())
        return file;
    const juce::File aside(file.getFullPathName() + ".damaged");
    const bool isMoved = file.moveFileTo(aside);
    log(LogLevel::warning, "The settings in " + file.getFullPathName().toStdString() +
                               " are damaged, so the app begins with its defaults. " +
                               (isMoved ? "The file is kept as " + aside.getFileName().toStdString() + "."
                                        : std::string("Remove the file.")));
    return file;
}

juce::String AppSettings::pluginState() const
{
    return values.getValue(stateName);
}

DeviceChoice AppSettings::devices() const
{
    const auto text = values.getValue(devicesName).toStdString();
    if (text.empty())
        return {};
    const auto choice = deviceChoiceFrom(text);
    if (choice)
        return choice.value();
    log(LogLevel::warning, choice.error().message);
    return {};
}

juce::String AppSettings::windowPlace() const
{
    return values.getValue(placeName);
}

void AppSettings::setPluginState(const juce::String& state)
{
    values.setValue(stateName, state);
}

void AppSettings::setDevices(const DeviceChoice& choice)
{
    values.setValue(devicesName, juce::String(toText(choice)));
}

void AppSettings::setWindowPlace(const juce::String& place)
{
    values.setValue(placeName, place);
}

void AppSettings::save()
{
    if (!values.saveIfNeeded())
        log(LogLevel::warning, "The settings cannot be written to " + values.getFile().getFullPathName().toStdString() +
                                   ". Make room on the disk, or allow writing there.");
}

} // namespace parley::app
