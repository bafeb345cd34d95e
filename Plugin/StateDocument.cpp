// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/StateDocument.h"

#include "Cast/CastFile.h"
#include "Plugin/CastDocument.h"
#include "Plugin/CredentialCheck.h"
#include "Plugin/FactoryCasts.h"
#include "Plugin/FieldReader.h"
#include "Plugin/FirstStateVersion.h"
#include "Plugin/ParameterFields.h"
#include "Written/Detail/WrittenFile.h"

namespace parley::plugin
{

namespace
{

using Json = nlohmann::json;

constexpr std::size_t longestName = 256;
constexpr std::size_t longestUrl = 2048;
constexpr std::size_t longestPath = 4096;

constexpr const char* urlRefusal = "The service address holds a user name, password or key and was not kept; "
                                   "put the key into OPENAI_API_KEY instead.";

constexpr ChoiceNames<bridge::Provider, 4> providerNames{{{"local", bridge::Provider::local},
                                                          {"openai", bridge::Provider::openAi},
                                                          {"custom", bridge::Provider::custom},
                                                          {"azure", bridge::Provider::azure}}};

bool isCredential(const Json& node)
{
    if (!node.is_string())
        return false;
    const auto& text = node.get_ref<const std::string&>();
    return holdsKey(text) || (text.find("://") != std::string::npos && holdsCredential(text));
}

/// Foreign fields are kept, but never one that looks like a key.
void removeCredentials(Json& node)
{
    if (node.is_object())
    {
        for (auto field = node.begin(); field != node.end();)
        {
            if (isCredentialName(field.key()) || holdsKey(field.key()) || isCredential(*field))
            {
                field = node.erase(field);
                continue;
            }
            removeCredentials(*field);
            ++field;
        }
    }
    else if (node.is_array())
        for (auto& element : node)
        {
            if (isCredential(element))
                element = nullptr;
            removeCredentials(element);
        }
}

/// Hosts pad states with zeros.
std::string_view withoutPadding(std::string_view text)
{
    const auto last = text.find_last_not_of(std::string_view("\0 \r\n\t", 5));
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

Json parseBounded(std::string_view text)
{
    if (text.size() > StateDocument::largestBytes)
        return Json(Json::value_t::discarded);
    bool isTooDeep = false;
    const auto watchDepth = [&](int depth, Json::parse_event_t, Json&)
    {
        isTooDeep = isTooDeep || depth > StateDocument::deepestNesting;
        return !isTooDeep;
    };
    auto document = Json::parse(text, watchDepth, false);
    return isTooDeep ? Json(Json::value_t::discarded) : document;
}

void readUrl(const FieldReader& fields, std::string& url, std::vector<std::string>& remarks)
{
    std::string candidate = url;
    fields.text("url", candidate, {}, longestUrl);
    if (holdsCredential(candidate))
        remarks.emplace_back(urlRefusal);
    else
        url = candidate;
}

void readPipeline(const FieldReader& fields, PipelineChoice& pipeline)
{
    const PipelineChoice standard;
    fields.flag("on", pipeline.isOn, standard.isOn);
    fields.text("listening_model", pipeline.listeningModel, standard.listeningModel, longestName);
    fields.text("chat_model", pipeline.chatModel, standard.chatModel, longestName);
    fields.text("speech_model", pipeline.speechModel, standard.speechModel, longestName);
}

void writePipeline(const PipelineChoice& pipeline, Json& fields)
{
    fields["on"] = pipeline.isOn;
    fields["listening_model"] = pipeline.listeningModel;
    fields["chat_model"] = pipeline.chatModel;
    fields["speech_model"] = pipeline.speechModel;
}

void readRouting(const FieldReader& fields, RoutingSettings& routing)
{
    const RoutingSettings standard;
    fields.integer("input_channel", routing.inputChannel, standard.inputChannel, -1, 255);
    fields.flag("high_pass", routing.highPass, standard.highPass);
    fields.flag("automatic_gain", routing.automaticGain, standard.automaticGain);
    fields.integer("prebuffer_ms", routing.prebufferMs, standard.prebufferMs, 20, 400);
}

void writeRouting(const RoutingSettings& routing, Json& fields)
{
    fields["input_channel"] = routing.inputChannel;
    fields["high_pass"] = routing.highPass;
    fields["automatic_gain"] = routing.automaticGain;
    fields["prebuffer_ms"] = routing.prebufferMs;
}

void readMidi(const FieldReader& fields, MidiSettings& midi)
{
    const MidiSettings standard;
    fields.flag("on", midi.isOn, standard.isOn);
    fields.integer("channel", midi.channel, standard.channel, 1, 16);
    fields.integer("first_note", midi.firstNote, standard.firstNote, 0, MidiSettings::highestFirstNote);
    fields.integer("first_controller", midi.firstController, standard.firstController, 0,
                   MidiSettings::highestFirstController);
}

void writeMidi(const MidiSettings& midi, Json& fields)
{
    fields["on"] = midi.isOn;
    fields["channel"] = midi.channel;
    fields["first_note"] = midi.firstNote;
    fields["first_controller"] = midi.firstController;
}

void readOsc(const FieldReader& fields, OscSettings& osc)
{
    const OscSettings standard;
    fields.flag("on", osc.isOn, standard.isOn);
    fields.integer("receive_port", osc.receivePort, standard.receivePort, 1, 65535);
    fields.text("send_host", osc.sendHost, standard.sendHost, longestName);
    fields.integer("send_port", osc.sendPort, standard.sendPort, 1, 65535);
    fields.flag("open_to_network", osc.isOpenToNetwork, standard.isOpenToNetwork);
}

void writeOsc(const OscSettings& osc, Json& fields)
{
    fields["on"] = osc.isOn;
    fields["receive_port"] = osc.receivePort;
    fields["send_host"] = osc.sendHost;
    fields["send_port"] = osc.sendPort;
    fields["open_to_network"] = osc.isOpenToNetwork;
}

void readCast(const FieldReader& fields, CastSettings& cast, std::vector<std::string>& remarks)
{
    const auto standard = Settings().cast;
    CastSettings saved = cast;
    fields.text("text", saved.text, standard.text, written::largestWrittenFile);
    fields.text("path", saved.path, {}, longestPath);
    fields.text("original", saved.original, digestOf(saved.text), longestName);
    if (const auto checked = castdocument::check(saved.text, "saved in this project"); !checked)
        remarks.push_back(checked.error().message);
    else
        cast = saved;
}

void writeCast(const CastSettings& cast, Json& fields)
{
    fields["text"] = cast.text;
    fields["path"] = cast.path;
    fields["original"] = cast.original;
}

/// A field that should be an object and is none gives way to ours.
Json& objectAt(Json& document, const char* name)
{
    auto& field = document[name];
    if (!field.is_object())
        field = Json::object();
    return field;
}

} // namespace

std::string StateDocument::write() const
{
    Json document = unknown.is_object() ? unknown : Json::object();
    const auto known = document.find("version");
    if (known == document.end() || !known->is_number_integer() || *known < version)
        document["version"] = version;

    document["provider"] = spellingOf(settings.provider.provider, providerNames);
    document["url"] = settings.provider.url;
    document["model"] = settings.provider.model;
    document["transcription"] = settings.isTranscribing;

    writePipeline(settings.pipeline, objectAt(document, "pipeline"));
    writeCast(settings.cast, objectAt(document, "cast"));
    writeRouting(settings.routing, objectAt(document, "routing"));
    writeMidi(settings.midi, objectAt(document, "midi"));
    writeOsc(settings.osc, objectAt(document, "osc"));
    writeParameters(parameters, objectAt(document, "parameters"));
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<StateDocument> StateDocument::read(std::string_view text, const StateDocument& current)
{
    auto parsed = parseBounded(withoutPadding(text));
    if (!parsed.is_object() || !parsed.contains("version"))
        return std::nullopt;
    if (isOfFirstVersion(parsed))
        parsed = fromFirstVersion(std::move(parsed));

    StateDocument result = current;
    result.remarks.clear();
    const Settings standard;
    const FieldReader fields(parsed, result.remarks);
    auto& settings = result.settings;
    fields.choice("provider", settings.provider.provider, standard.provider.provider, providerNames);
    readUrl(fields, settings.provider.url, result.remarks);
    fields.text("model", settings.provider.model, standard.provider.model, longestName);
    fields.flag("transcription", settings.isTranscribing, standard.isTranscribing);
    readPipeline(fields.child("pipeline"), settings.pipeline);
    readCast(fields.child("cast"), settings.cast, result.remarks);
    readRouting(fields.child("routing"), settings.routing);
    readMidi(fields.child("midi"), settings.midi);
    readOsc(fields.child("osc"), settings.osc);
    readParameters(fields.child("parameters"), result.parameters);

    removeCredentials(parsed);
    result.unknown = std::move(parsed);
    return result;
}

std::string reasonToRefuse(const Settings& settings)
{
    if (holdsCredential(settings.provider.url))
        return urlRefusal;
    for (const auto& text : {settings.provider.model, settings.pipeline.listeningModel, settings.pipeline.chatModel,
                             settings.pipeline.speechModel, settings.cast.path, settings.osc.sendHost})
        if (holdsKey(text))
            return "This text holds an API key and was not kept; put the key into OPENAI_API_KEY instead.";
    const auto checked = castdocument::check(settings.cast.text, "of this project");
    return checked ? std::string() : checked.error().message;
}

} // namespace parley::plugin
