# SPDX-License-Identifier: Apache-2.0
# Every library we build on; why each is there stands in docs/dependencies.md.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(spdlog REQUIRED)
find_package(PkgConfig REQUIRED)
include(ParleyLibraries)
pkg_check_modules(POCKETSPHINX REQUIRED IMPORTED_TARGET pocketsphinx)


# Debian's pocketsphinx.pc names a directory that no package ships, and CMake takes none that does not exist.
get_target_property(POCKETSPHINX_DIRECTORIES PkgConfig::POCKETSPHINX INTERFACE_INCLUDE_DIRECTORIES)
foreach(directory IN LISTS POCKETSPHINX_DIRECTORIES)
    if(NOT EXISTS ${directory})
        list(REMOVE_ITEM POCKETSPHINX_DIRECTORIES ${directory})
    endif()
endforeach()
set_target_properties(PkgConfig::POCKETSPHINX PROPERTIES INTERFACE_INCLUDE_DIRECTORIES "${POCKETSPHINX_DIRECTORIES}")
