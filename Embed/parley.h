/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Parley for any program, in C: audio goes in, the agent's voice comes out, events tell what happens.
 *
 * A program makes an instance, configures and starts it, calls ::parley_process from its audio callback, and asks for
 * events when it likes. Several instances know nothing of each other; each is a character with a voice of its own.
 *
 * Threads. Each function says on which thread it may be called:
 * - **audio**: made for an audio callback. It allocates nothing, locks nothing, and calls no system. One thread at a
 *   time for each instance, with the one exception that ::parley_push names.
 * - **control**: any thread but an audio callback; one thread at a time for each instance.
 * - **any**: any thread at any time, audio callbacks among them.
 *
 * Texts are UTF-8 and end with a zero. A text that is given is copied and stays the caller's.
 *
 * Errors. A function that can fail returns a ::parley_result; ::parley_last_error then says in a sentence what to do.
 * What happens later (a service that cannot be reached, a key that is refused) comes as an event.
 *
 * Versions. Structures begin with their `size`, which the caller sets; a later version of the library fills no more
 * than that. Fields are added at their ends only, and numbers never change.
 */
#ifndef PARLEY_H
#define PARLEY_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define PARLEY_API
#else
#define PARLEY_API __attribute__((visibility("default"))) /**< What the library lets others see. */
#endif

