// SPDX-License-Identifier: GPL-3.0-or-later
#define CATCH_CONFIG_RUNNER
#include "Plugin/BareDisplay.h"

#include <JuceHeader.h>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <future>

int main(int argc, char** argv)
{
    for (const char* name :
         {"CODEX_API_KEY", "OPENAI_API_KEY", "PARLEY_RECORD", "PARLEY_AGENTS", "PARLEY_SERVICE", "PARLEY_KEY_FILE",
          "PARLEY_TOKEN_URL", "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
        unsetenv(name);
    setenv("CODEX_HOME", "/nonexistent", 1);
    setenv("PARLEY_SETTINGS", "/nonexistent/machine.json", 1);
    const parley::tests::BareDisplay display;
    const juce::ScopedJuceInitialiser_GUI juceIsRunning;
    auto failures = std::async(std::launch::async,
                               [argc, argv]
                               {
                                   const int result = Catch::Session().run(argc, argv);
                                   juce::MessageManager::getInstance()->stopDispatchLoop();
                                   return result;
                               });
    juce::MessageManager::getInstance()->runDispatchLoop();
    return failures.get();
}
