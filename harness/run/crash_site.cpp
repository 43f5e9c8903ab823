#include "run/crash_site.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <link.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>

extern char** environ;

namespace proofload {
namespace {

constexpr std::size_t most_frames = 24;  // of one stack: what is further out has never been the cause

std::string_view base_name(std::string_view path) {
  path.remove_prefix(path.find_last_of('/') + 1);  // npos + 1 is 0
  return path;
}

/// "(anonymous namespace)::Row<int>::read(char const*)" becomes "Row::read".
std::string short_name(std::string_view function) {
  std::string result;
  int angles = 0;
  for (std::size_t i = 0; i < function.size(); ++i) {
    constexpr std::string_view unnamed = "(anonymous namespace)::";
    const char c = function[i];
    if (angles == 0 && function.substr(i).starts_with(unnamed)) {
      i += unnamed.size() - 1;
    } else if (c == '<' && !result.ends_with("operator")) {
      ++angles;
    } else if (c == '>' && angles > 0) {
      --angles;
    } else if (angles == 0) {
      if (c == '(' && !result.empty() && !result.ends_with("operator")) {
        break;
      }
      result += c == ' ' ? '_' : c;
    }
  }
  return result.substr(0, 100);
}

/// What a program prints; empty when it cannot be run.
std::string output_of(std::vector<std::string> command) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return {};
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<char*> arguments;
  for (std::string& argument : command) {
    arguments.push_back(argument.data());
  }
  arguments.push_back(nullptr);
  pid_t child = -1;
  const int failed = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  std::string text;
  if (failed == 0) {
    std::array<char, 4096> part{};
    for (;;) {
      const ssize_t size = read(ends[0], part.data(), part.size());
      if (size > 0) {
        text.append(part.data(), static_cast<std::size_t>(size));
      } else if (size == 0 || errno != EINTR) {
        break;
      }
    }
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  close(ends[0]);
  return text;
}

/// A function at a place, with its file's whole path.
struct Named {
  CrashSite site;
  std::string path;
};

std::map<Frame, std::vector<Named>>& known() {
  static std::map<Frame, std::vector<Named>> all;
  return all;
}

/// Asks for all frames of one module at once: starting the symbolizer is what costs.
void ask(const std::string& module, const std::vector<std::uint64_t>& offsets) {
  for (const char* program : {"llvm-symbolizer-19", "llvm-symbolizer"}) {
    std::vector<std::string> command = {program, "--output-style=JSON", "--obj=" + module};
    for (const std::uint64_t offset : offsets) {
      command.push_back(fmt::format("{:#x}", offset));
    }
    const auto answer = nlohmann::json::parse(output_of(std::move(command)), nullptr, false);
    if (!answer.is_array() || answer.size() != offsets.size()) {
      continue;
    }
    for (std::size_t i = 0; i < offsets.size(); ++i) {
      std::vector<Named>& names = known()[{module, offsets[i]}];
      for (const auto& symbol : answer[i].value("Symbol", nlohmann::json::array())) {
        const std::string function = symbol.value("FunctionName", "");
        if (!function.empty()) {
          const std::uint64_t line = symbol.value("Line", std::uint64_t{0});
          // Without a line, the file is guessed from the symbol table, where a fused object's functions have none.
          const std::string path = line == 0 ? "" : symbol.value("FileName", "");
          names.push_back({{short_name(function), std::string(base_name(path)), line}, path});
        }
      }
    }
    return;
  }
}

void learn(const std::vector<Frame>& stack) {
  std::map<std::string, std::vector<std::uint64_t>> wanted;
  for (const Frame& frame : stack) {
    if (!known().contains(frame)) {
      wanted[frame.module].push_back(frame.offset);
    }
  }
  for (const auto& [module, offsets] : wanted) {
    ask(module, offsets);
    for (const std::uint64_t offset : offsets) {
      std::vector<Named>& names = known()[{module, offset}];
      if (names.empty()) {
        names.push_back({{fmt::format("{}+{:#x}", base_name(module), offset), "", 0}, ""});
      }
    }
  }
}

/// Where this function itself is, as a report would name it.
Frame here() {
  Frame frame;
  std::array<char, 4096> path{};
  const ssize_t size = readlink("/proc/self/exe", path.data(), path.size());
  frame.module.assign(path.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  frame.offset = reinterpret_cast<std::uintptr_t>(&here);  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast)
  dl_iterate_phdr(
      [](dl_phdr_info* program, std::size_t, void* offset) {  // the first is the program
        *static_cast<std::uint64_t*>(offset) -= program->dlpi_addr;
        return 1;
      },
      &frame.offset);
  return frame;
}

/// The folder that harness, engines and contract were compiled in, from this file's own name; empty when debug
/// information does not tell it, as in an installed package.
const std::string& project() {
  static const std::string folder = [] {
    constexpr std::string_view tail = "harness/run/crash_site.cpp";
    const Frame own = here();
    learn({own});
    std::string path = known()[own].back().path;
    const bool whole = path.starts_with('/') && path.ends_with(tail);
    path.resize(whole ? path.size() - tail.size() : 0);
    return path;
  }();
  return folder;
}

bool is_harness(std::string_view path) {
  if (project().empty() || !path.starts_with(project())) {
    return false;
  }
  path.remove_prefix(project().size());
  return std::ranges::any_of(
      std::array<std::string_view, 5>{"harness/", "fuzz/", "properties/", "loaders/contract/", "loaders/include/"},
      [&](std::string_view folder) { return path.starts_with(folder); });
}

/// Code under everybody's code: the standard library, the C library, the sanitizers and the engine.
bool is_ground(const Named& named, const std::string& module) {
  for (const std::string_view folder : {"/lib", "/usr/lib"}) {
    if (module.starts_with(folder)) {
      return true;
    }
  }
  if (named.path.find("/include/c++/") != std::string::npos || named.path.find("compiler-rt") != std::string::npos ||
      named.path.find("/lib/fuzzer/") != std::string::npos) {
    return true;
  }
  constexpr std::array<std::string_view, 8> beginnings = {"__",    "_start",   "operator_new", "operator_delete",
                                                          "std::", "fuzzer::", "_sanitizer",   "___"};
  constexpr std::array<std::string_view, 9> allocation = {"malloc",  "calloc", "realloc", "free", "memcpy",
                                                          "memmove", "memset", "memcmp",  "abort"};
  const std::string& function = named.site.function;
  return std::ranges::any_of(beginnings, [&](std::string_view start) { return function.starts_with(start); }) ||
         (named.path.empty() && std::ranges::find(allocation, function) != allocation.end());
}

enum class Names { with_file, any };

/// The places of a stack that are the loader's, innermost first.
std::vector<CrashSite> loader_in(const std::vector<Frame>& stack, Names names) {
  std::vector<CrashSite> found;
  for (const Frame& frame : stack) {
    for (const Named& named : known()[frame]) {
      const bool enough = names == Names::any || !named.path.empty();
      if (enough && !is_harness(named.path) && !is_ground(named, frame.module) && named.site.function != "main") {
        found.push_back(named.site);
      }
    }
  }
  return found;
}

}  // namespace

std::vector<std::vector<Frame>> stacks_in(std::string_view text) {
  std::vector<std::vector<Frame>> stacks;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    // "    #3 0x55f3  (/path/program+0x1c0b4) (BuildId: …)"
    const std::size_t number = line.find_first_not_of(' ');
    if (number == std::string_view::npos || line[number] != '#') {
      continue;
    }
    const std::size_t plus = line.rfind("+0x");
    const std::size_t open = plus == std::string_view::npos ? plus : line.rfind(" (", plus);
    if (open == std::string_view::npos) {
      continue;
    }
    Frame frame{std::string(line.substr(open + 2, plus - open - 2)), 0};
    std::from_chars(line.data() + plus + 3, line.data() + line.size(), frame.offset, 16);
    if (line.substr(number).starts_with("#0 ") || stacks.empty()) {
      stacks.emplace_back();
    }
    if (stacks.back().size() < most_frames) {
      stacks.back().push_back(std::move(frame));
    }
  }
  return stacks;
}

std::string describe(const CrashSite& site) {
  return site.file.empty() ? site.function : fmt::format("{}:{}:{}", site.function, site.file, site.line);
}

std::vector<CrashSite> symbolize(const Frame& frame) {
  learn({frame});
  std::vector<CrashSite> sites;
  for (const Named& named : known()[frame]) {
    sites.push_back(named.site);
  }
  return sites;
}

CrashSites crash_sites(std::string_view text) {
  CrashSites result;
  const auto stacks = stacks_in(text);
  result.any_stack = !stacks.empty();
  const auto some = std::span(stacks).first(std::min<std::size_t>(stacks.size(), 16));
  for (const Names names : {Names::with_file, Names::any}) {
    for (const auto& stack : some) {
      learn(stack);
      result.loader = loader_in(stack, names);
      if (!result.loader.empty()) {
        return result;
      }
    }
  }
  if (!stacks.empty()) {
    for (const Frame& frame : stacks.front()) {
      for (const Named& named : known()[frame]) {
        result.others.push_back(named.site);
      }
    }
  }
  return result;
}

}  // namespace proofload
