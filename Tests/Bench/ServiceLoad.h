// SPDX-License-Identifier: Apache-2.0
// Clients that speak to the service and note when it answers; all on one thread, with frames made beforehand.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

namespace parley::bench
{

class ServiceLoad
{
public:
    /// Opens so many sessions; ends the program with a sentence when one is refused.
    ServiceLoad(std::uint16_t port, std::size_t sessions);
    ~ServiceLoad();
    ServiceLoad(const ServiceLoad&) = delete;
    ServiceLoad& operator=(const ServiceLoad&) = delete;

    /// Each session says something for a second and falls silent, all at the same time and in real time, and gets its
    /// answer. Milliseconds from each speech_stopped to the first delta of speech; those that came.
    [[nodiscard]] std::vector<double> speakAtOnce();

    /// Each session has so many turns of two seconds one after the other, as fast as the service takes them.
    void speakFast(int turns);

private:
    struct Clients;
    std::unique_ptr<Clients> clients;
};

} // namespace parley::bench
