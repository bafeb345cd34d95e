# SPDX-License-Identifier: Apache-2.0
# What every target of ours shares: the language, the warnings, the sanitizers.

function(parley_target target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    set_target_properties(${target} PROPERTIES
        CXX_EXTENSIONS OFF
        CXX_VISIBILITY_PRESET hidden
        VISIBILITY_INLINES_HIDDEN ON
        POSITION_INDEPENDENT_CODE ON)
    target_compile_options(${target} PRIVATE
        $<$<CXX_COMPILER_ID:GNU,Clang,AppleClang>:-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror>
        # g++ 12 sees faults inside std::variant, std::function and std::string that are none (GCC 105562, 105329, 105651).
        $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized;-Wno-array-bounds;-Wno-stringop-overflow;-Wno-restrict>)
    if(PARLEY_SANITIZE)
        target_compile_options(${target} PUBLIC -fsanitize=${PARLEY_SANITIZE} -fno-omit-frame-pointer)
        target_link_options(${target} PUBLIC -fsanitize=${PARLEY_SANITIZE})
        # Checks at each use of a pointer double the build, and what they find the address sanitizer finds, too.
        target_compile_options(${target} PUBLIC -fno-sanitize=null,alignment,object-size,vptr)
        if(PARLEY_SANITIZE MATCHES thread)
            # The thread sanitizer does not understand fences. Asio's stand beside locks that it does understand.
            target_compile_definitions(${target} PUBLIC BOOST_ASIO_DISABLE_FENCED_BLOCK)
            # At -O1 g++ 12 takes the memory of a coroutine, which Asio sets aside, for another's.
            target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-mismatched-new-delete>)
        endif()
    endif()
endfunction()
