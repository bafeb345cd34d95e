// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/ConversationPage.h"

#include "Plugin/ConversationExport.h"
#include "Plugin/Views/Controls.h"
#include "Plugin/Views/Text.h"
#include "Plugin/Views/Theme.h"

namespace parley::plugin
{

namespace
{

constexpr int sendWidth = 84;
constexpr int formatWidth = 96;
constexpr int toolWidth = 84;
constexpr int longestLine = 8000;

int itemOf(ConversationPage::Format format)
{
    return static_cast<int>(format) + 1;
}

} // namespace

ConversationPage::ConversationPage()
{
    setName("Conversation");
    setTitle("Conversation");
    transcript.onDecision = [this](const std::string& callId, Verdict verdict)
    {
        if (onDecision)
            onDecision(callId, verdict);
    };
    addAndMakeVisible(transcript);
    addTools();
    addLine();
    setConnected(false);
    showCount();
}

void ConversationPage::addTools()
{
    prepareNote(note, "Entries");
    note.setJustificationType(juce::Justification::centredLeft);
    format.addItem("Text", itemOf(Format::text));
    format.addItem("JSON", itemOf(Format::json));
    format.setSelectedId(itemOf(Format::text), juce::dontSendNotification);
    prepareChoice(format, "Format of the copy", "What Copy and Save give: text to read, or JSON for programs.");
    prepareButton(copyButton, "Copy the conversation", "Puts the conversation into the clipboard.");
    copyButton.onClick = [this] { copy(); };
    prepareButton(saveButton, "Save the conversation", "Writes the conversation into a file.");
    saveButton.onClick = [this] { save(); };
    for (auto* part : std::initializer_list<juce::Component*>{&note, &format, &copyButton, &saveButton})
        addAndMakeVisible(part);
}

void ConversationPage::addLine()
{
    prepareTextField(line, "Line to the agent", "Return sends the line; Escape gives the keyboard back to the host.",
                     "Write a line to the agent");
    line.setInputRestrictions(longestLine);
    line.onReturnKey = [this] { send(); };
    prepareButton(sendButton, "Send the line", "Sends the line to the agent.");
    sendButton.onClick = [this] { send(); };
    addAndMakeVisible(line);
    addAndMakeVisible(sendButton);
}

void ConversationPage::show(SessionView::Snapshot snapshot)
{
    latest = std::move(snapshot);
    transcript.show(latest.entries);
    showCount();
}

void ConversationPage::showCount()
{
    const bool isEmpty = latest.entries.empty();
    copyButton.setEnabled(!isEmpty);
    saveButton.setEnabled(!isEmpty);
    auto text = isEmpty ? juce::String("Nothing was said yet")
                        : withThousands(static_cast<std::int64_t>(latest.entries.size())) + " entries";
    if (latest.forgottenEntries > 0)
        text += ", " + withThousands(static_cast<std::int64_t>(latest.forgottenEntries)) + " older ones were forgotten";
    showNote(note, text, theme::quietText);
}

void ConversationPage::setConnected(bool isConnected)
{
    sendButton.setEnabled(isConnected);
}

void ConversationPage::send()
{
    const auto text = line.getText().trim();
    if (text.isEmpty() || !sendButton.isEnabled())
        return;
    line.clear();
    if (onSend)
        onSend(text);
}

std::string ConversationPage::exported() const
{
    return format.getSelectedId() == itemOf(Format::json) ? asJson(latest.entries) : asText(latest.entries);
}

void ConversationPage::copy()
{
    juce::SystemClipboard::copyTextToClipboard(toJuce(exported()));
    showNote(note, "Copied", theme::accent);
}

juce::String ConversationPage::writeTo(const juce::File& file) const
{
    const auto text = exported();
    if (file.replaceWithData(text.data(), text.size()))
        return {};
    return file.getFullPathName() + " could not be written. Choose another folder.";
}

void ConversationPage::save()
{
    const bool isJson = format.getSelectedId() == itemOf(Format::json);
    const auto folder = juce::File::getSpecialLocation(juce::File::userDocumentsDirectory);
    chooser = std::make_unique<juce::FileChooser>(
        "Save the conversation", folder.getChildFile(isJson ? "conversation.json" : "conversation.txt"),
        isJson ? "*.json" : "*.txt");
    chooser->launchAsync(juce::FileBrowserComponent::saveMode | juce::FileBrowserComponent::warnAboutOverwriting,
                         [this](const juce::FileChooser& chosen)
                         {
                             const auto file = chosen.getResult();
                             if (file == juce::File())
                                 return;
                             const auto problem = writeTo(file);
                             showNote(note, problem.isEmpty() ? "Saved as " + file.getFileName() : problem,
                                      problem.isEmpty() ? theme::accent : theme::failure);
                         });
}

void ConversationPage::resized()
{
    auto area = getLocalBounds();
    auto tools = area.removeFromTop(theme::controlHeight);
    saveButton.setBounds(tools.removeFromRight(toolWidth));
    tools.removeFromRight(theme::gap);
    copyButton.setBounds(tools.removeFromRight(toolWidth));
    tools.removeFromRight(theme::gap);
    format.setBounds(tools.removeFromRight(formatWidth));
    tools.removeFromRight(theme::gap);
    note.setBounds(tools);
    area.removeFromTop(theme::gap);

    auto row = area.removeFromBottom(theme::controlHeight + 4);
    area.removeFromBottom(theme::gap);
    sendButton.setBounds(row.removeFromRight(sendWidth));
    row.removeFromRight(theme::gap);
    line.setBounds(row);
    transcript.setBounds(area);
}

} // namespace parley::plugin
