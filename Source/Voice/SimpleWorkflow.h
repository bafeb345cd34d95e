// SPDX-License-Identifier: Apache-2.0
// A function as a workflow: what was said goes in, what is to be spoken comes out.
#pragma once

#include "Base/Executor.h"
#include "Base/Result.h"
#include "Voice/TextStream.h"
#include "Voice/Workflow.h"

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace parley::voice
{

/// Speaks a piece of text. False when nobody listens any more: the function should end.
using Say = std::function<bool(std::string piece)>;

/// The function runs on the tool pool and may block; its exceptions are errors. One that goes on although nobody
/// listens any more is not waited for.
class SimpleWorkflow final : public Workflow
{
public:
    using Answer = std::function<Result<void>(const std::string& transcript, const Say& say)>;

    /// The function takes the transcript, and either a `Say` too, or returns all there is to say: a text, a range of
    /// texts, or a TextStream.
    template <typename Function>
    requires std::invocable<Function&, const std::string&> || std::invocable<Function&, const std::string&, const Say&>
    explicit SimpleWorkflow(Function function, std::string spokenFirst = {})
        : answering(std::make_shared<Answer>(adapt(std::move(function))))
        , greeting(std::move(spokenFirst))
    {
    }

    [[nodiscard]] std::unique_ptr<Activity> greet(WorkflowHandlers handlers) override;
    [[nodiscard]] std::unique_ptr<Activity> answer(std::string transcript, WorkflowHandlers handlers) override;

private:
    template <typename Function>
    static Answer adapt(Function function)
    {
        return [function = std::move(function)](const std::string& transcript, const Say& say) mutable -> Result<void>
        {
            if constexpr (std::invocable<Function&, const std::string&, const Say&>)
            {
                if constexpr (std::is_void_v<std::invoke_result_t<Function&, const std::string&, const Say&>>)
                    function(transcript, say);
                else
                    return function(transcript, say);
            }
            else
                sayAll(function(transcript), say);
            return {};
        };
    }

    static void sayAll(TextStream stream, const Say& say)
    {
        while (stream.next())
            if (!say(stream.piece()))
                return;
    }
    static void sayAll(std::string text, const Say& say) { (void)say(std::move(text)); }
    template <typename Range>
    requires(!std::convertible_to<Range, std::string>) static void sayAll(const Range& texts, const Say& say)
    {
        // Each is an utterance of its own.
        for (const auto& text : texts)
            if (!say(std::string(text) + "\n"))
                return;
    }

    std::shared_ptr<Executor> executor = Executor::shared();
    std::shared_ptr<Answer> answering;
    std::string greeting;
    bool hasGreeted = false;
};

} // namespace parley::voice
