/// A crash site is the place in the loader's code that a sanitizer's report, or a thread's stack, points to.
///
/// Reports hold module offsets (`symbolize=0`); names come from llvm-symbolizer, asked once for each place. Without it
/// a place is "module+0x1234", which is as stable as the binary.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proofload {

struct Frame {
  std::string module;
  std::uint64_t offset = 0;

  auto operator<=>(const Frame&) const = default;
};

/// The stacks in a text, in order, each with its innermost frame first.
std::vector<std::vector<Frame>> stacks_in(std::string_view text);

struct CrashSite {
  std::string function;  ///< without namespaces that have no name, template arguments and parameters
  std::string file;      ///< without folders; empty when unknown
  std::uint64_t line = 0;

  bool operator==(const CrashSite&) const = default;
};

/// "read_row:png.cpp:42"
std::string describe(const CrashSite& site);

/// All functions at a place, those inlined there first. Never empty.
std::vector<CrashSite> symbolize(const Frame& frame);

struct CrashSites {
  /// The places of the first stack that are the loader's, innermost first: not the harness's, the standard library's,
  /// or a sanitizer's. When the first stack has none, those of the next one that has (where the memory was allocated).
  std::vector<CrashSite> loader;
  std::vector<CrashSite> others;  ///< the first stack, when no place is the loader's
  bool any_stack = false;
};

CrashSites crash_sites(std::string_view text);

}  // namespace proofload
