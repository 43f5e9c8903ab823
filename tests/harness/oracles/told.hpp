/// What a verdict says, for the reader of a failed test; and how long to try.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>

#include "proofload/case.hpp"
#include "proofload/verdict.hpp"

namespace proofload::test {

/// PROOFLOAD_TEST_ROUNDS in the environment lengthens (or shortens) a hunt.
inline int rounds(int otherwise) {
  const char* wanted = std::getenv("PROOFLOAD_TEST_ROUNDS");  // NOLINT(concurrency-mt-unsafe): before any thread
  return wanted == nullptr ? otherwise : std::atoi(wanted);
}

/// PROOFLOAD_TEST_SEED likewise draws other cases.
inline std::uint64_t seed(std::uint64_t otherwise) {
  const char* wanted = std::getenv("PROOFLOAD_TEST_SEED");  // NOLINT(concurrency-mt-unsafe): before any thread
  return wanted == nullptr ? otherwise : std::strtoull(wanted, nullptr, 10);
}

inline std::string told(const Case& value, const Verdict& verdict) {
  std::string text = describe(value);
  for (const Fault& fault : value.faults) {
    text += "\n  " + describe(fault);
  }
  if (!verdict.tool_failure.empty()) {
    text += "\n  tool failure: " + verdict.tool_failure;
  }
  for (const Clause clause : verdict.broken()) {
    for (const Because& because : verdict[clause].because) {
      text += "\n  " + std::string(name(clause)) + "/" + because.cause + ": " + because.what + "; expected " +
              because.expected + ", found " + because.found;
      if (because.batch && because.row) {
        text += " at batch " + std::to_string(*because.batch) + " row " + std::to_string(*because.row);
      }
      for (const std::string& sample : because.samples) {
        text += " [" + escape(sample) + "]";
      }
    }
  }
  return text;
}

}  // namespace proofload::test
