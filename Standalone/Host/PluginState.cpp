// SPDX-License-Identifier: GPL-3.0-or-later
#include "PluginState.h"

#include "SettingsInState.h"

namespace parley::host
{

namespace
{

const juce::String base64Characters(".ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+");

Error notUnderstood()
{
    return Error{ErrorCode::requestRejected,
                 "The plugin's state is not what JUCE's wrappers write, so --url cannot be set: check that the file "
                 "given with --plugin is Parley.",
                 "plugin state"};
}

/// `text` is JUCE's own base64: the size, a dot, the bits.
Result<juce::String> pointBase64At(const juce::String& text, const std::string& url)
{
    juce::MemoryBlock bytes;
    if (!bytes.fromBase64Encoding(text))
        return notUnderstood();
    const auto pointed =
        pointSettingsAt(std::string_view(static_cast<const char*>(bytes.getData()), bytes.getSize()), url);
    if (!pointed)
        return pointed.error();
    return juce::MemoryBlock(pointed.value().data(), pointed.value().size()).toBase64Encoding();
}

Result<juce::MemoryBlock> pointVst3At(juce::XmlElement& xml, const std::string& url)
{
    auto* component = xml.getChildByName("IComponent");
    if (component == nullptr)
        return notUnderstood();
    const auto pointed = pointBase64At(component->getAllSubText(), url);
    if (!pointed)
        return pointed.error();
    component->deleteAllTextElements();
    component->addTextElement(pointed.value());
    juce::MemoryBlock state;
    juce::AudioProcessor::copyXmlToBinary(xml, state);
    return state;
}

bool isBase64(const juce::String& text)
{
    const auto size = text.upToFirstOccurrenceOf(".", false, false);
    return size.isNotEmpty() && size.length() < text.length() && size.containsOnly("0123456789") &&
           text.containsOnly(base64Characters);
}

Result<juce::MemoryBlock> pointLv2At(const juce::String& turtle, const std::string& url)
{
    juce::StringArray pieces;
    pieces.addTokens(turtle, "\"", {});
    for (auto& piece : pieces)
    {
        if (!isBase64(piece))
            continue;
        const auto pointed = pointBase64At(piece, url);
        if (!pointed)
            continue;
        piece = pointed.value();
        const auto text = pieces.joinIntoString("\"");
        return juce::MemoryBlock(text.toRawUTF8(), text.getNumBytesAsUTF8());
    }
    return notUnderstood();
}

} // namespace

Result<juce::MemoryBlock> pointStateAt(const juce::MemoryBlock& state, const std::string& url)
{
    if (const auto xml = juce::AudioProcessor::getXmlFromBinary(state.getData(), static_cast<int>(state.getSize())))
        return pointVst3At(*xml, url);
    return pointLv2At(state.toString(), url);
}

} // namespace parley::host
