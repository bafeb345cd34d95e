// SPDX-License-Identifier: Apache-2.0
#include "SentAnswers.h"

#include "Audio/Pcm16.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace parley::listening
{
namespace
{

using Json = nlohmann::json;

SentAnswer& answerOf(const std::string& responseId, std::vector<SentAnswer>& answers)
{
    const auto found = std::ranges::find(answers, responseId, &SentAnswer::responseId);
    if (found != answers.end())
        return *found;
    answers.emplace_back().responseId = responseId;
    return answers.back();
}

bool take(const Json& line, std::vector<SentAnswer>& answers)
{
    const auto& event = line.at("event");
    const auto& type = event.at("type").get_ref<const std::string&>();
    const auto ms = line.at("ms").get<double>();
    if (type == "response.output_audio.delta")
    {
        auto& answer = answerOf(event.at("response_id"), answers);
        if (answer.samples.empty())
            answer.arrivedMs = ms;
        answer.arrivedForMs = ms - answer.arrivedMs;
        return audio::decodeBase64(event.at("delta").get_ref<const std::string&>(), answer.samples);
    }
    if (type == "response.output_audio_transcript.delta")
        answerOf(event.at("response_id"), answers).transcript += event.at("delta").get<std::string>();
    else if (type == "playback.finished")
        answerOf(event.at("response_id"), answers).wasPlayedOut = true;
    return true;
}

} // namespace

Result<std::vector<SentAnswer>> readSentAnswers(const std::filesystem::path& recording)
{
    std::ifstream stream(recording);
    std::vector<SentAnswer> answers;
    std::string line;
    std::size_t number = 0;
    while (std::getline(stream, line))
    {
        ++number;
        const auto json = Json::parse(line, nullptr, false);
        const bool isEvent = json.is_object() && json.contains("event") && json.contains("ms");
        if (!isEvent || !take(json, answers))
            return Error{ErrorCode::fileInvalid,
                         "Line " + std::to_string(number) + " is no recorded event: give a recording of parley-host.",
                         recording.string()};
    }
    if (number == 0)
        return Error{ErrorCode::fileInvalid, "There is nothing in the recording: give a recording of parley-host.",
                     recording.string()};
    std::erase_if(answers, [](const auto& answer) { return answer.samples.empty(); });
    return answers;
}

} // namespace parley::listening
