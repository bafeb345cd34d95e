// SPDX-License-Identifier: Apache-2.0
// A child process with a socket pair to it. The child ends itself when its end of the pair reports end of file.
#pragma once

#include "Base/Result.h"

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>
#include <sys/types.h>
#include <vector>

namespace parley::bridge
{

class ChildProcess
{
public:
    /// Starts the program; the number of its end of the socket pair is added as the last argument. Standard input and
    /// output are /dev/null, standard error is the parent's. Uses posix_spawn: nothing runs between fork and exec.
    [[nodiscard]] static Result<ChildProcess> start(const std::filesystem::path& program,
                                                    std::vector<std::string> arguments);

    /// Closes the pair, which tells the child to end, and gives it a short time to do so; then it is ended by force.
    ~ChildProcess();
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&&) = delete;

    /// The next line the child writes to its end. Errors carry a short reason as message; code cancelled after a stop
    /// request, which is looked for every 20 ms.
    [[nodiscard]] Result<std::string> readLine(std::chrono::milliseconds deadline, std::size_t longest,
                                               const std::stop_token& stop);

    [[nodiscard]] bool isRunning() const;

    /// How long the child may take to end by itself.
    static constexpr std::chrono::milliseconds farewell{300};

private:
    ChildProcess(pid_t started, int pairEnd);
    pid_t pid = -1;
    int descriptor = -1;
};

} // namespace parley::bridge
