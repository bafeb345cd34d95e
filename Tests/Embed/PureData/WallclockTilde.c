/* SPDX-License-Identifier: Apache-2.0 */
/* wallclock~ for Pure Data's batch mode, which does not wait: signals are computed at the pace of the clock on the
   wall, as a sound card would have it. `report` tells, after a moment, how many threads the process has and how much
   memory, in KiB. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <m_pd.h>
#include <stdio.h>
#include <time.h>

/* The kernel lists a thread that has ended, and been joined, a little longer. */
static const struct timespec longest_listed = {0, 200000000L};

typedef struct wallclock
{
    t_object object;
    t_float scalar;
    t_outlet* messages;
    double seconds; /* Of one block. */
    struct timespec due;
} t_wallclock;

static t_class* wallclock_class;

static t_int* wallclock_perform(t_int* w)
{
    t_wallclock* x = (t_wallclock*)w[1];
    x->due.tv_nsec += (long)(x->seconds * 1e9);
    while (x->due.tv_nsec >= 1000000000L)
    {
        x->due.tv_nsec -= 1000000000L;
        ++x->due.tv_sec;
    }
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &x->due, NULL);
    return w + 2;
}

static void wallclock_dsp(t_wallclock* x, t_signal** signals)
{
    x->seconds = (double)signals[0]->s_n / (double)signals[0]->s_sr;
    clock_gettime(CLOCK_MONOTONIC, &x->due);
    dsp_add(wallclock_perform, 1, x);
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

static long kilobytes(void)
{
    char line[256];
    long size = 0;
    FILE* status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (sscanf(line, "VmRSS: %ld", &size) == 1)
            break;
    if (status != NULL)
        fclose(status);
    return size;
}

static void wallclock_report(t_wallclock* x)
{
    t_atom atoms[2];
    nanosleep(&longest_listed, NULL);
    SETFLOAT(&atoms[0], (t_float)threads());
    SETFLOAT(&atoms[1], (t_float)kilobytes());
    outlet_list(x->messages, &s_list, 2, atoms);
}

static void* wallclock_new(void)
{
    t_wallclock* x = (t_wallclock*)pd_new(wallclock_class);
    x->scalar = 0;
    x->seconds = 0;
    x->messages = outlet_new(&x->object, &s_list);
    return x;
}

#ifdef __GNUC__
__attribute__((visibility("default")))
#endif
void wallclock_tilde_setup(void)
{
    t_class* made =
        class_new(gensym("wallclock~"), (t_newmethod)wallclock_new, 0, sizeof(t_wallclock), CLASS_DEFAULT, 0);
    wallclock_class = made;
    CLASS_MAINSIGNALIN(made, t_wallclock, scalar);
    class_addmethod(made, (t_method)wallclock_dsp, gensym("dsp"), A_CANT, 0);
    class_addmethod(made, (t_method)wallclock_report, gensym("report"), 0);
}
