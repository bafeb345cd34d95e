// SPDX-License-Identifier: Apache-2.0
// Calls back as a sound card does: on a thread of its own, block after block, in the time of its clock.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace parley::bench
{

class SoundCard
{
public:
    /// `block` is called every `period` until this is destroyed. A block that comes late is not left out.
    SoundCard(std::chrono::nanoseconds period, std::function<void()> block)
        : thread(
              [period, block = std::move(block)](const std::stop_token& stop)
              {
                  auto due = std::chrono::steady_clock::now();
                  while (!stop.stop_requested())
                  {
                      block();
                      due += period;
                      std::this_thread::sleep_until(due);
                  }
              })
    {
    }

private:
    std::jthread thread;
};

} // namespace parley::bench
