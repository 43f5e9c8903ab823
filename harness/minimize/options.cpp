// Load options towards the simplest: no workers, one epoch, batches of one.
#include <algorithm>
#include <utility>
#include <vector>

#include "minimize/edit.hpp"
#include "minimize/list.hpp"
#include "minimize/passes.hpp"

namespace proofload {
namespace {

template <class Get>
void number(Search& search, Get get) {
  const Case base = search.best();
  const Case& simplest = search.settings().simplest;
  const auto now = static_cast<std::uint64_t>(get(std::as_const(base)));
  const auto goal = static_cast<std::uint64_t>(get(simplest));
  if (now <= goal) {
    return;
  }
  const auto make = [&](std::size_t value) {
    Case next = base;
    get(next) = static_cast<std::remove_cvref_t<decltype(get(next))>>(value);
    return next;
  };
  // Small values one after the other: what shows with remainders shows with some of them and not with others.
  constexpr std::uint64_t small = 8;
  for (std::uint64_t value = goal; value < std::min(now, goal + small); ++value) {
    if (search.attempt(make(value))) {
      return;
    }
  }
  if (now > goal + small) {
    minimize_number(search, goal + small, now, make);
  }
}

template <class Change>
void change(Search& search, Change how) {
  Case next = search.best();
  how(next);
  if (next != search.best()) {
    search.attempt(std::move(next), Effort::thorough);
  }
}

}  // namespace

void minimize_options(Search& search) {
  const Case& simplest = search.settings().simplest;
  change(search, [&](Case& next) {
    next.options = simplest.options;
    next.epochs = simplest.epochs;
    next.carrier = simplest.carrier;
  });
  change(search, [&](Case& next) { next.carrier = simplest.carrier; });
  number(search, [](auto& value) -> auto& { return value.options.workers; });
  number(search, [](auto& value) -> auto& { return value.options.prefetch; });
  change(search, [&](Case& next) {
    next.options.shards = simplest.options.shards;
    next.options.shard = simplest.options.shard;
  });
  number(search, [](auto& value) -> auto& { return value.options.shard; });
  number(search, [](auto& value) -> auto& { return value.options.shards; });
  change(search, [&](Case& next) { next.options.shuffle = simplest.options.shuffle; });
  number(search, [](auto& value) -> auto& { return value.epochs; });
  change(search, [&](Case& next) { next.options.bad_sample = simplest.options.bad_sample; });
  change(search, [&](Case& next) { next.options.last_batch = simplest.options.last_batch; });
  number(search, [](auto& value) -> auto& { return value.options.batch_size; });
  number(search, [](auto& value) -> auto& { return value.options.seed; });
}

}  // namespace proofload
