// SPDX-License-Identifier: Apache-2.0
// A session with a service, in one call: for programs that bring their own audio or need none.
#pragma once

#include "Base/Result.h"
#include "Bridge/Provider.h"
#include "Realtime/Session.h"

#include <memory>
#include <stop_token>
#include <string>
#include <utility>

namespace parley::bridge
{

struct LiveSessionOptions
{
    ProviderSettings provider{};
    realtime::SessionSettings settings{};
    std::shared_ptr<realtime::SpeechSink> speechSink{}; ///< May be empty: what the agent says is then not kept.
    std::string recordFile{};                           ///< When not empty: see docs/recording.md.
};

/// A session and what must live as long as it does.
class LiveSession
{
public:
    /// Finds the service (see `resolveProvider`) and makes a session, which does not connect before it is told to:
    /// subscribe first. Blocks: @thread pool or a thread of the caller's own, never network or audio.
    [[nodiscard]] static Result<LiveSession> open(LiveSessionOptions options);

    LiveSession(LiveSession&&) = default;
    LiveSession& operator=(LiveSession&& other) noexcept
    {
        stopAtEnd = std::move(other.stopAtEnd);
        session = std::move(other.session);
        helper = std::move(other.helper);
        return *this;
    }
    ~LiveSession() = default;

    [[nodiscard]] realtime::Session* operator->() const noexcept { return session.get(); }
    [[nodiscard]] realtime::Session& operator*() const noexcept { return *session; }

private:
    /// Looks for the provider end with the session that asks for them.
    struct StopAtEnd
    {
        StopAtEnd() = default;
        StopAtEnd(StopAtEnd&&) = default;
        StopAtEnd& operator=(StopAtEnd&& other) noexcept
        {
            source.request_stop();
            source = std::move(other.source);
            return *this;
        }
        ~StopAtEnd() { source.request_stop(); }
        std::stop_source source;
    };
    struct Helper; ///< The local service that the connection of the moment needs.

    LiveSession() = default;
    std::shared_ptr<Helper> helper; ///< Outlives the session.
    std::unique_ptr<realtime::Session> session;
    StopAtEnd stopAtEnd;
};

} // namespace parley::bridge
