// SPDX-License-Identifier: Apache-2.0
// A function that yields text piece by piece: `TextStream answer(std::string said) { co_yield "You said: "; ... }`.
#pragma once

#include <coroutine>
#include <exception>
#include <string>
#include <utility>

namespace parley::voice
{

/// A C++20 generator. Runs only inside `next`. Take what a generator is given by value: it outlives its call.
/// @thread one at a time
class TextStream
{
public:
    struct promise_type
    {
        TextStream get_return_object() { return TextStream(Handle::from_promise(*this)); }
        [[nodiscard]] std::suspend_always initial_suspend() const noexcept { return {}; }
        [[nodiscard]] std::suspend_always final_suspend() const noexcept { return {}; }
        std::suspend_always yield_value(std::string yielded)
        {
            piece = std::move(yielded);
            return {};
        }
        void return_void() const noexcept {}
        void unhandled_exception() { thrown = std::current_exception(); }

        std::string piece;
        std::exception_ptr thrown;
    };

    TextStream(TextStream&& other) noexcept
        : handle(std::exchange(other.handle, nullptr))
    {
    }
    TextStream& operator=(TextStream&& other) noexcept
    {
        std::swap(handle, other.handle);
        return *this;
    }
    ~TextStream()
    {
        if (handle)
            handle.destroy();
    }

    /// Goes on to the next piece; false when there is none. Throws what the function throws.
    [[nodiscard]] bool next()
    {
        if (!handle || handle.done())
            return false;
        handle.resume();
        if (handle.promise().thrown)
            std::rethrow_exception(std::exchange(handle.promise().thrown, nullptr));
        return !handle.done();
    }
    [[nodiscard]] const std::string& piece() const { return handle.promise().piece; }

private:
    using Handle = std::coroutine_handle<promise_type>;
    explicit TextStream(Handle made)
        : handle(made)
    {
    }

    Handle handle;
};

} // namespace parley::voice
