// SPDX-License-Identifier: GPL-3.0-or-later
#include "Plugin/BareDisplay.h"

#include <X11/Xlib.h>
#include <initializer_list>

namespace parley::tests
{

BareDisplay::BareDisplay()
{
    XInitThreads();
    auto* display = XOpenDisplay(nullptr);
    connection = display;
    if (display == nullptr)
        return;
    for (const char* name : {"WM_PROTOCOLS", "WM_TAKE_FOCUS", "WM_DELETE_WINDOW", "_NET_WM_PING", "WM_CHANGE_STATE",
                             "WM_STATE", "_NET_WM_WINDOW_TYPE", "_NET_WM_STATE", "_NET_WM_STATE_HIDDEN"})
        XInternAtom(display, name, False);
}

BareDisplay::~BareDisplay()
{
    if (connection != nullptr)
        XCloseDisplay(static_cast<Display*>(connection));
}

} // namespace parley::tests
