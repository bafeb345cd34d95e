// SPDX-License-Identifier: Apache-2.0
#include "Support/Skip.h"
#include "Support/TemporaryFolder.h"
#include "Voice/HttpTextToSpeech.h"
#include "Voice/TranscriptionRequest.h"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace parley;
using namespace parley::test;
using namespace parley::voice;
using wire::Json;

namespace
{

const std::filesystem::path schema = PARLEY_SHARED_DIRECTORY "/spec/openai-realtime.schema.json";

bool canValidate()
{
    return std::filesystem::exists(schema) && std::system("/usr/bin/python3 -c 'import jsonschema' 2>/dev/null") == 0;
}

/// Whether this is what the schema calls so.
bool isValid(const Json& document, const std::string& definition)
{
    const TemporaryFolder folder;
    const auto script = folder.write("validate.py", "import json, jsonschema, sys\n"
                                                    "schema = json.load(open(sys.argv[1]))\n"
                                                    "wanted = {'$ref': '#/$defs/' + sys.argv[2], '$defs': "
                                                    "schema['$defs']}\n"
                                                    "jsonschema.Draft202012Validator(wanted).validate("
                                                    "json.load(open(sys.argv[3])))\n");
    const auto file = folder.write("document.json", document.dump());
    const auto command = "/usr/bin/python3 " + script.string() + " " + schema.string() + " " + definition + " " +
                         file.string() + " 2>/dev/null";
    return std::system(command.c_str()) == 0;
}

/// The fields of the form as the schema has them.
Json asDocument(const SttSettings& settings)
{
    Json document = {{"file", "bytes"}};
    for (const auto& [name, value] : transcriptionFields(settings))
        if (name.ends_with("[]"))
            document[name.substr(0, name.size() - 2)].push_back(value);
        else if (name == "temperature" || name == "stream")
            document[name] = Json::parse(value);
        else
            document[name] = value;
    return document;
}

} // namespace

TEST_CASE("requests for speech are what the service's schema says")
{
    if (!canValidate())
        PARLEY_SKIP("needs the service's schema and the Debian package python3-jsonschema");
    TtsSettings settings;
    CHECK(isValid(speechRequest(settings, "Hello."), "CreateSpeechRequest"));
    settings.voice = wire::VoiceId{"voice_1"};
    settings.speed = 4;
    settings.instructions = "Whisper.";
    CHECK(isValid(speechRequest(settings, "Hello."), "CreateSpeechRequest"));
    settings.speed = 5;
    CHECK_FALSE(isValid(speechRequest(settings, "Hello."), "CreateSpeechRequest"));
}

TEST_CASE("requests for a transcript are what the service's schema says")
{
    if (!canValidate())
        PARLEY_SKIP("needs the service's schema and the Debian package python3-jsonschema");
    for (const std::string model : {"gpt-4o-transcribe", "gpt-transcribe", "whisper-1", "gpt-4o-transcribe-diarize"})
    {
        SttSettings settings;
        settings.model = model;
        settings.language = "en";
        settings.languages = {"en", "de"};
        settings.keywords = {"Parley"};
        settings.prompt = "Names: Ada.";
        settings.temperature = 0.5;
        settings.asksForLogprobs = true;
        INFO(asDocument(settings).dump());
        CHECK(isValid(asDocument(settings), "CreateTranscriptionRequest"));
    }
}

TEST_CASE("the settings of a streamed transcription are what the service's schema says")
{
    if (!canValidate())
        PARLEY_SKIP("needs the service's schema and the Debian package python3-jsonschema");
    SttSettings settings;
    settings.language = "en";
    settings.asksForLogprobs = true;
    settings.noiseReduction = wire::NoiseReduction::nearField;
    CHECK(isValid(transcriptionSession(settings).toJson(), "RealtimeTranscriptionSessionCreateRequestGA"));
    settings.turnDetection = nullptr;
    CHECK(isValid(transcriptionSession(settings).toJson(), "RealtimeTranscriptionSessionCreateRequestGA"));
}
