// SPDX-License-Identifier: Apache-2.0
// Stands before the C library's memory and locking functions in this executable, notes the call and passes it on.
#include "Support/Realtime/Recorder.h"

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>
#include <malloc.h>
#include <pthread.h>
#include <semaphore.h>

using parley::test::noteCall;

namespace
{

template <typename Function>
Function next(std::atomic<void*>& known, const char* name)
{
    void* function = known.load(std::memory_order_relaxed);
    if (function == nullptr)
    {
        function = dlsym(RTLD_NEXT, name);
        known.store(function, std::memory_order_relaxed);
    }
    return reinterpret_cast<Function>(function);
}

} // namespace

#define PARLEY_EXPORTED __attribute__((visibility("default")))

// NOLINTBEGIN(bugprone-reserved-identifier, bugprone-macro-parentheses): these are the C library's own names, and a
// list of parameters takes no parentheses.

// The memory functions cannot ask dlsym, which allocates; the C library has second names for them.
extern "C"
{
    void* __libc_malloc(std::size_t size);
    void* __libc_calloc(std::size_t count, std::size_t size);
    void* __libc_realloc(void* memory, std::size_t size);
    void* __libc_memalign(std::size_t alignment, std::size_t size);
    void __libc_free(void* memory);

    PARLEY_EXPORTED void* malloc(std::size_t size) noexcept
    {
        noteCall("malloc");
        return __libc_malloc(size);
    }

    PARLEY_EXPORTED void* calloc(std::size_t count, std::size_t size) noexcept
    {
        noteCall("calloc");
        return __libc_calloc(count, size);
    }

    PARLEY_EXPORTED void* realloc(void* memory, std::size_t size) noexcept
    {
        noteCall("realloc");
        return __libc_realloc(memory, size);
    }

    PARLEY_EXPORTED void* memalign(std::size_t alignment, std::size_t size) noexcept
    {
        noteCall("memalign");
        return __libc_memalign(alignment, size);
    }

    PARLEY_EXPORTED void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept
    {
        noteCall("aligned_alloc");
        return __libc_memalign(alignment, size);
    }

    PARLEY_EXPORTED int posix_memalign(void** memory, std::size_t alignment, std::size_t size) noexcept
    {
        noteCall("posix_memalign");
        *memory = __libc_memalign(alignment, size);
        return *memory == nullptr ? ENOMEM : 0;
    }

    PARLEY_EXPORTED void free(void* memory) noexcept
    {
        if (memory != nullptr)
            noteCall("free");
        __libc_free(memory);
    }
}

#define PARLEY_WATCHED(name, parameters, arguments, throwing)                                                          \
    extern "C" PARLEY_EXPORTED int name parameters throwing                                                            \
    {                                                                                                                  \
        static std::atomic<void*> known{nullptr};                                                                      \
        noteCall(#name);                                                                                               \
        return next<int(*) parameters>(known, #name) arguments;                                                        \
    }

PARLEY_WATCHED(pthread_mutex_lock, (pthread_mutex_t * mutex), (mutex), noexcept)
PARLEY_WATCHED(pthread_mutex_trylock, (pthread_mutex_t * mutex), (mutex), noexcept)
PARLEY_WATCHED(pthread_mutex_timedlock, (pthread_mutex_t * mutex, const timespec* until), (mutex, until), noexcept)
PARLEY_WATCHED(pthread_mutex_unlock, (pthread_mutex_t * mutex), (mutex), noexcept)
PARLEY_WATCHED(pthread_rwlock_rdlock, (pthread_rwlock_t * lock), (lock), noexcept)
PARLEY_WATCHED(pthread_rwlock_tryrdlock, (pthread_rwlock_t * lock), (lock), noexcept)
PARLEY_WATCHED(pthread_rwlock_wrlock, (pthread_rwlock_t * lock), (lock), noexcept)
PARLEY_WATCHED(pthread_rwlock_trywrlock, (pthread_rwlock_t * lock), (lock), noexcept)
PARLEY_WATCHED(pthread_rwlock_unlock, (pthread_rwlock_t * lock), (lock), noexcept)
PARLEY_WATCHED(pthread_cond_wait, (pthread_cond_t * condition, pthread_mutex_t* mutex), (condition, mutex), )
PARLEY_WATCHED(pthread_cond_timedwait, (pthread_cond_t * condition, pthread_mutex_t* mutex, const timespec* until),
               (condition, mutex, until), )
PARLEY_WATCHED(pthread_cond_clockwait,
               (pthread_cond_t * condition, pthread_mutex_t* mutex, clockid_t clock, const timespec* until),
               (condition, mutex, clock, until), )
PARLEY_WATCHED(pthread_cond_signal, (pthread_cond_t * condition), (condition), noexcept)
PARLEY_WATCHED(pthread_cond_broadcast, (pthread_cond_t * condition), (condition), noexcept)
PARLEY_WATCHED(pthread_spin_lock, (pthread_spinlock_t * lock), (lock), noexcept)
PARLEY_WATCHED(pthread_spin_trylock, (pthread_spinlock_t * lock), (lock), noexcept)
PARLEY_WATCHED(pthread_spin_unlock, (pthread_spinlock_t * lock), (lock), noexcept)
PARLEY_WATCHED(sem_wait, (sem_t * semaphore), (semaphore), )
PARLEY_WATCHED(sem_trywait, (sem_t * semaphore), (semaphore), noexcept)
PARLEY_WATCHED(sem_timedwait, (sem_t * semaphore, const timespec* until), (semaphore, until), )
PARLEY_WATCHED(sem_post, (sem_t * semaphore), (semaphore), noexcept)

// NOLINTEND(bugprone-reserved-identifier, bugprone-macro-parentheses)
