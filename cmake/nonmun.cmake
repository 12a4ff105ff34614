# SPDX-License-Identifier: GPL-2.0-or-later
# Functions that define the targets of the project.

# nonmun_library(NAME SOURCES...): a static library nonmun_NAME with the alias nonmun::NAME. In a unity build the sources of a
# folder are compiled as one, so their anonymous namespaces must not use the same name twice.
function(nonmun_library name)
    add_library(nonmun_${name} STATIC ${ARGN})
    set_target_properties(nonmun_${name} PROPERTIES UNITY_BUILD ${NONMUN_UNITY} UNITY_BUILD_MODE GROUP)
    foreach(source IN LISTS ARGN)
        cmake_path(GET source PARENT_PATH folder)
        set_source_files_properties(${source} PROPERTIES UNITY_GROUP "${name}_${folder}")
    endforeach()
    add_library(nonmun::${name} ALIAS nonmun_${name})
    target_include_directories(nonmun_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    nonmun_warnings(nonmun_${name})
endfunction()

function(nonmun_warnings target)
    # (The sanitizer presets disable -Wmaybe-uninitialized, which g++ 12 wrongly reports in <regex>: GCC bug 105562.)
    # No -Wrestrict: g++ 12 wrongly reports overlapping copies in operator+ of strings (GCC bug 105651).
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wno-restrict
        $<$<BOOL:${NONMUN_WERROR}>:-Werror>)
    # A unity build makes g++ 12 report more impossible copies, and types of anonymous namespaces "in a header".
    target_compile_options(${target} PRIVATE
        $<$<BOOL:${NONMUN_UNITY}>:-Wno-stringop-overflow;-Wno-array-bounds;-Wno-subobject-linkage>)
endfunction()

# nonmun_embed(TARGET NAME FILE): embeds FILE in TARGET; embedded_NAME() returns it.
function(nonmun_embed target NAME file)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE FILE)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_${NAME}.cpp)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/embed.cpp.in ${source} @ONLY)
    set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${FILE})
    target_sources(${target} PRIVATE ${source})
endfunction()

# nonmun_page(TARGET NAME TEMPLATE STYLE FILE SCRIPTS FILES...): embeds TEMPLATE in TARGET; embedded_NAME() returns it. The files
# replace @PAGE_STYLE@ and @PAGE_SCRIPTS@, and the hashes of the scripts for a Content-Security-Policy replace
# @PAGE_SCRIPT_HASHES@.
function(nonmun_page target name template)
    cmake_parse_arguments(PARSE_ARGV 3 PAGE "" STYLE SCRIPTS)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${template} ${PAGE_STYLE} ${PAGE_SCRIPTS})
    set(elements "")
    set(PAGE_SCRIPT_HASHES "")
    foreach(script IN LISTS PAGE_SCRIPTS)
        file(READ ${script} text)
        string(SHA256 hash "${text}")
        nonmun_base64("${hash}" hash)
        string(APPEND elements "<script>${text}</script>\n")
        string(APPEND PAGE_SCRIPT_HASHES " 'sha256-${hash}'")
    endforeach()
    set(PAGE_SCRIPTS "${elements}")
    file(READ ${PAGE_STYLE} PAGE_STYLE)
    configure_file(${template} ${CMAKE_CURRENT_BINARY_DIR}/${name}.html @ONLY)
    nonmun_embed(${target} ${name} ${CMAKE_CURRENT_BINARY_DIR}/${name}.html)
endfunction()

# nonmun_base64(HEX VARIABLE): converts the 64 hexadecimal digits of a SHA-256 to base64.
function(nonmun_base64 hex variable)
    set(digits "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    set(text "")
    foreach(at RANGE 0 63 3)  # three hexadecimal digits give two base64 digits; the last group is padded with zeros
        string(SUBSTRING "${hex}00" ${at} 3 twelve)
        math(EXPR high "0x${twelve} / 64")
        math(EXPR low "0x${twelve} % 64")
        string(SUBSTRING ${digits} ${high} 1 high)
        string(SUBSTRING ${digits} ${low} 1 low)
        string(APPEND text ${high}${low})
    endforeach()
    string(SUBSTRING ${text} 0 43 text)
    set(${variable} "${text}=" PARENT_SCOPE)
endfunction()

# nonmun_program(NAME LIBRARY SOURCES...): an installed program that links nonmun::LIBRARY.
function(nonmun_program name library)
    add_executable(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE nonmun::${library} $<$<BOOL:${NONMUN_MIMALLOC}>:mimalloc>)
    # The program does not refer to the allocator, so the linker would drop it.
    target_link_options(${name} PRIVATE $<$<BOOL:${NONMUN_MIMALLOC}>:-Wl,--no-as-needed>)
    target_compile_definitions(${name} PRIVATE NONMUN_VERSION="${PROJECT_VERSION}")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
    nonmun_warnings(${name})
    install(TARGETS ${name} RUNTIME)
endfunction()

# nonmun_assets(TARGET FOLDER FILES...): embeds every file of FOLDER, and FILES by their names, in TARGET. assets() in
# query/http/assets.hpp lists them.
function(nonmun_assets target folder)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/${folder} ${folder}/*)
    list(SORT files)
    set(number 0)
    set(declarations "")
    set(rows "")
    foreach(file IN LISTS files ARGN)
        cmake_path(IS_ABSOLUTE file elsewhere)
        if(elsewhere)
            cmake_path(GET file FILENAME path)
            set(source ${file})
        else()
            set(path ${file})
            set(source ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/${file})
        endif()
        nonmun_embed(${target} asset_${number} ${source})
        string(APPEND declarations "std::string_view embedded_asset_${number}();\n")
        string(APPEND rows "    {\"/${path}\", embedded_asset_${number}},\n")
        math(EXPR number "${number} + 1")
    endforeach()
    file(CONFIGURE OUTPUT assets_table.cpp @ONLY CONTENT "// Made by nonmun_assets (cmake/nonmun.cmake).
#include \"query/http/assets.hpp\"

namespace nonmun {
@declarations@
std::span<const Asset> assets() {
    static constexpr Asset table[] = {
@rows@    };
    return table;
}
}  // namespace nonmun
")
    target_sources(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/assets_table.cpp)
endfunction()
