#include "proofload/check.hpp"

#include <chrono>
#include <exception>

#include "oracles/oracle.hpp"
#include "run/pulse.hpp"

namespace proofload {

Verdict check(const Case& value, const RegisteredLoader& loader,
              const std::function<void(const Trace&)>& after_own_run) {
  const auto start = std::chrono::steady_clock::now();
  pulse().kept_bytes = 0;
  Verdict verdict;
  try {
    Hearing hearing(value, loader);
    if (after_own_run) {
      after_own_run(hearing.main().trace);
    }
    for (Judgement& judgement : verdict.judgements) {
      judgement = not_applicable("this version does not judge it");
    }
    for (const Oracle& oracle : oracles()) {
      verdict[oracle.clause] = oracle.judge(hearing);
    }
    verdict.fired = hearing.main().trace.fired;
    verdict.loader_nanoseconds = hearing.loader_nanoseconds();
  } catch (const std::exception& exception) {
    verdict.tool_failure = exception.what();
  }
  verdict.total_nanoseconds =
      static_cast<std::uint64_t>((std::chrono::steady_clock::now() - start) / std::chrono::nanoseconds(1));
  return verdict;
}

}  // namespace proofload
