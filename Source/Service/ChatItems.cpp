// SPDX-License-Identifier: Apache-2.0
#include "Service/ChatItems.h"

#include "Wire/Detail/JsonFields.h"

#include <map>
#include <string>
#include <utility>

namespace parley::service
{
namespace
{

Json imagesOf(const ConversationItem& entry)
{
    auto images = Json::array();
    for (const auto& part : entry.json.at("content"))
        if (wire::textField(part, "type") == "input_image")
            images.push_back({{"type", "image_url"}, {"image_url", {{"url", wire::textField(part, "image_url")}}}});
    return images;
}

Json contentOf(const ConversationItem& entry, std::string text)
{
    auto parts = imagesOf(entry);
    if (parts.empty())
        return text.empty() ? "[inaudible]" : std::move(text);
    if (!text.empty())
        parts.insert(parts.begin(), Json{{"type", "text"}, {"text", std::move(text)}});
    return parts;
}

/// The messages as they are made, item by item.
class Messages
{
public:
    explicit Messages(const std::deque<ConversationItem>& items)
    {
        for (const auto& entry : items)
            if (wire::textField(entry.json, "type") == "function_call_output")
                outputs[wire::textField(entry.json, "call_id")] = wire::textField(entry.json, "output");
    }

    void take(const ConversationItem& entry)
    {
        const auto type = wire::textField(entry.json, "type");
        if (type == "function_call")
            takeCall(entry.json);
        isAnswered = isAnswered || type == "function_call_output";
        if (type != "message")
            return;
        const auto role = wire::textField(entry.json, "role");
        auto text = plainText(entry);
        if (role == "assistant" && !calls.empty() && !isAnswered)
        {
            beside += text;
            return;
        }
        endCalls();
        if (role != "assistant" || !text.empty())
            made.push_back({{"role", role}, {"content", contentOf(entry, std::move(text))}});
    }

    Json finish()
    {
        endCalls();
        return std::move(made);
    }

private:
    void takeCall(const Json& item)
    {
        const auto id = wire::textField(item, "call_id");
        if (!outputs.contains(id))
            return;
        // It may be made of the output before it.
        if (isAnswered)
            endCalls();
        const Json function = {{"name", wire::textField(item, "name")},
                               {"arguments", wire::textField(item, "arguments")}};
        calls.push_back({{"id", id}, {"type", "function"}, {"function", function}});
    }

    /// Calls in a row are one message, with their outputs behind it.
    void endCalls()
    {
        isAnswered = false;
        if (calls.empty())
            return;
        const auto words = std::exchange(beside, {});
        made.push_back(
            {{"role", "assistant"}, {"content", words.empty() ? Json(nullptr) : Json(words)}, {"tool_calls", calls}});
        for (const auto& call : calls)
        {
            const auto& id = call.at("id").get_ref<const std::string&>();
            made.push_back({{"role", "tool"}, {"tool_call_id", id}, {"content", outputs.at(id)}});
        }
        calls = Json::array();
    }

    std::map<std::string, std::string> outputs;
    Json calls = Json::array();
    std::string beside;      ///< What was said with them.
    bool isAnswered = false; ///< One of them has its output.
    Json made = Json::array();
};

} // namespace

Json chatMessages(const std::deque<ConversationItem>& items)
{
    Messages messages(items);
    for (const auto& entry : items)
        messages.take(entry);
    return messages.finish();
}

} // namespace parley::service
