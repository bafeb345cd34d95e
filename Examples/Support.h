// SPDX-License-Identifier: Apache-2.0
// What the examples share: which service they talk to, and how they end.
#pragma once

#include "Bridge/Provider.h"
#include "Realtime/Event.h"

#include <chrono>
#include <future>
#include <mutex>
#include <optional>

namespace parley::examples
{

/// The service on this machine; with PARLEY_LIVE=1 OpenAI's, with the key that is found (docs/troubleshooting.md).
[[nodiscard]] bridge::ProviderSettings provider();

/// Tells why an example could not do its work, and returns its exit code. What is nobody's fault here (no credit left,
/// no access to the model, a fault of the service that a bare probe meets, too) is told as SKIPPED, and is no failure.
[[nodiscard]] int ended(const Error& error);

/// Set by the events, waited for by main.
class Ending
{
public:
    void done() { set(std::nullopt); }
    void failed(const Error& error) { set(error); }

    /// The exit code: 0 done, 1 failed or not over in time.
    [[nodiscard]] int wait(std::chrono::seconds deadline = std::chrono::seconds(60));

private:
    /// The first word counts.
    void set(std::optional<Error> error);

    std::mutex mutex;
    bool isSet = false;
    std::promise<std::optional<Error>> promise;
};

} // namespace parley::examples
