// SPDX-License-Identifier: Apache-2.0
// JUCE's switches, the same in every target: JUCE's own headers include this file before anything else.
#pragma once

#define JUCE_DISPLAY_SPLASH_SCREEN 0
#define JUCE_REPORT_APP_USAGE 0
#define JUCE_STRICT_REFCOUNTEDPOINTER 1

#define JUCE_USE_CURL 0
#define JUCE_WEB_BROWSER 0

#define JUCE_USE_FLAC 0
#define JUCE_USE_OGGVORBIS 0
#define JUCE_USE_CDREADER 0
#define JUCE_USE_CDBURNER 0

#define JUCE_ALSA 1
#define JUCE_JACK 1
#define JUCE_JACK_CLIENT_NAME "Parley"

#define JUCE_PLUGINHOST_VST3 1
#define JUCE_VST3_CAN_REPLACE_VST2 0
