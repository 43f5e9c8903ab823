# proofload_add_loader(NAME SOURCES file… [LIBRARIES target…] [REGRESSIONS folder] [NO_TESTS])
#
# From one loader: a fuzz target `fuzz_NAME`, the property suite and the replay of its regressions under ctest, and the
# loader in this project's own `proofload` command. LIBRARIES are what the loader needs; those of this project should be
# instrumented as well (proofload_instrument). NO_TESTS leaves the ctest entries out (specimens that are meant to fail).
#
# This is the one file that says what is instrumented: loaders are, the harness is not. See fuzz/localize.sh.

set(PROOFLOAD_SANITIZE "address,undefined" CACHE STRING
    "Sanitizers of the loaders, as for -fsanitize=; empty for none. Unused when CMAKE_CXX_FLAGS already name some.")

set(proofload_sanitize_compile "")
set(proofload_sanitize_link "")
set(proofload_engine_link "")
if(CMAKE_CXX_FLAGS MATCHES "-fsanitize=")
  set(proofload_engine_link "$ENV{LIB_FUZZING_ENGINE}")
elseif(PROOFLOAD_SANITIZE)
  set(proofload_sanitize_compile -fsanitize=${PROOFLOAD_SANITIZE} -fno-sanitize-recover=all)
  set(proofload_sanitize_link -fsanitize=${PROOFLOAD_SANITIZE})
  if(PROOFLOAD_SANITIZE MATCHES "address")
    # Reading a vector's spare capacity is an error, too.
    list(APPEND proofload_sanitize_compile -D_GLIBCXX_SANITIZE_VECTOR=1)
  endif()
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize=")
  if(proofload_sanitize_link)
    # Without comparison tracing: it takes a third of the time, and cases are mutated by their structure, not by bytes
    # that comparisons give away.
    list(APPEND proofload_sanitize_compile -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp)
  endif()
  set(proofload_engine_link -fsanitize=fuzzer)
endif()

# Compiles a target like a loader.
function(proofload_instrument target)
  target_compile_options(${target} PRIVATE ${proofload_sanitize_compile} -O1 -g1 -fno-omit-frame-pointer)
endfunction()

# Compiles a target like the harness, whatever flags are global.
function(proofload_plain target)
  target_compile_options(${target} PRIVATE -fno-sanitize=all -g1)
endfunction()

function(proofload_add_loader name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "NO_TESTS" "REGRESSIONS" "SOURCES;LIBRARIES")
  if(NOT arg_SOURCES)
    message(FATAL_ERROR "proofload_add_loader(${name}): name its SOURCES")
  endif()
  add_library(${name}_loader OBJECT ${arg_SOURCES})
  target_link_libraries(${name}_loader PUBLIC proofload::contract ${arg_LIBRARIES})
  proofload_instrument(${name}_loader)

  if(proofload_engine_link)
    add_executable(fuzz_${name} $<TARGET_OBJECTS:${name}_loader>)
    set_target_properties(fuzz_${name} PROPERTIES LINKER_LANGUAGE CXX RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
    target_link_libraries(fuzz_${name} PRIVATE ${arg_LIBRARIES} proofload::fuzz ${proofload_engine_link})
    target_link_options(fuzz_${name} PRIVATE ${proofload_sanitize_link})
  endif()

  set_property(GLOBAL APPEND PROPERTY PROOFLOAD_LOADERS ${name}_loader)
  set_property(GLOBAL APPEND PROPERTY PROOFLOAD_LOADER_LIBRARIES ${arg_LIBRARIES})
  get_property(made GLOBAL PROPERTY PROOFLOAD_COMMAND_MADE)
  if(NOT made)
    set_property(GLOBAL PROPERTY PROOFLOAD_COMMAND_MADE ON)
    cmake_language(DEFER DIRECTORY ${CMAKE_SOURCE_DIR} CALL proofload_add_command)
  endif()

  if(NOT arg_NO_TESTS)
    add_test(NAME properties.${name} COMMAND proofload test ${name} --cases 300)
    set_tests_properties(properties.${name} PROPERTIES TIMEOUT 300)
    if(arg_REGRESSIONS)
      file(GLOB cases CONFIGURE_DEPENDS "${arg_REGRESSIONS}/*")
      if(cases)
        add_test(NAME regressions.${name} COMMAND proofload check ${name} ${cases})
        set_tests_properties(regressions.${name} PROPERTIES TIMEOUT 300)
      endif()
    endif()
  endif()
endfunction()

# The project's own `proofload` command, with all of its loaders. Called once, at the end of the top-level folder.
function(proofload_add_command)
  get_property(loaders GLOBAL PROPERTY PROOFLOAD_LOADERS)
  get_property(libraries GLOBAL PROPERTY PROOFLOAD_LOADER_LIBRARIES)
  list(REMOVE_DUPLICATES libraries)
  list(TRANSFORM loaders REPLACE "(.+)" "$<TARGET_OBJECTS:\\1>" OUTPUT_VARIABLE objects)
  add_executable(proofload ${objects})
  set_target_properties(proofload PROPERTIES LINKER_LANGUAGE CXX RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
  target_link_libraries(proofload PRIVATE ${libraries} proofload::command)
  target_link_options(proofload PRIVATE ${proofload_sanitize_link})
endfunction()
