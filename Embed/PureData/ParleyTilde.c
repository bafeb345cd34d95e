/* SPDX-License-Identifier: Apache-2.0 */
/* parley~ for Pure Data: a signal in, the agent's voice out, and what happens as messages. Pure Data calls all of it on
   one thread. */
#include "parley.h"

#include <m_pd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How often events are looked for, in milliseconds of Pure Data's time. */
#define POLL_INTERVAL 10

/* A larger file is refused by the library anyway. */
#define LONGEST_FILE (1024 * 1024)

typedef struct parley_tilde
{
    t_object object;
    t_float scalar; /* The value of the left inlet where no signal is connected. */
    t_canvas* canvas;
    parley_instance* agent;
    t_clock* clock;
    t_outlet* messages;
} t_parley_tilde;

static t_class* parley_tilde_class;

static void tell_failure(t_parley_tilde* x, parley_result result)
{
    if (result != PARLEY_OK)
        pd_error(x, "parley~: %s", parley_last_error());
}

/* The atoms as words with blanks between them; freed by the caller. */
static char* words_of(int argc, t_atom* argv)
{
    char* text = NULL;
    int length = 0;
    t_binbuf* buffer = binbuf_new();
    binbuf_add(buffer, argc, argv);
    binbuf_gettext(buffer, &text, &length);
    binbuf_free(buffer);
    char* words = malloc((size_t)length + 1);
    if (words != NULL)
    {
        /* In a message a comma or semicolon of a text is written with a backslash. */
        char* to = words;
        for (int i = 0; i < length; ++i)
            if (text[i] != '\\')
                *to++ = text[i];
        *to = '\0';
    }
    freebytes(text, (size_t)length);
    return words;
}

/* The content of a file beside the patch; freed by the caller. */
static char* content_of(t_parley_tilde* x, t_symbol* name)
{
    char path[MAXPDSTRING];
    canvas_makefilename(x->canvas, name->s_name, path, MAXPDSTRING);
    FILE* file = fopen(path, "rb");
    if (file == NULL)
    {
        pd_error(x, "parley~: %s cannot be read: check its name, which counts from the patch's folder.", path);
        return NULL;
    }
    char* content = calloc(1, LONGEST_FILE + 2);
    if (content != NULL && fread(content, 1, LONGEST_FILE + 1, file) == 0)
        pd_error(x, "parley~: %s is empty.", path);
    fclose(file);
    return content;
}

static void tell(t_parley_tilde* x, const char* selector, const char* text)
{
    t_atom atom;
    SETSYMBOL(&atom, gensym(text));
    outlet_anything(x->messages, gensym(selector), 1, &atom);
}

static void tell_number(t_parley_tilde* x, const char* selector, double number)
{
    t_atom atom;
    SETFLOAT(&atom, (t_float)number);
    outlet_anything(x->messages, gensym(selector), 1, &atom);
}

static void tell_call(t_parley_tilde* x, const char* selector, const parley_event* event)
{
    t_atom atoms[3];
    SETSYMBOL(&atoms[0], gensym(event->name));
    SETSYMBOL(&atoms[1], gensym(event->id));
    SETSYMBOL(&atoms[2], gensym(event->text));
    outlet_anything(x->messages, gensym(selector), 3, atoms);
}

static void tell_state(t_parley_tilde* x, const parley_event* event)
{
    static const char* const names[] = {"disconnected", "connecting", "configuring", "ready", "reconnecting", "failed"};
    if (event->state >= 0 && event->state < (int)(sizeof names / sizeof *names))
        tell(x, "state", names[event->state]);
}

