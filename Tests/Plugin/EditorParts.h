// SPDX-License-Identifier: GPL-3.0-or-later
// Walks through the components of an editor, for tests that ask something of each control.
#pragma once

#include <JuceHeader.h>

#include <functional>
#include <vector>

namespace parley::tests
{

/// The component and all below it. @thread message
inline void visit(juce::Component& component, const std::function<void(juce::Component&)>& visitor)
{
    visitor(component);
    for (auto* child : component.getChildren())
        visit(*child, visitor);
}

/// What a user works: not the parts that JUCE makes its sliders, fields and scroll bars of.
inline bool isControl(juce::Component& component)
{
    const bool isPart = component.findParentComponentOfClass<juce::Slider>() != nullptr ||
                        component.findParentComponentOfClass<juce::ComboBox>() != nullptr ||
                        component.findParentComponentOfClass<juce::ScrollBar>() != nullptr ||
                        component.findParentComponentOfClass<juce::TextEditor>() != nullptr;
    const bool isOne =
        dynamic_cast<juce::Button*>(&component) != nullptr || dynamic_cast<juce::ComboBox*>(&component) != nullptr ||
        dynamic_cast<juce::Slider*>(&component) != nullptr || dynamic_cast<juce::TextEditor*>(&component) != nullptr;
    return isOne && !isPart;
}

/// Whether it and all it lies in are visible, up to this ancestor.
inline bool isVisibleIn(const juce::Component& component, const juce::Component& ancestor)
{
    for (const auto* each = &component; each != &ancestor; each = each->getParentComponent())
        if (each == nullptr || !each->isVisible())
            return false;
    return true;
}

inline std::vector<juce::Component*> controlsOf(juce::Component& root)
{
    std::vector<juce::Component*> found;
    visit(root,
          [&](juce::Component& component)
          {
              if (isControl(component))
                  found.push_back(&component);
          });
    return found;
}

/// The first of this kind for which the question is true; null: none is.
template <typename Kind>
Kind* find(juce::Component& root, const std::function<bool(Kind&)>& question)
{
    Kind* found = nullptr;
    visit(root,
          [&](juce::Component& component)
          {
              if (auto* one = dynamic_cast<Kind*>(&component); one != nullptr && found == nullptr && question(*one))
                  found = one;
          });
    return found;
}

template <typename Kind>
Kind* findTitled(juce::Component& root, const juce::String& title)
{
    return find<Kind>(root, [&](Kind& one) { return one.getTitle() == title; });
}

} // namespace parley::tests
