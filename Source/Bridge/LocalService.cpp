// SPDX-License-Identifier: Apache-2.0
#include "Bridge/LocalService.h"

#include "Base/Detail/ErrorCodeNames.h"
#include "Base/Detail/LibraryWide.h"
#include "Bridge/Detail/ChildProcess.h"
#include "Wire/Detail/JsonFields.h"

#include <nlohmann/json.hpp>

#include <dlfcn.h>
#include <filesystem>
#include <limits>
#include <mutex>
#include <poll.h>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace parley::bridge
{
namespace
{

using namespace std::chrono_literals;

constexpr auto startDeadline = 10s;
constexpr std::size_t longestGreeting = 4096;

/// Anything whose address tells which file this code was loaded from.
void locateThisBinary() {}

/// The folder of the library or program that holds this code.
std::filesystem::path ownFolder()
{
    Dl_info info{};
    if (dladdr(reinterpret_cast<const void*>(&locateThisBinary), &info) == 0 || info.dli_fname == nullptr)
        return {};
    std::error_code failed;
    const auto file = std::filesystem::canonical(info.dli_fname, failed);
    return failed ? std::filesystem::path() : file.parent_path();
}

bool isProgram(const std::filesystem::path& file)
{
    std::error_code failed;
    return ::access(file.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(file, failed);
}

void addPathFolders(const std::string& path, std::vector<std::filesystem::path>& candidates)
{
    std::size_t begin = 0;
    while (begin <= path.size())
    {
        const auto end = std::min(path.find(':', begin), path.size());
        if (end > begin)
            candidates.push_back(std::filesystem::path(path.substr(begin, end - begin)) / "parley");
        begin = end + 1;
    }
}

Result<std::filesystem::path> findProgram(const auth::Surroundings& surroundings)
{
    if (const auto named = surroundings.environment("PARLEY_SERVICE"); named && !named->empty())
    {
        if (isProgram(*named))
            return std::filesystem::path(*named);
        return Error{ErrorCode::helperNotFound,
                     "PARLEY_SERVICE names " + *named + ", which is not a program: correct or unset it.",
                     "PARLEY_SERVICE"};
    }
    std::vector<std::filesystem::path> candidates;
    if (const auto folder = ownFolder(); !folder.empty())
        candidates = {folder.parent_path() / "Resources" / "parley", folder / "parley",
                      folder.parent_path() / "bin" / "parley",
                      // Debian's library folders have one for each machine within them.
                      folder.parent_path().parent_path() / "bin" / "parley"};
    addPathFolders(surroundings.environment("PATH").value_or(""), candidates);
    for (const auto& candidate : candidates)
        if (isProgram(candidate))
            return candidate;
    return Error{
        ErrorCode::helperNotFound,
        "The program parley, which is the local service, was not found inside the plugin, beside it or on PATH: "
        "install it again, or run `parley serve` by hand and choose the provider Custom with the address it "
        "prints.",
        "helper"};
}

Error notStarted(const std::filesystem::path& program, const std::string& why)
{
    return {ErrorCode::helperNotStarted,
            "The local service " + program.string() + " did not start (" + why +
                "): run `parley serve` by hand to see why, and choose the provider Custom with the address it prints.",
            "helper"};
}

/// The child's first line: {"port":N,"token":"..."} or {"error":{"code":..,"message":..}}.
Result<LocalServiceAddress> readGreeting(const std::string& line, const std::filesystem::path& program)
{
    const auto json = nlohmann::json::parse(line, nullptr, false);
    if (json.is_object() && json.contains("error") && json["error"].is_object())
    {
        auto message = wire::textField(json["error"], "message");
        auto code = wire::textField(json["error"], "code");
        return Error{errorCodeNamed(code).value_or(ErrorCode::helperNotStarted),
                     message.empty() ? "The local service did not start: run `parley serve` by hand to see why."
                                     : std::move(message),
                     "helper",
                     std::move(code),
                     {}};
    }
    const auto port = wire::integerField(json, "port");
    auto token = wire::textField(json, "token");
    if (port <= 0 || port > std::numeric_limits<std::uint16_t>::max() || token.empty())
        return notStarted(program, "it did not say where it listens");
    return LocalServiceAddress{static_cast<std::uint16_t>(port), Secret(std::move(token))};
}

struct SharedService
{
    std::mutex mutex; ///< Held while the child starts, so that several bridges start one child.
    std::weak_ptr<LocalService> current;
};

SharedService& sharedService()
{
    static LibraryWide<SharedService> shared;
    return shared.get();
}

} // namespace

struct LocalService::Child
{
    ChildProcess process;
    LocalServiceAddress address;
};

LocalService::LocalService(std::unique_ptr<Child> started)
    : child(std::move(started))
{
}

LocalService::~LocalService() = default;

Result<std::shared_ptr<LocalService>> LocalService::acquire(const auth::Surroundings& surroundings,
                                                            const std::stop_token& stop)
{
    auto& shared = sharedService();
    std::unique_lock lock(shared.mutex, std::defer_lock);
    // Looked at anew every 20 ms, so that a stop request ends the wait.
    while (!lock.try_lock())
        if (::poll(nullptr, 0, 20) == 0 && stop.stop_requested())
            return Error{ErrorCode::cancelled, "The wait for the local service was ended.", "helper"};
    if (auto running = shared.current.lock(); running != nullptr && running->isRunning())
        return running;
    auto program = findProgram(surroundings);
    if (!program)
        return program.error();
    auto process = ChildProcess::start(program.value(), {"serve", "--pipe"});
    if (!process)
        return notStarted(program.value(), process.error().message);
    auto line = process.value().readLine(startDeadline, longestGreeting, stop);
    if (!line && line.error().code == ErrorCode::cancelled)
        return line.error();
    if (!line)
        return notStarted(program.value(), line.error().message);
    auto address = readGreeting(line.value(), program.value());
    if (!address)
        return address.error();
    auto child = std::make_unique<Child>(Child{std::move(process).value(), std::move(address).value()});
    auto started = std::shared_ptr<LocalService>(new LocalService(std::move(child)));
    shared.current = started;
    return started;
}

const LocalServiceAddress& LocalService::address() const noexcept
{
    return child->address;
}

bool LocalService::isRunning() const
{
    return child->process.isRunning();
}

} // namespace parley::bridge
