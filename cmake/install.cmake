# SPDX-License-Identifier: GPL-2.0-or-later
# What is installed beside the programs, and the Debian package made of it (scripts/package).

set(maintainer "The nonmun authors <nonmun@example.org>")

# The programs tell of themselves: manual pages and completion are what --man and --completion say.
set(generated ${PROJECT_BINARY_DIR}/install)
file(MAKE_DIRECTORY ${generated})
set(made "")
# nonmun_made(FILE PROGRAM ARGUMENTS...): FILE is what PROGRAM says.
function(nonmun_made file program)
    add_custom_command(OUTPUT ${generated}/${file} COMMAND ${program} ${ARGN} > ${generated}/${file}
        DEPENDS ${program} VERBATIM)
    set(made ${made} ${generated}/${file} PARENT_SCOPE)
endfunction()
find_program(GZIP gzip REQUIRED)
foreach(program nonmun nonmun-index)
    nonmun_made(${program}.1 ${program} --man)
    add_custom_command(OUTPUT ${generated}/${program}.1.gz DEPENDS ${generated}/${program}.1
        COMMAND ${GZIP} -9nc ${generated}/${program}.1 > ${generated}/${program}.1.gz VERBATIM)
    list(APPEND made ${generated}/${program}.1.gz)
    install(FILES ${generated}/${program}.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
endforeach()
# The changelog in Debian's form, which every package has; what changed stands in CHANGELOG.md beside it.
execute_process(COMMAND date -R -u -d ${NONMUN_DATE} OUTPUT_VARIABLE date OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
file(CONFIGURE OUTPUT ${generated}/changelog CONTENT "nonmun (${PROJECT_VERSION}) bookworm; urgency=medium

  * What has changed stands in CHANGELOG.md.

 -- ${maintainer}  ${date}
")
add_custom_command(OUTPUT ${generated}/changelog.gz DEPENDS ${generated}/changelog
    COMMAND ${GZIP} -9nc ${generated}/changelog > ${generated}/changelog.gz VERBATIM)
list(APPEND made ${generated}/changelog.gz)
install(FILES ${generated}/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
foreach(shell bash zsh fish)
    nonmun_made(completion.${shell} nonmun --completion ${shell})
endforeach()
add_custom_target(nonmun_installed_files ALL DEPENDS ${made})

foreach(program nonmun nonmun-index)  # bash and fish look for a file by the command's name
    install(FILES ${generated}/completion.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME ${program})
    install(FILES ${generated}/completion.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME ${program}.fish)
endforeach()
install(FILES ${generated}/completion.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _nonmun)
install(FILES packaging/nonmun-serve.service packaging/nonmun-index.service packaging/nonmun-index.timer
    DESTINATION lib/systemd/system)
# The documents, and what they link to, as they stand to each other in the tree; the samples are for trying.
install(FILES README.md CHANGELOG.md CONTRIBUTING.md COPYING packaging/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES packaging/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR}/packaging)
install(FILES query/service/answer_schemas.json DESTINATION ${CMAKE_INSTALL_DOCDIR}/query/service)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR}
    FILES_MATCHING PATTERN *.md PATTERN *.png PATTERN *.svg PATTERN *.json)
install(DIRECTORY data/2023 data/2024 DESTINATION ${CMAKE_INSTALL_DOCDIR}/data)
install(FILES data/README.txt DESTINATION ${CMAKE_INSTALL_DOCDIR}/data)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME nonmun)
set(CPACK_PACKAGE_VENDOR "The nonmun authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "search and recommend papers of daily digests")
set(CPACK_PACKAGE_DESCRIPTION "nonmun indexes Markdown digests of AI papers, with English titles and
Korean summaries, and finds papers by words of either language, by author
and by likeness. It writes reports on how papers resemble each other, and
serves a page, a JSON API, and tools for assistants.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "${maintainer}")
set(CPACK_DEBIAN_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "less, xdg-utils")  # the pager, and what opens pages
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "xapian-tools")       # xapian-tcpsrv for shards
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
include(CPack)
