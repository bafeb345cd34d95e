// SPDX-License-Identifier: Apache-2.0
// A key that a function of the user's returns, within a deadline.
#pragma once

#include "Auth/KeySource.h"

#include <optional>

namespace parley::auth
{

class CallbackKey final : public KeySource
{
public:
    CallbackKey(Callback asked, std::chrono::milliseconds mostTime);
    Result<ApiKey> take(const std::stop_token& stop) override;
    std::string name() const override;

private:
    using Clock = std::chrono::steady_clock;
    struct Call;
    void runHere(const std::shared_ptr<Call>& call, Clock::time_point end) const;
    [[nodiscard]] std::optional<Result<Secret>> outcomeOf(const std::shared_ptr<Call>& call,
                                                          const std::stop_token& stop, Clock::time_point end) const;

    Callback callback;
    std::chrono::milliseconds deadline;
    /// Held beyond a call: its last user waits for the pool, and `take` must not wait for a callback that is late.
    std::shared_ptr<Executor> executor;
};

} // namespace parley::auth
