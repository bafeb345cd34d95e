// SPDX-License-Identifier: GPL-3.0-or-later
// One plugin instance and its editor, made and destroyed on the message thread, as hosts do.
#pragma once

#include "Plugin/MessageThread.h"
#include "Plugin/PluginEditor.h"

#include <memory>

namespace parley::tests
{

class Instance
{
public:
    Instance()
    {
        onMessageThread([this] { processor = std::make_unique<plugin::PluginProcessor>(); });
    }
    ~Instance()
    {
        closeEditor();
        onMessageThread([this] { processor.reset(); });
    }
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    plugin::PluginProcessor* operator->() const { return processor.get(); }
    plugin::PluginProcessor& operator*() const { return *processor; }

    plugin::PluginEditor& openEditor()
    {
        onMessageThread([this]
                        { editor.reset(dynamic_cast<plugin::PluginEditor*>(processor->createEditorIfNeeded())); });
        return *editor;
    }

    void closeEditor()
    {
        onMessageThread(
            [this]
            {
                if (editor != nullptr)
                    processor->editorBeingDeleted(editor.get());
                editor.reset();
            });
    }

private:
    std::unique_ptr<plugin::PluginProcessor> processor;
    std::unique_ptr<plugin::PluginEditor> editor;
};

} // namespace parley::tests
