#include "run/verdict_wire.hpp"

#include "run/wire.hpp"

namespace proofload {
namespace {

void put(WireWriter& to, const std::optional<std::uint64_t>& number) {
  to.put(number.has_value() ? 1U : 0U);
  to.put(number.value_or(0));
}

std::optional<std::uint64_t> get_optional(WireReader& from) {
  const bool there = from.get<std::uint64_t>() != 0;
  const auto number = from.get<std::uint64_t>();
  return there ? std::optional(number) : std::nullopt;
}

void put(WireWriter& to, const Because& because) {
  to.put(because.cause);
  to.put(because.what);
  to.put(because.samples.size());
  for (const std::string& sample : because.samples) {
    to.put(sample);
  }
  put(to, because.epoch);
  put(to, because.batch);
  put(to, because.row);
  to.put(because.expected);
  to.put(because.found);
  to.put(because.advice);
}

Because get_because(WireReader& from) {
  Because because;
  because.cause = from.get_text();
  because.what = from.get_text();
  because.samples.resize(from.get_count());
  for (std::string& sample : because.samples) {
    sample = from.get_text();
  }
  because.epoch = get_optional(from);
  because.batch = get_optional(from);
  because.row = get_optional(from);
  because.expected = from.get_text();
  because.found = from.get_text();
  because.advice = from.get_text();
  return because;
}

}  // namespace

std::vector<std::byte> write_verdict(const Verdict& verdict) {
  WireWriter to;
  to.reserve(4096);
  for (const Judgement& judgement : verdict.judgements) {
    to.put(judgement.state);
    to.put(judgement.note);
    to.put(judgement.because.size());
    for (const Because& because : judgement.because) {
      put(to, because);
    }
  }
  to.put(verdict.fired.size());
  for (const std::uint64_t fired : verdict.fired) {
    to.put(fired);
  }
  to.put(verdict.loader_nanoseconds);
  to.put(verdict.total_nanoseconds);
  to.put(verdict.tool_failure);
  return to.bytes();
}

std::optional<Verdict> read_verdict(std::span<const std::byte> bytes) {
  WireReader from(bytes);
  Verdict verdict;
  for (Judgement& judgement : verdict.judgements) {
    const auto state = from.get<std::uint64_t>();
    if (state > static_cast<std::uint64_t>(Judgement::State::broken)) {
      return std::nullopt;
    }
    judgement.state = static_cast<Judgement::State>(state);
    judgement.note = from.get_text();
    const std::size_t count = from.get_count();
    for (std::size_t i = 0; i < count && from.ok(); ++i) {
      judgement.because.push_back(get_because(from));
    }
  }
  verdict.fired.resize(from.get_count());
  for (std::uint64_t& fired : verdict.fired) {
    fired = from.get<std::uint64_t>();
  }
  verdict.loader_nanoseconds = from.get<std::uint64_t>();
  verdict.total_nanoseconds = from.get<std::uint64_t>();
  verdict.tool_failure = from.get_text();
  return from.done() ? std::optional(std::move(verdict)) : std::nullopt;
}

}  // namespace proofload
