# How every target of the project is built.

# nonmun_library(NAME SOURCES...): a static library nonmun_NAME, known to the others as nonmun::NAME.
function(nonmun_library name)
    add_library(nonmun_${name} STATIC ${ARGN})
    add_library(nonmun::${name} ALIAS nonmun_${name})
    target_include_directories(nonmun_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    nonmun_warnings(nonmun_${name})
endfunction()

function(nonmun_warnings target)
    # (The sanitizer presets silence -Wmaybe-uninitialized, which g++ 12 raises in <regex> there: GCC bug 105562.)
    # g++ 12 sees overlapping copies where none are, in operator+ of strings (GCC bug 105651): no -Wrestrict.
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wno-restrict
        $<$<BOOL:${NONMUN_WERROR}>:-Werror>)
endfunction()

# nonmun_embed(TARGET NAME FILE): makes FILE part of TARGET, read through embedded_NAME().
function(nonmun_embed target NAME file)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE FILE)
    set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_${NAME}.cpp)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/embed.cpp.in ${source} @ONLY)
    set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${FILE})
    target_sources(${target} PRIVATE ${source})
endfunction()

# nonmun_program(NAME LIBRARY SOURCES...): an installed program on top of nonmun::LIBRARY.
function(nonmun_program name library)
    add_executable(${name} ${ARGN})
    target_link_libraries(${name} PRIVATE nonmun::${library})
    target_compile_definitions(${name} PRIVATE NONMUN_VERSION="${PROJECT_VERSION}")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
    nonmun_warnings(${name})
    install(TARGETS ${name} RUNTIME)
endfunction()
