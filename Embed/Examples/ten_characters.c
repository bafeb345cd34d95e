/* SPDX-License-Identifier: Apache-2.0 */
/* Ten characters in one program: each has a session and a voice of its own, and all are mixed into one output.
   usage: ten_characters MIX.raw, 16-bit mono at 24 kHz. */
#define _POSIX_C_SOURCE 199309L
#include <parley.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

enum
{
    characters = 10,
    rate = 24000,
    block = rate / 100, /* 10 ms */
    longest = 60 * 100  /* Blocks: a minute at most. */
};

static const char* const names[characters] = {"Ada",    "Boris", "Clara", "Dmitri", "Elena",
                                              "Fyodor", "Galya", "Henri", "Irina",  "Jules"};
static const char* const voices[characters] = {"marin", "alloy", "coral", "ballad", "shimmer",
                                               "echo",  "sage",  "ash",   "verse",  "cedar"};

typedef struct character
{
    parley_instance* agent;
    int has_spoken;
    float loudest;
} character;

/* A character greets with a line, so that nobody has to speak first. */
static int begin(character* one, int number)
{
    char agents[512];
    snprintf(agents, sizeof agents,
             "{\"agents\": [{\"name\": \"%s\", \"voice\": \"%s\", \"instructions\": \"Reply with exactly: I am %s.\", "
             "\"greeting\": \"I am %s.\"}]}",
             names[number], voices[number], names[number], names[number]);
    one->agent = parley_create();
    return one->agent != NULL && parley_configure(one->agent, "{}", agents) == PARLEY_OK &&
           parley_prepare(one->agent, rate) == PARLEY_OK && parley_start(one->agent) == PARLEY_OK;
}

/* Tells what it says. False when it cannot go on. */
static int follow(character* one, int number)
{
    parley_event event = {.size = sizeof event};
    while (parley_next_event(one->agent, &event, 0) == PARLEY_OK)
    {
        if (event.type == PARLEY_EVENT_ANSWER_TEXT)
            printf("%s (%s): %s\n", names[number], voices[number], event.text);
        one->has_spoken = one->has_spoken || event.type == PARLEY_EVENT_VOICE_ENDED;
        if (event.type == PARLEY_EVENT_ERROR)
            return fprintf(stderr, "%s: %s\n", names[number], event.text), 0;
    }
    return 1;
}

static void mix_in(character* one, float* mix)
{
    float sound[block];
    parley_pull_interleaved(one->agent, sound, 1, block);
    for (int n = 0; n < block; ++n)
    {
        mix[n] += sound[n] / 4;
        if (sound[n] > one->loudest)
            one->loudest = sound[n];
    }
}

static int play(character* all, FILE* output)
{
    for (int i = 0; i < longest; ++i)
    {
        float mix[block] = {0};
        int16_t samples[block];
        int spoken = 0;
        for (int c = 0; c < characters; ++c)
        {
            mix_in(&all[c], mix);
            if (!follow(&all[c], c))
                return 0;
            spoken += all[c].has_spoken;
        }
        for (int n = 0; n < block; ++n)
            samples[n] = (int16_t)(32767.0F * (mix[n] > 1 ? 1 : mix[n] < -1 ? -1 : mix[n]));
        fwrite(samples, sizeof *samples, block, output);
        if (spoken == characters)
            return 1;
        nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL);
    }
    return 0;
}

int main(int argc, char** argv)
{
    static character all[characters];
    FILE* output = argc == 2 ? fopen(argv[1], "wb") : NULL;
    if (output == NULL)
        return fprintf(stderr, "usage: ten_characters MIX.raw\n"), 2;
    int is_well = 1, heard = 0;
    for (int c = 0; c < characters; ++c)
        is_well = begin(&all[c], c) && is_well;
    if (!is_well)
        fprintf(stderr, "%s\n", parley_last_error());
    is_well = is_well && play(all, output);
    for (int c = 0; c < characters; ++c)
    {
        heard += all[c].loudest > 0.01F;
        parley_destroy(all[c].agent);
    }
    printf("%d of %d were heard\n", heard, characters);
    return fclose(output), is_well && heard == characters ? 0 : 1;
}
