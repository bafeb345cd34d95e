// SPDX-License-Identifier: Apache-2.0
#include "Bridge/LiveSession.h"

#include "Bridge/Detail/ProviderTransports.h"

#include <mutex>
#include <utility>

namespace parley::bridge
{

struct LiveSession::Helper
{
    std::mutex mutex;
    std::shared_ptr<LocalService> service;
};

Result<LiveSession> LiveSession::open(LiveSessionOptions options)
{
    auto resolved = resolveProvider(options.provider);
    if (!resolved)
        return resolved.error();
    const auto executor = Executor::shared();
    LiveSession live;
    live.helper = std::make_shared<Helper>();
    live.helper->service = std::move(resolved.value().localService);
    realtime::SessionOptions session;
    session.settings = std::move(options.settings);
    session.speechSink = std::move(options.speechSink);
    session.transport = makeProviderTransports(*executor, options.provider, std::move(resolved.value().socket),
                                               live.stopAtEnd.source.get_token(),
                                               [helper = live.helper](std::shared_ptr<LocalService> service)
                                               {
                                                   const std::scoped_lock lock(helper->mutex);
                                                   helper->service = std::move(service);
                                               });
    if (!options.recordFile.empty())
    {
        auto recorder = realtime::Recorder::open(*executor, options.recordFile);
        if (!recorder)
            return recorder.error();
        session.recorder = std::move(recorder).value();
    }
    live.session = std::make_unique<realtime::Session>(executor, std::move(session));
    return live;
}

} // namespace parley::bridge