static void tell_event(t_parley_tilde* x, const parley_event* event)
{
    switch (event->type)
    {
    case PARLEY_EVENT_STATE:
        tell_state(x, event);
        break;
    case PARLEY_EVENT_USER_STARTED:
    case PARLEY_EVENT_USER_STOPPED:
        tell_number(x, "speaking", event->type == PARLEY_EVENT_USER_STARTED);
        break;
    case PARLEY_EVENT_USER_TEXT:
        tell(x, "user", event->text);
        break;
    case PARLEY_EVENT_ANSWER_TEXT:
        tell(x, "agent", event->text);
        break;
    case PARLEY_EVENT_VOICE_STARTED:
    case PARLEY_EVENT_VOICE_ENDED:
        tell_number(x, "voice", event->type == PARLEY_EVENT_VOICE_STARTED);
        break;
    case PARLEY_EVENT_INTERRUPTED:
        tell_number(x, "interrupted", (double)event->audio_ms);
        break;
    case PARLEY_EVENT_CAPTION:
        tell(x, "caption", event->text);
        break;
    case PARLEY_EVENT_LEVEL:
        tell_number(x, "level", event->rms);
        break;
    case PARLEY_EVENT_TOOL_CALL:
        tell_call(x, "call", event);
        break;
    case PARLEY_EVENT_APPROVAL:
        tell_call(x, "approval", event);
        break;
    case PARLEY_EVENT_HANDOFF:
        tell(x, "handoff", event->name);
        break;
    case PARLEY_EVENT_WARNING:
        tell(x, "warning", event->text);
        break;
    case PARLEY_EVENT_ERROR:
        tell(x, "error", event->text);
        break;
    default:
        break;
    }
}

static void parley_tilde_tick(t_parley_tilde* x)
{
    parley_event event;
    event.size = sizeof event;
    while (parley_next_event(x->agent, &event, 0) == PARLEY_OK)
    {
        tell_event(x, &event);
        event.size = sizeof event;
    }
    clock_delay(x->clock, POLL_INTERVAL);
}

static t_int* parley_tilde_perform(t_int* w)
{
    t_parley_tilde* x = (t_parley_tilde*)w[1];
    const float* in = (const float*)w[2];
    float* out = (float*)w[3];
    parley_process(x->agent, &in, 1, &out, 1, (int)w[4]);
    return w + 5;
}

static void parley_tilde_dsp(t_parley_tilde* x, t_signal** signals)
{
    tell_failure(x, parley_prepare(x->agent, signals[0]->s_sr));
    dsp_add(parley_tilde_perform, 4, x, signals[0]->s_vec, signals[1]->s_vec, (t_int)signals[0]->s_n);
}

/* Either file may be left out: "" or nothing. */
static void parley_tilde_settings(t_parley_tilde* x, t_symbol* settings_name, t_symbol* agents_name)
{
    char* settings = settings_name == &s_ ? NULL : content_of(x, settings_name);
    char* agents = agents_name == &s_ ? NULL : content_of(x, agents_name);
    if ((settings_name == &s_ || settings != NULL) && (agents_name == &s_ || agents != NULL))
        tell_failure(x, parley_configure(x->agent, settings == NULL ? "{}" : settings, agents));
    free(settings);
    free(agents);
}

static void parley_tilde_tool(t_parley_tilde* x, t_symbol* name)
{
    char* tool = content_of(x, name);
    if (tool != NULL)
        tell_failure(x, parley_add_tool(x->agent, tool));
    free(tool);
}

static void parley_tilde_connect(t_parley_tilde* x)
{
    tell_failure(x, parley_start(x->agent));
}

static void parley_tilde_disconnect(t_parley_tilde* x)
{
    tell_failure(x, parley_stop(x->agent));
}

static void parley_tilde_say(t_parley_tilde* x, t_symbol* selector, int argc, t_atom* argv)
{
    (void)selector;
    char* words = words_of(argc, argv);
    tell_failure(x, parley_send_text(x->agent, words));
    free(words);
}

static void answer(t_parley_tilde* x, int argc, t_atom* argv, int is_error)
{
    char* words = words_of(argc > 0 ? argc - 1 : 0, argv + 1);
    tell_failure(x, parley_answer_tool(x->agent, atom_getsymbolarg(0, argc, argv)->s_name, words, is_error));
    free(words);
}

static void parley_tilde_answer(t_parley_tilde* x, t_symbol* selector, int argc, t_atom* argv)
{
    (void)selector;
    answer(x, argc, argv, 0);
}

static void parley_tilde_refuse(t_parley_tilde* x, t_symbol* selector, int argc, t_atom* argv)
{
    (void)selector;
    answer(x, argc, argv, 1);
}

