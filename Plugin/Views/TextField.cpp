// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/Views/TextField.h"

#include "Plugin/Views/Text.h"

namespace parley::plugin
{

TextField::TextField()
{
    onFocusLost = [this]
    {
        commit();
        // JUCE tells of it a message later: somebody may be writing again.
        if (!isMultiLine() && !hasKeyboardFocus(true))
            setCaretPosition(0);
    };
}

void TextField::show(const std::string& text)
{
    if (text != inUse || (isRefused && !hasKeyboardFocus(true)))
        replace(text);
}

void TextField::replace(const std::string& text)
{
    setText(toJuce(text), juce::dontSendNotification);
    setCaretPosition(0);
    inUse = text;
    untouched = written();
    isRefused = false;
}

void TextField::commit()
{
    const auto text = written();
    // A host that is told of a change may ask for the state, and so for what is written, at once.
    if (text == untouched || !onCommit || isCommitting)
        return;
    const juce::ScopedValueSetter<bool> committing(isCommitting, true);
    isRefused = !onCommit(text);
    if (isRefused)
        return;
    inUse = text;
    untouched = text;
}

std::string TextField::written() const
{
    return (isMultiLine() ? getText() : getText().trim()).toStdString();
}

} // namespace parley::plugin
