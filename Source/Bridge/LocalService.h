// SPDX-License-Identifier: Apache-2.0
// Starts Parley's own realtime service as a child process, so that nothing heavy enters the host.
#pragma once

#include "Auth/ApiKey.h"
#include "Base/Result.h"
#include "Base/Secret.h"

#include <cstdint>
#include <memory>
#include <stop_token>

namespace parley::bridge
{

/// Where the child listens, and what it wants to hear.
struct LocalServiceAddress
{
    std::uint16_t port = 0;
    Secret token;
};

/// One child per loaded binary, shared by reference count; it ends when the last user has let go (the child watches a
/// pipe) or when this process dies. Port and token come over that pipe, never over the command line.
class LocalService
{
public:
    /// The running child, or a new one, ready to be connected to within 10 s. The program is looked for in
    /// PARLEY_SERVICE, inside the bundle (Contents/Resources), beside the library, in the `bin` of where it is
    /// installed, then on PATH. Not found: helperNotFound, with the command to run by hand. Did not start: the code and
    /// the sentence that the child gives, such as speechModelMissing, or helperNotStarted where it gives none. A stop
    /// request ends the wait early, with code cancelled. Blocks: @thread pool or a thread of the caller's own, never
    /// network or audio.
    [[nodiscard]] static Result<std::shared_ptr<LocalService>>
    acquire(const auth::Surroundings& surroundings = auth::Surroundings::ofProcess(), const std::stop_token& stop = {});

    ~LocalService();
    LocalService(const LocalService&) = delete;
    LocalService& operator=(const LocalService&) = delete;

    [[nodiscard]] const LocalServiceAddress& address() const noexcept;
    /// False once the child has ended; `acquire` then starts another.
    [[nodiscard]] bool isRunning() const;

private:
    struct Child;
    explicit LocalService(std::unique_ptr<Child> started);
    std::unique_ptr<Child> child;
};

} // namespace parley::bridge
