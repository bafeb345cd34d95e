/* SPDX-License-Identifier: Apache-2.0 */
/* A spoken conversation in C: talk QUESTION.raw ANSWER.raw, both 16-bit mono at 16 kHz. */
#define _POSIX_C_SOURCE 199309L
#include <parley.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#define RATE 16000
#define BLOCK 160 /* 10 ms. */

static const char agents[] = "{\"session\": {\"transcription\": {\"model\": \"gpt-4o-mini-transcribe\"}},"
                             " \"agents\": [{\"name\": \"Parley\"}]}";

int main(int argc, char** argv)
{
    FILE* question = argc == 3 ? fopen(argv[1], "rb") : NULL;
    FILE* answer = argc == 3 ? fopen(argv[2], "wb") : NULL;
    if (question == NULL || answer == NULL)
        return fprintf(stderr, "usage: talk QUESTION.raw ANSWER.raw\n"), 2;
    parley_instance* agent = parley_create();
    if (agent == NULL || parley_configure(agent, "{}", agents) != PARLEY_OK ||
        parley_prepare(agent, RATE) != PARLEY_OK || parley_start(agent) != PARLEY_OK)
        return fprintf(stderr, "%s\n", parley_last_error()), 1;
    int result = -1, is_ready = 0;
    for (int i = 0; i < 60 * 100 && result < 0; ++i) /* A minute at most. */
    {
        int16_t samples[BLOCK];
        float sound[BLOCK];
        const size_t spoken = is_ready ? fread(samples, sizeof *samples, BLOCK, question) : 0;
        for (size_t n = 0; n < BLOCK; ++n)
            sound[n] = n < spoken ? (float)samples[n] / 32768.0F : 0;
        parley_process_interleaved(agent, sound, 1, sound, 1, BLOCK); /* This is all that an audio callback does. */
        for (size_t n = 0; n < BLOCK; ++n)
            samples[n] = (int16_t)(sound[n] * 32767.0F);
        fwrite(samples, sizeof *samples, BLOCK, answer);
        parley_event event = {.size = sizeof event};
        while (parley_next_event(agent, &event, 0) == PARLEY_OK)
        {
            is_ready = is_ready || event.state == PARLEY_READY;
            if (event.type == PARLEY_EVENT_USER_TEXT || event.type == PARLEY_EVENT_ANSWER_TEXT)
                printf("%s: %s\n", event.type == PARLEY_EVENT_USER_TEXT ? "you" : "agent", event.text);
            if (event.type == PARLEY_EVENT_VOICE_ENDED)
                result = 0;
            if (event.type == PARLEY_EVENT_ERROR)
                result = fprintf(stderr, "%s\n", event.text) > 0;
        }
        nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL); /* A sound card would call us instead. */
    }
    parley_destroy(agent);
    return fclose(question), fclose(answer), result != 0;
}
