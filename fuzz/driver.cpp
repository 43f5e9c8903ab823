// The driver is what libFuzzer, and engines that speak its language, call. Everything else is the same for any caller.
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "target.hpp"

namespace {

bool is_file(const char* path) {
  struct stat status{};
  return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/// Options that engines get unless they are given. libFuzzer's own limit, 4096 bytes without a corpus, is shorter than
/// most cases; named files must not be cut, so they are replayed without a limit. A leak is judged by `no-leak`; the
/// engine would run every case a second time that keeps some memory, such as a cache's. Doing this twice (merging
/// starts the program again) changes nothing.
void add_defaults(int& argc, char**& argv) {
  static std::array<std::string, 2> defaults = {"-max_len=1048576", "-detect_leaks=0"};
  static std::vector<char*> longer;
  const std::span<char*> given(argv, static_cast<std::size_t>(argc));
  longer.assign(given.begin(), given.end());
  const bool named_files =
      std::ranges::any_of(given.subspan(1), [](const char* argument) { return *argument != '-' && is_file(argument); });
  for (std::string& option : defaults) {
    const std::string_view name = std::string_view(option).substr(0, option.find('=') + 1);
    const bool known = std::ranges::any_of(
        given.subspan(1), [&](const char* argument) { return std::string_view(argument).starts_with(name); });
    if (!known && !(named_files && name == "-max_len=")) {
      longer.push_back(option.data());
    }
  }
  argc = static_cast<int>(longer.size());
  longer.push_back(nullptr);
  argv = longer.data();
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  constexpr std::string_view option = "-artifact_prefix=";
  std::string prefix;
  for (int i = 1; i < *argc; ++i) {
    const std::string_view argument = (*argv)[i];
    if (argument.starts_with(option)) {
      prefix = argument.substr(option.size());
    }
  }
  proofload::Target::instance().set_artifact_prefix(prefix);
  add_defaults(*argc, *argv);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  proofload::Target::instance().judge(std::as_bytes(std::span(data, size)));
  return 0;
}
