// SPDX-License-Identifier: Apache-2.0
// Engines on servers elsewhere, each for what it is there for; what no server is there for, other engines do.
#pragma once

#include "Auth/ApiKey.h"
#include "Base/Result.h"
#include "Service/EngineRunner.h"
#include "Service/Upstream/UpstreamServers.h"

#include <functional>
#include <memory>

namespace parley::service
{

/// Answers come in sentences while the model still writes, speech as it arrives; a job that is given up ends its
/// request. Keeps nothing between two jobs.
class UpstreamEngines final : public EngineRunner
{
public:
    /// Jobs at the servers at a time; more are too much.
    static constexpr std::size_t mostJobs = 256;

    using MakeOthers = std::function<Result<std::unique_ptr<EngineRunner>>()>;

    /// Nobody is asked yet, and the others are made last. Proxies and trusted certificates are those of the
    /// environment. Errors: invalidArgument (an address that is none, or to which a key would go unencrypted; a proxy),
    /// caFileInvalid, those of `makeOthers`.
    /// @thread a thread of the caller's own; may read the bundle of trusted certificates
    [[nodiscard]] static Result<std::unique_ptr<UpstreamEngines>>
    start(const UpstreamServers& servers, const MakeOthers& makeOthers,
          const auth::Surroundings& surroundings = auth::Surroundings::ofProcess());

    ~UpstreamEngines() override;

    void submit(EngineJob job, std::stop_token stop, Done done) override;
    [[nodiscard]] EngineFigures figures() const override;

private:
    struct State;
    explicit UpstreamEngines(std::shared_ptr<State> started);
    std::shared_ptr<State> state;
};

} // namespace parley::service
