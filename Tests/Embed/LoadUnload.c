/* SPDX-License-Identifier: Apache-2.0 */
/* A host that loads the library, holds a conversation, and unloads it, again and again: load_unload LIBRARY ROUNDS
   [SETTINGS]. Afterwards neither a thread nor a page of the library may be left; what was allocated is the leak
   sanitizer's to say.
 */
#define _POSIX_C_SOURCE 200809L
#include "parley.h"

#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LONGEST_WAIT_MS 30000

typedef struct library
{
    void* handle;
    parley_instance* (*create)(void);
    void (*destroy)(parley_instance*);
    parley_result (*configure)(parley_instance*, const char*, const char*);
    parley_result (*start)(parley_instance*);
    parley_result (*send_text)(parley_instance*, const char*);
    parley_result (*next_event)(parley_instance*, parley_event*, int);
    void (*process)(parley_instance*, const float*, int, float*, int, int);
} library;

static void find(library* loaded, const char* name, void* function, size_t size)
{
    void* address = dlsym(loaded->handle, name);
    if (address == NULL)
    {
        fprintf(stderr, "load_unload: %s is not there: %s\n", name, dlerror());
        exit(1);
    }
    memcpy(function, &address, size); /* C has no cast from an object to a function. */
}

#define FIND(loaded, name) find(loaded, "parley_" #name, &(loaded)->name, sizeof(loaded)->name)

static library load(const char* path)
{
    library loaded = {.handle = dlopen(path, RTLD_NOW | RTLD_LOCAL)};
    if (loaded.handle == NULL)
    {
        fprintf(stderr, "load_unload: %s\n", dlerror());
        exit(1);
    }
    FIND(&loaded, create);
    FIND(&loaded, destroy);
    FIND(&loaded, configure);
    FIND(&loaded, start);
    FIND(&loaded, send_text);
    FIND(&loaded, next_event);
    find(&loaded, "parley_process_interleaved", &loaded.process, sizeof loaded.process);
    return loaded;
}

/* True when a written line was answered. */
static int converse(const library* use, const char* settings)
{
    parley_instance* agent = use->create();
    float sound[480] = {0};
    int is_answered = 0;
    if (agent == NULL ||
        use->configure(agent, settings, "{\"session\": {\"output\": \"text\"}, \"agents\": [{\"name\": \"A\"}]}") !=
            PARLEY_OK)
        return 0;
    use->start(agent);
    use->send_text(agent, "hello");
    for (int waited = 0; waited < LONGEST_WAIT_MS && !is_answered; waited += 10)
    {
        parley_event event = {.size = sizeof event};
        use->process(agent, sound, 1, sound, 1, 480);
        if (use->next_event(agent, &event, 10) != PARLEY_OK)
            continue;
        is_answered = event.type == PARLEY_EVENT_ANSWER_TEXT;
        if (event.type == PARLEY_EVENT_ERROR)
            fprintf(stderr, "load_unload: %s\n", event.text);
    }
    use->destroy(agent);
    return is_answered;
}

static int threads(void)
{
    int count = 0;
    DIR* tasks = opendir("/proc/self/task");
    for (struct dirent* task = tasks != NULL ? readdir(tasks) : NULL; task != NULL; task = readdir(tasks))
        count += task->d_name[0] != '.';
    if (tasks != NULL)
        closedir(tasks);
    return count;
}

/* True when so many threads are left. The kernel lists one that has ended, and been joined, a little longer. */
static int is_down_to(int expected)
{
    const struct timespec moment = {0, 10000000L};
    for (int waited = 0; threads() != expected; ++waited)
        if (waited == 100 || nanosleep(&moment, NULL) != 0)
            return 0;
    return 1;
}

static int is_mapped(const char* name)
{
    char line[1024];
    int found = 0;
    FILE* maps = fopen("/proc/self/maps", "r");
    while (maps != NULL && !found && fgets(line, sizeof line, maps) != NULL)
        found = strstr(line, name) != NULL;
    if (maps != NULL)
        fclose(maps);
    return found;
}

int main(int argc, char** argv)
{
    if (argc != 3 && argc != 4)
        return fprintf(stderr, "usage: load_unload LIBRARY ROUNDS [SETTINGS]\n"), 2;
    const int rounds = atoi(argv[2]);
    const int threads_before = threads(); /* A sanitizer may have one of its own. */
    for (int round = 1; round <= rounds; ++round)
    {
        library loaded = load(argv[1]);
        if (!converse(&loaded, argc == 4 ? argv[3] : "{}"))
            return fprintf(stderr, "load_unload: round %d had no answer\n", round), 1;
        dlclose(loaded.handle);
        if (!is_down_to(threads_before))
            return fprintf(stderr, "load_unload: after round %d there are %d threads\n", round, threads()), 1;
        if (is_mapped("libparley"))
            return fprintf(stderr, "load_unload: after round %d the library is still in memory\n", round), 1;
    }
    printf("%d rounds: nothing is left\n", rounds);
    return 0;
}
