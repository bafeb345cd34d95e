// SPDX-License-Identifier: Apache-2.0
// One object for the whole library, which goes when the library does.
#pragma once

#include <atomic>
#include <memory>

namespace parley
{

/// Whether an Executor lives, whose threads may use whatever there is.
/// @thread any
[[nodiscard]] bool doesAnExecutorLive() noexcept;

/// For static variables alone. The object is made by its first user, and destroyed when the library is unloaded or the
/// program ends; not while an Executor lives, so that no thread of ours ever finds it gone. A user that comes later all
/// the same makes another one.
template <typename Object>
class LibraryWide
{
public:
    constexpr LibraryWide() noexcept = default;
    LibraryWide(const LibraryWide&) = delete;
    LibraryWide& operator=(const LibraryWide&) = delete;

    ~LibraryWide()
    {
        if (!doesAnExecutorLive())
            delete object.exchange(nullptr);
    }

    /// @thread any
    [[nodiscard]] Object& get()
    {
        auto* known = object.load(std::memory_order_acquire);
        if (known != nullptr)
            return *known;
        auto made = std::make_unique<Object>();
        return object.compare_exchange_strong(known, made.get()) ? *made.release() : *known;
    }

private:
    std::atomic<Object*> object{nullptr};
};

} // namespace parley
