// SPDX-License-Identifier: GPL-3.0-or-later
// What this process holds at a moment: threads, sockets, children. Linux only; elsewhere every count is 0.
#pragma once

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>

namespace parley::tests
{

struct ProcessResources
{
    int threads = 0;
    int sockets = 0;
    int files = 0;
    int children = 0;

    [[nodiscard]] bool operator==(const ProcessResources&) const = default;

    [[nodiscard]] static ProcessResources now()
    {
        namespace fs = std::filesystem;
        ProcessResources result;
        std::error_code error;
        for (const auto& task : fs::directory_iterator("/proc/self/task", error))
        {
            ++result.threads;
            std::ifstream list(task.path() / "children");
            for (std::string child; list >> child;)
                ++result.children;
        }
        for (const auto& descriptor : fs::directory_iterator("/proc/self/fd", error))
        {
            ++result.files;
            const auto target = fs::read_symlink(descriptor.path(), error).string();
            if (target.starts_with("socket:"))
                ++result.sockets;
        }
        return result;
    }
};

inline std::ostream& operator<<(std::ostream& out, const ProcessResources& resources)
{
    return out << resources.threads << " threads, " << resources.sockets << " sockets, " << resources.files
               << " files, " << resources.children << " children";
}

} // namespace parley::tests
