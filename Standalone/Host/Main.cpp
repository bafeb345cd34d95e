// SPDX-License-Identifier: GPL-3.0-or-later
// parley-host: loads a built plugin, talks with it in real time, and writes down what was heard.
#include "HostRun.h"
#include "InputAudio.h"
#include "LatencyTable.h"
#include "Options.h"
#include "ReportImage.h"
#include "ResultFiles.h"

#include <JuceHeader.h>

#include <cstdlib>
#include <iostream>
#include <unistd.h>

namespace
{

using namespace parley;
using namespace parley::host;

ExitCode failed(const Error& error)
{
    std::cerr << "parley-host: " << error.describe() << '\n';
    return exitFailed;
}

/// Makes the directories and clears the recording. The plugin learns the files from the environment.
Result<void> prepareFiles(const Options& options)
{
    std::error_code problem;
    const auto recording = std::filesystem::absolute(options.recording);
    for (const auto& directory : {options.outputDirectory, recording.parent_path()})
        if (!std::filesystem::create_directories(directory, problem) && problem)
            return Error{ErrorCode::fileInvalid,
                         directory.string() + " could not be made: " + problem.message() +
                             "; give a directory that can be written to.",
                         directory.string(),
                         {},
                         {}};
    std::filesystem::remove(recording, problem);
    setenv("PARLEY_RECORD", recording.c_str(), 1);
    if (!options.agents.empty())
        setenv("PARLEY_AGENTS", std::filesystem::absolute(options.agents).c_str(), 1);
    return {};
}

RunReport reportOf(const Options& options, std::vector<float> input, RunOutcome& outcome)
{
    RunReport report;
    report.plugin = options.plugin.string();
    report.input = options.input.string();
    report.block = options.blocks.isRandom() ? "random" : std::to_string(options.blocks.largest());
    report.channels = options.channels;
    report.failure = outcome.failure;
    report.lateBlocks = outcome.lateBlocks;
    report.events = std::move(outcome.events);
    report.turns = std::move(outcome.turns);
    report.take = {options.sampleRate, std::move(input), meanOfChannels(outcome.output, options.channels)};
    placeOnAxis(report, outcome.zeroMs.value_or(0));
    return report;
}

ExitCode writeResults(const Options& options, const RunReport& report, std::vector<float> output)
{
    for (const auto& written : {writeReply(options.outputDirectory, report, std::move(output)),
                                writeConversation(options.outputDirectory, report),
                                writeReportImage(options.outputDirectory / "report.png", report)})
        if (!written)
            return failed(written.error());
    if (report.lateBlocks > 0)
        std::cout << '\n'
                  << report.lateBlocks
                  << " blocks began late: this machine was busy, so the figures may be worse than they need be.\n";
    std::cout << '\n' << latencyTable(report.latency) << "\nResults: " << options.outputDirectory.string() << '\n';
    return exitDone;
}

Result<RunOutcome> converse(const Options& options, std::vector<float> input)
{
    auto plugin = HostedPlugin::load(options.plugin, {options.sampleRate, options.channels, options.blocks.largest()});
    if (!plugin)
        return plugin.error();
    if (!options.url.empty())
        if (const auto pointed = plugin.value()->pointAt(options.url); !pointed)
            return pointed.error();
    ProgressPrinter printer(std::cout, isatty(STDOUT_FILENO) == 1);
    PacedHost::Settings settings;
    settings.sampleRate = options.sampleRate;
    settings.channels = options.channels;
    settings.blocks = options.blocks;
    settings.input = std::move(input);
    return HostRun(*plugin.value(), std::filesystem::absolute(options.recording), std::move(settings), printer).run();
}

ExitCode run(const Options& options)
{
    const auto input = readInputAudio(options.input, options.sampleRate);
    if (!input)
        return failed(input.error());
    if (const auto prepared = prepareFiles(options); !prepared)
        return failed(prepared.error());
    const juce::ScopedJuceInitialiser_GUI juce;
    auto outcome = converse(options, input.value());
    if (!outcome)
        return failed(outcome.error());
    auto& heard = outcome.value();
    if (heard.unreadableLines > 0)
        std::cerr << "parley-host: " << heard.unreadableLines << " lines of the recording could not be read.\n";
    const auto report = reportOf(options, input.value(), heard);
    if (heard.zeroMs)
        if (const auto written = writeResults(options, report, std::move(heard.output)); written.value != 0)
            return written;
    if (heard.failure.empty())
        return exitDone;
    std::cerr << "parley-host: " << (heard.isFailureTold ? "the run has failed for the reason above" : heard.failure)
              << '\n';
    return exitFailed;
}

} // namespace

int main(int argc, char** argv)
{
    const auto parsed = parseOptions(argc, argv);
    if (const auto* code = std::get_if<ExitCode>(&parsed))
        return code->value;
    return run(std::get<Options>(parsed)).value;
}
