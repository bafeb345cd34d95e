// SPDX-License-Identifier: Apache-2.0
// The parser of client events: one frame.
#include "Service/ClientEventRules.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

using namespace parley::service;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto read = readClientFrame({reinterpret_cast<const char*>(data), size});
    if (const auto* event = std::get_if<Json>(&read))
        static_cast<void>(event->dump(-1, ' ', false, Json::error_handler_t::replace));
    return 0;
}
