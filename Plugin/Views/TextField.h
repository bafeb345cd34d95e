// SPDX-License-Identifier: GPL-3.0-or-later
// A field that shows one text of the settings, and gives over what is written into it.
#pragma once

#include <JuceHeader.h>

#include <functional>
#include <string>

namespace parley::plugin
{

/// Gives its text over when it loses the keyboard; whoever closes or saves before that calls `commit`. A field of one
/// line leaves out the space around its text, and shows its beginning while nobody writes in it.
/// @thread message
class TextField : public juce::TextEditor
{
public:
    TextField();

    /// The text in use. What is being written stays as long as that is the same.
    void show(const std::string& text);
    /// A text of something else: what is being written and was not committed is dropped.
    void replace(const std::string& text);
    /// Gives over what was written since; nothing where nothing was, so that a text stays as it was laid out.
    void commit();

    /// True: it was taken over. What was refused stays until the field has lost the keyboard.
    std::function<bool(const std::string& written)> onCommit;

private:
    [[nodiscard]] std::string written() const;

    std::string inUse;
    std::string untouched; ///< How the field itself reads until somebody writes.
    bool isRefused = false;
    bool isCommitting = false;
};

} // namespace parley::plugin
