// SPDX-License-Identifier: Apache-2.0
// parley serve: runs the local realtime service until it is told to end.
#pragma once

#include <cstdint>
#include <string>

namespace CLI
{
class App;
}

namespace parley::command
{

struct UpstreamOptions
{
    std::string url; ///< Empty: none.
    std::string model;
    std::string keyFile; ///< Empty: the key in the environment, if there is one.
    std::string voice;   ///< Of speech.
};

struct ServeOptions
{
    std::uint16_t port = 0; ///< 0: any free port.
    std::string address = "127.0.0.1";
    std::string key;     ///< Empty: that in the file.
    std::string keyFile; ///< Empty: the key in PARLEY_SERVICE_KEY, else a random one in a file.
    bool isTls = false;
    std::string certificateFile; ///< PEM; with `isTls` and no file one is made.
    std::string privateKeyFile;
    int maxSessions = 32;
    int sessionLimitSeconds = 3600;
    int idleLimitSeconds = 45;
    int longestMessageMebibytes = 16;
    int unsentMebibytes = 64;
    std::string scriptFile; ///< Of answers, see docs/script.md.
    UpstreamOptions chat;   ///< Servers in the place of the service's own engines, see docs/local-service.md.
    UpstreamOptions transcription;
    UpstreamOptions speech;
    std::string faults; ///< See service::FaultPlan::parse.
    bool hasFaultControl = false;
    int pipe = -1; ///< A descriptor of the program that started this one; -1: none.
};

/// Adds the subcommand; the exit code of a run goes to `exitCode`, which outlives the app's parsing.
void addServe(CLI::App& app, int& exitCode);

/// Blocks until SIGINT, SIGTERM, SIGHUP or the end of the pipe; returns 0, or 1 when the service did not start.
[[nodiscard]] int serve(const ServeOptions& options);

} // namespace parley::command
