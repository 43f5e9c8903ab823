/// The verbs of the command line, as functions of what was asked for. They print, and return the exit code.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"

namespace proofload::cli {

enum class Format : std::uint8_t { text, json };

struct LoadersRequest {
  enum class Show : std::uint8_t { declarations, clauses } show = Show::declarations;
  std::vector<std::string> loaders;  ///< empty: all
  Format format = Format::text;
};
ExitCode list_loaders(const LoadersRequest& request);

struct FuzzRequest {
  std::string loader;
  std::chrono::milliseconds duration{60'000};
  std::uint32_t jobs = 1;
  std::string folder;  ///< empty: findings/LOADER
  std::vector<std::string> corpora;
  std::string dictionary;
  std::uint64_t seed = 1;
  std::uint64_t runs = 0;
  std::chrono::milliseconds flat{0};  ///< 0: goes on while nothing is new
  enum class Until : std::uint8_t { over, finding } until = Until::over;
  std::string until_clause;  ///< of that finding; empty: any
  std::uint64_t memory = 0;  ///< 0: the campaign's default
  Format format = Format::text;
};
ExitCode fuzz(const FuzzRequest& request);

struct TestRequest {
  std::string loader;
  std::uint64_t cases = 1000;
  std::uint64_t seed = 1;
  std::chrono::milliseconds duration{0};  ///< 0: until the cases are done
  std::string folder;                     ///< empty: findings/LOADER
  std::uint64_t memory = 0;
  Format format = Format::text;
};
ExitCode test(const TestRequest& request);

struct CheckRequest {
  std::string loader;
  std::vector<std::string> cases;
  std::uint64_t memory = 0;
  Format format = Format::text;
};
ExitCode check_cases(const CheckRequest& request);

struct TraceRequest {
  std::string loader;
  std::string path;
  std::chrono::milliseconds duration{60'000};
  Format format = Format::text;
};
ExitCode trace(const TraceRequest& request);

struct ReplayRequest {
  std::string finding;
  std::uint64_t memory = 0;
  Format format = Format::text;
};
ExitCode replay(const ReplayRequest& request);

struct MinimizeRequest {
  std::vector<std::string> words;  ///< LOADER CASE; with a command only a folder or a case
  std::string command;             ///< a program instead of a loader
  std::string interesting;         ///< … whose exit status 0 means "keep"
  std::string match;
  std::uint32_t jobs = 1;
  std::chrono::milliseconds timeout{0};
  std::string out;
  std::string gtest;                      ///< where a GoogleTest file goes; empty: none
  std::string clause;                     ///< which failure, when there are several; empty: the first
  std::chrono::milliseconds duration{0};  ///< 0: until nothing gets smaller
  std::uint64_t calls = 0;                ///< 0: any number
  std::uint64_t memory = 0;
  Format format = Format::text;
};
ExitCode minimize(const MinimizeRequest& request);

struct MinimizeCorpusRequest {
  std::string folder;  ///< of a campaign, or with cases
  std::string out;
  std::string loader;                     ///< empty: what the campaign or a case says
  std::chrono::milliseconds duration{0};  ///< 0: as long as it takes
  std::uint64_t memory = 0;
  Format format = Format::text;
};
ExitCode minimize_corpus(const MinimizeCorpusRequest& request);

struct ReportRequest {
  std::string folder;  ///< of a campaign
  std::string out;     ///< empty: the same
  Format format = Format::text;
};
ExitCode report(const ReportRequest& request);

struct ExplainRequest {
  std::string clause;  ///< empty: all, a line each
  Format format = Format::text;
};
ExitCode explain(const ExplainRequest& request);

}  // namespace proofload::cli
