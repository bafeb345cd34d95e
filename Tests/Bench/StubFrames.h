// SPDX-License-Identifier: Apache-2.0
// The frames that the stub sends, made beforehand; only the number of the answer changes.
#pragma once

#include <cstdint>
#include <string>

namespace parley::bench
{

class StubFrames
{
public:
    StubFrames();

    /// Each is a whole WebSocket frame. The views last until the next call.
    [[nodiscard]] const std::string& sessionCreated() const noexcept { return created; }
    [[nodiscard]] const std::string& sessionUpdated() const noexcept { return updated; }
    [[nodiscard]] const std::string& responseCreated(std::uint32_t answer);
    /// 100 ms of speech.
    [[nodiscard]] const std::string& delta(std::uint32_t answer);
    [[nodiscard]] const std::string& responseDone(std::uint32_t answer);

private:
    std::string created;
    std::string updated;
    std::string begin;
    std::string speech;
    std::string end;
};

} // namespace parley::bench