static void parley_tilde_approve(t_parley_tilde* x, t_symbol* call, t_floatarg is_approved)
{
    tell_failure(x, parley_approve(x->agent, call->s_name, is_approved != 0));
}

static void parley_tilde_mute(t_parley_tilde* x, t_floatarg is_muted)
{
    parley_set_muted(x->agent, is_muted != 0);
}

static void parley_tilde_talk(t_parley_tilde* x, t_floatarg is_talking)
{
    parley_set_talking(x->agent, is_talking != 0);
}

static void parley_tilde_gain(t_parley_tilde* x, t_floatarg gain)
{
    parley_set_output_gain(x->agent, (float)gain);
}

static void parley_tilde_interrupt(t_parley_tilde* x)
{
    tell_failure(x, parley_interrupt(x->agent));
}

static void parley_tilde_visitor(t_parley_tilde* x)
{
    tell_failure(x, parley_new_visitor(x->agent));
}

static void parley_tilde_free(t_parley_tilde* x)
{
    if (x->clock != NULL)
        clock_free(x->clock);
    parley_destroy(x->agent);
}

static void* parley_tilde_new(t_symbol* settings, t_symbol* agents)
{
    t_parley_tilde* x = (t_parley_tilde*)pd_new(parley_tilde_class);
    x->scalar = 0;
    x->canvas = canvas_getcurrent();
    x->clock = NULL;
    x->agent = parley_create();
    if (x->agent == NULL)
    {
        pd_error(NULL, "parley~: %s", parley_last_error());
        pd_free(&x->object.ob_pd);
        return NULL;
    }
    outlet_new(&x->object, &s_signal);
    x->messages = outlet_new(&x->object, NULL);
    x->clock = clock_new(x, (t_method)parley_tilde_tick);
    clock_delay(x->clock, POLL_INTERVAL);
    parley_tilde_settings(x, settings, agents);
    return x;
}

#ifdef __GNUC__
__attribute__((visibility("default")))
#endif
void parley_tilde_setup(void)
{
    t_class* made = class_new(gensym("parley~"), (t_newmethod)(t_method)parley_tilde_new, (t_method)parley_tilde_free,
                              sizeof(t_parley_tilde), CLASS_DEFAULT, A_DEFSYMBOL, A_DEFSYMBOL, 0);
    parley_tilde_class = made;
    CLASS_MAINSIGNALIN(made, t_parley_tilde, scalar);
    class_addmethod(made, (t_method)parley_tilde_dsp, gensym("dsp"), A_CANT, 0);
    class_addmethod(made, (t_method)parley_tilde_settings, gensym("settings"), A_DEFSYMBOL, A_DEFSYMBOL, 0);
    class_addmethod(made, (t_method)parley_tilde_tool, gensym("tool"), A_SYMBOL, 0);
    class_addmethod(made, (t_method)parley_tilde_connect, gensym("connect"), 0);
    class_addmethod(made, (t_method)parley_tilde_disconnect, gensym("disconnect"), 0);
    class_addmethod(made, (t_method)parley_tilde_say, gensym("say"), A_GIMME, 0);
    class_addmethod(made, (t_method)parley_tilde_answer, gensym("answer"), A_GIMME, 0);
    class_addmethod(made, (t_method)parley_tilde_refuse, gensym("refuse"), A_GIMME, 0);
    class_addmethod(made, (t_method)parley_tilde_approve, gensym("approve"), A_SYMBOL, A_FLOAT, 0);
    class_addmethod(made, (t_method)parley_tilde_mute, gensym("mute"), A_FLOAT, 0);
    class_addmethod(made, (t_method)parley_tilde_talk, gensym("talk"), A_FLOAT, 0);
    class_addmethod(made, (t_method)parley_tilde_gain, gensym("gain"), A_FLOAT, 0);
    class_addmethod(made, (t_method)parley_tilde_interrupt, gensym("interrupt"), 0);
    class_addmethod(made, (t_method)parley_tilde_visitor, gensym("visitor"), 0);
}
