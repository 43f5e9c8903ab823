// Faults: fewer, then simpler, each towards the start of its file and the number one.
#include <algorithm>
#include <utility>

#include "minimize/list.hpp"
#include "minimize/passes.hpp"

namespace proofload {
namespace {

template <class T>
std::vector<T> chosen(const std::vector<T>& from, std::span<const std::size_t> kept) {
  std::vector<T> some;
  for (const std::size_t index : kept) {
    some.push_back(from[index]);
  }
  return some;
}

template <class T>
void field(Search& search, std::size_t fault, T Fault::* member, T value) {
  Case next = search.best();
  if (next.faults[fault].*member != value) {
    next.faults[fault].*member = std::move(value);
    search.attempt(std::move(next));
  }
}

}  // namespace

void minimize_faults(Search& search) {
  const Case base = search.best();
  if (!base.faults.empty()) {
    minimize_list(search, {.size = base.faults.size(), .render = [&](std::span<const std::size_t> kept) {
                             Case next = base;
                             next.faults = chosen(base.faults, kept);
                             return next;
                           }});
  }
  const Case fewer = search.best();
  if (!fewer.comparisons.empty()) {
    minimize_list(search, {.size = fewer.comparisons.size(), .render = [&](std::span<const std::size_t> kept) {
                             Case next = fewer;
                             next.comparisons = chosen(fewer.comparisons, kept);
                             return next;
                           }});
  }
}

void minimize_fault_details(Search& search) {
  for (std::size_t i = 0; i < search.best().faults.size() && !search.over(); ++i) {
    field(search, i, &Fault::at, Place{});
    if (const Place at = search.best().faults[i].at; at.value > 0) {
      minimize_number(search, 0, at.value, [&, base = search.best()](std::size_t value) {
        Case next = base;
        next.faults[i].at.value = value;
        return next;
      });
    }
    for (const std::uint64_t amount : {std::uint64_t{0}, std::uint64_t{1}}) {
      field(search, i, &Fault::amount, amount);
    }
    field(search, i, &Fault::seed, std::uint64_t{0});
    field(search, i, &Fault::nth, std::uint32_t{0});
    field(search, i, &Fault::nth, std::uint32_t{1});
    for (const std::string_view text : traits(search.best().faults[i].kind).texts) {
      field(search, i, &Fault::text, std::string(text));
    }
  }
}

}  // namespace proofload