#ifdef __cplusplus
extern "C"
{
#endif

    /** An agent, its session with a service, and the way of its audio. @since 0.1 */
    typedef struct parley_instance parley_instance;

    /** What came of a call. @since 0.1 */
    typedef enum parley_result
    {
        PARLEY_OK = 0,
        PARLEY_INVALID_ARGUMENT = 1, /**< A null pointer, a structure whose size is not known, an empty name. */
        PARLEY_INVALID_JSON = 2,     /**< The text is not what it must be; the error names each fault with its line. */
        PARLEY_NO_EVENT = 3,         /**< Nothing happened meanwhile; no error. */
        PARLEY_FAILED = 4            /**< There was no memory, or no thread could be made. */
    } parley_result;

    /** Where the connection stands. @since 0.1 */
    typedef enum parley_state
    {
        PARLEY_DISCONNECTED = 0,
        PARLEY_CONNECTING = 1,
        PARLEY_CONFIGURING = 2,
        PARLEY_READY = 3,
        PARLEY_RECONNECTING = 4, /**< The connection was lost and is made again; the conversation goes on. */
        PARLEY_CONNECTION_FAILED = 5
    } parley_state;

    /** What an event tells. Later versions know more: pass over what you do not know. @since 0.1 */
    typedef enum parley_event_type
    {
        PARLEY_EVENT_OTHER = 0,        /**< See `json`, whose `type` says what it is. */
        PARLEY_EVENT_STATE = 1,        /**< `state`; `text`: why, where it was lost or failed. */
        PARLEY_EVENT_USER_STARTED = 2, /**< Somebody speaks. `id`: the item; `audio_ms`: since the first audio sent. */
        PARLEY_EVENT_USER_STOPPED = 3, /**< The same for the end. */
        PARLEY_EVENT_USER_TEXT = 4,    /**< What the user said, once it is understood: `text`, `id`. */
        PARLEY_EVENT_ANSWER_STARTED = 5, /**< `id`: the response; `name`: the agent. */
        PARLEY_EVENT_ANSWER_PIECE = 6,   /**< More of the answer's `text`, as it arrives; `id`: the item. */
        PARLEY_EVENT_ANSWER_TEXT = 7,    /**< All of it. */
        PARLEY_EVENT_ANSWER_ENDED =
            8, /**< Its voice may still sound. `id`, `name`; `text`: completed, cancelled, ... */
        PARLEY_EVENT_VOICE_STARTED = 9, /**< The first of it has left the output. `id`: the response. */
        PARLEY_EVENT_VOICE_ENDED = 10,  /**< The last of it has. */
        PARLEY_EVENT_INTERRUPTED = 11,  /**< It was cut short. `id`: the item; `audio_ms`: how much was heard. */
        PARLEY_EVENT_CAPTION = 12,      /**< Words at the moment at which they sound: `text`, `id`: the item. */
        PARLEY_EVENT_LEVEL = 13,        /**< `rms`, `peak`: how loud the voice is, each 50 ms, for mouths and lights. */
        PARLEY_EVENT_TOOL_CALL = 14,    /**< A tool of ::parley_add_tool is called. `id`: of the call; `name`: the tool;
                                             `text`: its arguments, a JSON object. Answer with ::parley_answer_tool. */
        PARLEY_EVENT_TOOL_STARTED = 15, /**< The same for a tool that Parley runs itself; nothing is to be done. */
        PARLEY_EVENT_TOOL_ENDED = 16,   /**< `id`, `name`; `text`: what the model was told. */
        PARLEY_EVENT_APPROVAL = 17,     /**< As TOOL_CALL; it waits for ::parley_approve. */
        PARLEY_EVENT_HANDOFF = 18,      /**< `name`: who speaks from now on. */
        PARLEY_EVENT_LATENCY = 19,      /**< `id`: the response; the figures are in ::parley_status. */
        PARLEY_EVENT_WARNING = 20,      /**< `text`: what is not as it should be, and what to do; `name`: its code. */
        PARLEY_EVENT_ERROR = 21         /**< The same for a request that failed. */
    } parley_event_type;

    /**
     * One event. Texts are never null; those without a meaning are empty. They belong to the instance and are valid
     * until its next ::parley_next_event, or until the handler returns.
     * @since 0.1
     */
    typedef struct parley_event
    {
        size_t size;      /**< In: `sizeof(parley_event)`. */
        int32_t type;     /**< A ::parley_event_type. */
        int32_t state;    /**< A ::parley_state, of PARLEY_EVENT_STATE. */
        int64_t time_us;  /**< When it came, in microseconds since ::parley_create. */
        int64_t audio_ms; /**< A place in audio, as the type says. */
        float rms;        /**< Full scale at 1. */
        float peak;       /**< Full scale at 1. */
        const char* text; /**< Words, a sentence, or JSON, as the type says. */
        const char* id;   /**< Of an item, a response or a call, as the type says. */
        const char* name; /**< Of an agent, a tool or an error code, as the type says. */
        const char* json; /**< All of the event (docs/command-line.md lists them). */
    } parley_event;

    /** A look at an instance. Times are in microseconds, and -1 where they are not known (yet). @since 0.1 */
    typedef struct parley_status
    {
        size_t size;                          /**< In: `sizeof(parley_status)`. */
        int32_t state;                        /**< A ::parley_state. */
        float input_peak;                     /**< Since the look before, full scale at 1. */
        float output_peak;                    /**< Since the look before, full scale at 1. */
        uint64_t capture_frames_dropped;      /**< Input that found no room. */
        uint64_t playout_underruns;           /**< Times when the voice ran dry in the middle of an answer. */
        uint64_t early_audio_samples_dropped; /**< Words spoken while connecting, older than 3 s. */
        uint64_t events_dropped;              /**< Events that nobody asked for in time. */
        int64_t capture_to_wire_us;           /**< Of the latest turn: from the capture to the socket, the median. */
        int64_t wire_to_output_us;            /**< From the arrival of its first audio to its first frame out. */
        int64_t end_of_speech_to_audible_us;  /**< From the end of the user's speech to the first audible frame. */
        char sentence[512]; /**< Where it stands, in words, fit to be shown; cut where it is longer. */
    } parley_status;

    /** Told of an event on a thread of Parley's, one at a time. It may block; it must not call ::parley_destroy.
        @since 0.1 */
    typedef void (*parley_event_handler)(void* user, const parley_event* event);

    /** The library's version, "0.1.0". @thread any @since 0.1 */
    PARLEY_API const char* parley_version(void);

    /** Why the last call on this thread that failed did so, and what to do; valid until the next call that fails.
        @thread any @since 0.1 */
    PARLEY_API const char* parley_last_error(void);

    /** A new instance, which the caller destroys; null when there is no memory. It does nothing before ::parley_start.
        @thread control @since 0.1 */
    PARLEY_API parley_instance* parley_create(void);

    /** Ends the session and everything that belongs to it; waits at most a second. The audio thread must have stopped
        calling. Null is passed over. @thread control @since 0.1 */
    PARLEY_API void parley_destroy(parley_instance* instance);

    /** What is said in JSON: the service and the sound (docs/embedding.md, Settings; "{}" is the local service), and
        who speaks, as an agents file has it (docs/agents-file.md); null: the file that the settings name, or the usual
        agent. All of it replaces what was said before. The sound follows at once, the rest at the next ::parley_start.
        Faults: PARLEY_INVALID_JSON, and nothing changes. @thread control @since 0.1 */
    PARLEY_API parley_result parley_configure(parley_instance* instance, const char* settings_json,
                                              const char* agents_json);

    /** The service's key, where the program has it from a place of its own; null: it is found as the settings say. It
        goes into no log, event or file. Counts from the next ::parley_start. @thread control @since 0.1 */
    PARLEY_API parley_result parley_set_key(parley_instance* instance, const char* key);

    /** A tool that the program runs: {"name", "description", "parameters": a JSON schema, "timeout_ms": 30000,
        "needs_approval": false}. Every agent may call it from the next ::parley_start on. One of the same name replaces
        it. Faults: PARLEY_INVALID_JSON. @thread control @since 0.1 */
    PARLEY_API parley_result parley_add_tool(parley_instance* instance, const char* tool_json);

    /** Connects, and returns at once; events tell how it goes. Again: the session before ends first. What is said
        meanwhile is kept for 3 s. @thread control @since 0.1 */
    PARLEY_API parley_result parley_start(parley_instance* instance);

    /** Ends the session; returns at once. @thread control @since 0.1 */
    PARLEY_API parley_result parley_stop(parley_instance* instance);

    /** The rate of the audio thread, 8000 to 192000 Hz; 48000 before the first call. The audio thread must not be
        calling meanwhile. @thread control @since 0.1 */
    PARLEY_API parley_result parley_prepare(parley_instance* instance, double sample_rate);

    /** Takes `frames` frames of `in_channels` channels, and fills `out_channels` channels with the agent's voice, or
        silence. Any numbers; null arrays and channels are allowed; in and out may be the same memory.
        @thread audio @since 0.1 */
    PARLEY_API void parley_process(parley_instance* instance, const float* const* in, int in_channels,
                                   float* const* out, int out_channels, int frames);

    /** The same with the channels of a frame side by side; of more than 16 inputs the others are not heard. In and out
        may be the same memory where they have as many channels. @thread audio @since 0.1 */
    PARLEY_API void parley_process_interleaved(parley_instance* instance, const float* in, int in_channels, float* out,
                                               int out_channels, int frames);

    /** The input alone, at a rate of its own; with ::parley_pull, instead of ::parley_process, where microphone and
        output are two callbacks. `played` is what the loudspeakers play in these frames, for the echo rules; without it
        (null) they know of no echo. @thread audio, which need not be that of ::parley_pull @since 0.1 */
    PARLEY_API void parley_push(parley_instance* instance, const float* const* in, int in_channels,
                                const float* const* played, int played_channels, int frames, double sample_rate);

    /** The same with the channels of a frame side by side. @thread audio @since 0.1 */
    PARLEY_API void parley_push_interleaved(parley_instance* instance, const float* in, int in_channels,
                                            const float* played, int played_channels, int frames, double sample_rate);

    /** The agent's voice alone, at the rate of ::parley_prepare. @thread audio, which need not be that of ::parley_push
        @since 0.1 */
    PARLEY_API void parley_pull(parley_instance* instance, float* const* out, int out_channels, int frames);

    /** The same with the channels of a frame side by side. @thread audio @since 0.1 */
    PARLEY_API void parley_pull_interleaved(parley_instance* instance, float* out, int out_channels, int frames);

    /** Muted, the service hears silence. @thread any @since 0.1 */
    PARLEY_API void parley_set_muted(parley_instance* instance, int is_muted);

    /** The talk key, where the settings have turns of mode push_to_talk: its way up ends the user's turn.
        @thread any @since 0.1 */
    PARLEY_API void parley_set_talking(parley_instance* instance, int is_talking);

    /** The program renders faster or slower than real time, or is paused: the agent waits. @thread any @since 0.1 */
    PARLEY_API void parley_set_offline(parley_instance* instance, int is_offline);

    /** The voice's volume, linear, 1 at first, 0 to 100; without a click. @thread any @since 0.1 */
    PARLEY_API void parley_set_output_gain(parley_instance* instance, float gain);

    /** A line of the user's, answered by the agent. Without a session: an event. @thread control @since 0.1 */
    PARLEY_API parley_result parley_send_text(parley_instance* instance, const char* text);

    /** Stops the agent: silence within 10 ms of audio time. @thread control @since 0.1 */
    PARLEY_API parley_result parley_interrupt(parley_instance* instance);

    /** Somebody else speaks from now on: a new session with the same settings, which knows nothing of the one before.
        @thread control @since 0.1 */
    PARLEY_API parley_result parley_new_visitor(parley_instance* instance);

    /** The output of a PARLEY_EVENT_TOOL_CALL, as text or JSON, at any time before the tool's deadline; `is_error`:
        why there is none. Too late, or nobody's call: an event. @thread control, also beside other control calls
        @since 0.1 */
    PARLEY_API parley_result parley_answer_tool(parley_instance* instance, const char* call_id, const char* output,
                                                int is_error);

    /** The user's word about a PARLEY_EVENT_APPROVAL. @thread control, also beside other control calls @since 0.1 */
    PARLEY_API parley_result parley_approve(parley_instance* instance, const char* call_id, int is_approved);

    /** The oldest event that was not taken; waits for one at most so long, 0: not at all. PARLEY_NO_EVENT: there is
        none. 4096 are kept, then the oldest gives way and is counted. @thread control @since 0.1 */
    PARLEY_API parley_result parley_next_event(parley_instance* instance, parley_event* event, int timeout_ms);

    /** From now on events go to the handler, and none to ::parley_next_event; null: the other way round. No call comes
        to the former handler once this returned. Before ::parley_start: what comes meanwhile is told to nobody.
        @thread control, not from inside a handler @since 0.1 */
    PARLEY_API parley_result parley_set_event_handler(parley_instance* instance, parley_event_handler handler,
                                                      void* user);

    /** A look at the instance. @thread control, also beside other control calls @since 0.1 */
    PARLEY_API parley_result parley_get_status(parley_instance* instance, parley_status* status);

#ifdef __cplusplus
}
#endif

#endif
