// SPDX-License-Identifier: GPL-3.0-or-later
#include "JackMessages.h"

#include "Base/Log.h"

#include <dlfcn.h>

namespace parley::app
{

namespace
{

using Handler = void (*)(const char*);
using SetHandler = void (*)(Handler);

void logMessage(const char* text)
{
    log(LogLevel::debug, text);
}

} // namespace

void sendJackMessagesToLog()
{
    // Never closed: JUCE opens the same library and keeps it, too.
    void* library = dlopen("libjack.so.0", RTLD_LAZY);
    if (library == nullptr)
        return;
    for (const char* name : {"jack_set_error_function", "jack_set_info_function"})
        if (const auto set = reinterpret_cast<SetHandler>(dlsym(library, name)); set != nullptr)
            set(&logMessage);
}

} // namespace parley::app
