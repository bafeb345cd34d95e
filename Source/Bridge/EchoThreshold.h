// SPDX-License-Identifier: Apache-2.0
// The echo mode `raisedThreshold`: learns how loud the echo usually is at the microphone, and tells what is clearly
// louder. Pure.
#pragma once

#include "Bridge/Level.h"

#include <cstddef>

namespace parley::bridge
{

/// The usual level is the one below which nine of ten frames of echo stay, relative to the loudest reference of the
/// last 400 ms, so that no delay has to be known. It is kept from answer to answer.
/// @thread one at a time
class EchoThreshold
{
public:
    /// Before so much of the reference was heard, nothing passes while it sounds.
    static constexpr std::size_t framesToLearn = 100;
    /// Once open it stays so for 200 ms: the ends of words are soft.
    static constexpr std::size_t framesOpen = 20;

    void use(double margin) noexcept { marginDb = static_cast<float>(margin); }

    /// For each 10 ms, in order: whether what the microphone hears is more than echo. True while nothing sounds.
    [[nodiscard]] bool passes(float microphoneDb, float referenceDb) noexcept;

    /// The echo's usual level at the microphone, against the reference.
    [[nodiscard]] float usualDb() const noexcept { return usual; }

private:
    void learn(float ratio, bool isPassed) noexcept;

    Envelope reference;
    float marginDb = 10;
    float usual = silenceDb;
    std::size_t learned = 0;
    std::size_t open = 0;
};

} // namespace parley::bridge
