#include "run/sanitizer_report.hpp"

#include <execinfo.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include "run/deathbed.hpp"

// The runtime's own names, there only when a sanitizer is linked.
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
[[gnu::weak]] void __asan_set_error_report_callback(void (*callback)(const char*));
[[gnu::weak]] void __sanitizer_print_stack_trace();
[[gnu::weak]] void __ubsan_get_current_report_data(const char** kind, const char** message, const char** file,
                                                   unsigned* line, unsigned* column, char** address);

// symbolize: a crash costs 72 ms with, 3 ms without; whoever shows a report names its frames once.
// detect_leaks: a loader that leaks is `no-leak`, not a death. max_allocation_size_mb: a size taken from a damaged
// header is a report, not a machine that swaps. handle_*: abort, a trap and a division by zero get a stack as well.
// max_malloc_fill_size: what is read before it is written is the same in every run, so that what comes of it replays;
// the default of 4 KB leaves larger blocks, such as a decoder's tables, with whatever was there. max_uar_stack_size_log:
// each thread gets a second stack of this size, for uses after return; making the default's 1 MB takes a tenth of the
// time of cases with workers.
[[gnu::used]] const char* __asan_default_options() {
  return "symbolize=0:exitcode=77:abort_on_error=0:detect_leaks=0:allocator_may_return_null=0:"
         "max_allocation_size_mb=2048:malloc_context_size=8:quarantine_size_mb=16:handle_abort=1:handle_sigill=1:"
         "handle_sigfpe=1:print_legend=0:max_malloc_fill_size=1048576:max_uar_stack_size_log=16";
}

[[gnu::used]] const char* __ubsan_default_options() {
  return "symbolize=0:exitcode=77:print_stacktrace=1:report_error_type=1";
}

// halt_on_error: the first race ends the run, as every other report does. die_after_fork: the harness forks workers
// that start threads, from a process that has none. stack_trace_format: as the other sanitizers write frames, with the
// module's whole path.
[[gnu::used]] const char* __tsan_default_options() {
  return "symbolize=0:exitcode=77:halt_on_error=1:die_after_fork=0:report_thread_leaks=0:report_signal_unsafe=0:"
         "handle_abort=1:allocator_may_return_null=0:max_allocation_size_mb=2048:"
         "stack_trace_format=\"    #%n %p %F %L\"";
}

// Called by the runtime for each report of a race, before it is printed.
[[gnu::used]] void __tsan_on_report(const void* /*report*/) {
  proofload::say(proofload::Deathbed::Kind::sanitizer, "data-race",
                 "two threads use the same memory, at least one of them writes, and nothing orders them");
}

// Called by the runtime for each report of undefined behavior, before it is printed.
[[gnu::used]] void __ubsan_on_report() {
  if (__ubsan_get_current_report_data == nullptr) {
    return;
  }
  const char* kind = "";
  const char* message = "";
  const char* file = "";
  unsigned line = 0;
  unsigned column = 0;
  char* address = nullptr;
  __ubsan_get_current_report_data(&kind, &message, &file, &line, &column, &address);
  std::string_view name = file == nullptr ? "" : file;
  name.remove_prefix(name.find_last_of('/') + 1);  // npos + 1 is 0
  std::array<char, 256> cause{};
  std::array<char, 1024> what{};
  std::snprintf(cause.data(), cause.size(), "%s@%.*s:%u", kind, static_cast<int>(name.size()), name.data(), line);
  std::snprintf(what.data(), what.size(), "%s", message);
  proofload::say(proofload::Deathbed::Kind::sanitizer, cause.data(), what.data());
}
}
// NOLINTEND(bugprone-reserved-identifier)

namespace proofload {
namespace {

void on_report(const char* text) {
  // What it says is read by the survivor, who may allocate.
  say(Deathbed::Kind::sanitizer, "", "", text);
}

}  // namespace

void catch_sanitizer_reports() {
  if (__asan_set_error_report_callback != nullptr) {
    __asan_set_error_report_callback(on_report);
  }
}

void print_own_stack() {
  if (__sanitizer_print_stack_trace != nullptr) {
    __sanitizer_print_stack_trace();
    return;
  }
  std::array<void*, 64> frames{};
  const int count = backtrace(frames.data(), static_cast<int>(frames.size()));
  backtrace_symbols_fd(frames.data(), count, STDERR_FILENO);
}

}  // namespace proofload
