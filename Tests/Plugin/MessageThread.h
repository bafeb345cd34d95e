// SPDX-License-Identifier: GPL-3.0-or-later
// JUCE's message thread for tests: Main.cpp runs it, the tests run beside it.
#pragma once

#include <JuceHeader.h>

#include <exception>
#include <functional>

namespace parley::tests
{

/// Runs the task on the message thread and waits for it; what it throws is thrown here.
inline void onMessageThread(const std::function<void()>& task)
{
    struct Call
    {
        const std::function<void()>& task;
        std::exception_ptr problem;
    };
    Call call{task, nullptr};
    juce::MessageManager::getInstance()->callFunctionOnMessageThread(
        [](void* argument) -> void*
        {
            auto& running = *static_cast<Call*>(argument);
            try
            {
                running.task();
            }
            catch (...)
            {
                running.problem = std::current_exception();
            }
            return nullptr;
        },
        &call);
    if (call.problem)
        std::rethrow_exception(call.problem);
}

/// Asks again and again, on the message thread, until the answer is yes; false after the deadline.
inline bool becomesTrue(const std::function<bool()>& question, int deadlineMs = 5000)
{
    const auto end = juce::Time::getMillisecondCounter() + static_cast<juce::uint32>(deadlineMs);
    juce::WaitableEvent pause;
    for (;;)
    {
        bool answer = false;
        onMessageThread([&] { answer = question(); });
        if (answer || juce::Time::getMillisecondCounter() > end)
            return answer;
        pause.wait(5);
    }
}

} // namespace parley::tests
