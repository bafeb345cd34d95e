// SPDX-License-Identifier: Apache-2.0
#include "Bridge/LiveSession.h"

#include "Realtime/WebSocketTransport.h"

#include <utility>

namespace parley::bridge
{

Result<LiveSession> LiveSession::open(LiveSessionOptions options)
{
    auto resolved = resolveProvider(options.provider);
    if (!resolved)
        return resolved.error();
    const auto executor = Executor::shared();
    realtime::SessionOptions session;
    session.settings = std::move(options.settings);
    session.speechSink = std::move(options.speechSink);
    session.transport = std::make_unique<realtime::WebSocketTransport>(*executor, std::move(resolved.value().socket));
    if (!options.recordFile.empty())
    {
        auto recorder = realtime::Recorder::open(*executor, options.recordFile);
        if (!recorder)
            return recorder.error();
        session.recorder = std::move(recorder).value();
    }
    LiveSession live;
    live.localService = std::move(resolved.value().localService);
    live.session = std::make_unique<realtime::Session>(executor, std::move(session));
    return live;
}

} // namespace parley::bridge
