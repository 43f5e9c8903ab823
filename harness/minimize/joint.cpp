// What goes only together with something else.
#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "minimize/edit.hpp"
#include "minimize/passes.hpp"
#include "proofload/generate.hpp"

namespace proofload {
namespace {

/// Options under which fewer files may do: another seed, a smaller batch, more workers.
std::vector<LoadOptions> instead_of(const LoadOptions& now, const LoadOptions& simplest) {
  std::vector<LoadOptions> others;
  const auto with = [&](auto member, auto value) {
    if (now.*member != value) {
      others.push_back(now);
      others.back().*member = value;
    }
  };
  for (std::uint64_t seed = 0; (now.seed != simplest.seed || now.shuffle != simplest.shuffle) && seed < 4; ++seed) {
    with(&LoadOptions::seed, seed);
  }
  for (std::uint64_t less = 1; less < std::min<std::uint64_t>(now.batch_size, 4); ++less) {
    with(&LoadOptions::batch_size, now.batch_size - less);
  }
  if (now.workers != simplest.workers) {
    with(&LoadOptions::workers, std::min(now.workers * 2, CaseLimits{}.workers));
  }
  return others;
}

/// One file less under other options.
void fewer_files(Search& search) {
  constexpr std::size_t few = 32;
  if (search.best().dataset.files.size() > few) {
    return;
  }
  const std::vector<LoadOptions> others = instead_of(search.best().options, search.settings().simplest.options);
  for (std::size_t gone = others.empty() ? 0 : search.best().dataset.files.size(); gone-- > 0 && !search.over();) {
    const Case fewer = with_files(search.best(), [&](std::size_t file) { return file != gone; });
    for (const LoadOptions& options : others) {
      Case next = fewer;
      next.options = options;
      if (search.attempt(std::move(next))) {
        break;
      }
    }
  }
}

/// One file less, whose content one in another folder has instead of its own. Within a folder deletion does as well.
void fewer_contents(Search& search) {
  constexpr std::size_t few = 8;
  bool changed = true;
  while (changed && !search.over()) {
    changed = false;
    const Case base = search.best();
    const std::size_t count = base.dataset.files.size();
    for (std::size_t gone = 0; count <= few && gone < count && !changed; ++gone) {
      const Blob& content = base.dataset.files[gone].bytes;
      for (std::size_t heir = 0; heir < count && !changed && !search.over(); ++heir) {
        if (content.size() > 0 && base.dataset.files[heir].bytes != content &&
            parent_of(base.dataset.files[heir].path) != parent_of(base.dataset.files[gone].path)) {
          changed = search.attempt(
              with_files(with_content(base, heir, content), [&](std::size_t file) { return file != gone; }));
        }
      }
    }
  }
}

/// What a comparison run does otherwise than the first run, done by that one: a run less.
Case as_compared(const Case& value, std::size_t comparison) {
  Case next = value;
  next.comparisons.erase(next.comparisons.begin() + static_cast<std::ptrdiff_t>(comparison));
  const CaseLimits most;
  switch (value.comparisons[comparison]) {
    case Comparison::other_batch_size:
      next.options.batch_size = std::min(next.options.batch_size + 1, most.batch_size);
      break;
    case Comparison::other_workers:
      next.options.workers = std::min(std::max<std::uint32_t>(next.options.workers, 1) + 1, most.workers);
      break;
    case Comparison::abandoned_epoch:
    case Comparison::many_epochs:
      next.epochs = std::min(next.epochs + 1, most.epochs);
      break;
    case Comparison::other_seed:
      ++next.options.seed;
      break;
    case Comparison::other_listing:
      std::ranges::reverse(next.dataset.files);
      break;
    default:
      break;  // it is no other one
  }
  return next;
}

/// Orders that a shuffle may have led to: all of few, of more those that have one file elsewhere.
std::vector<std::vector<std::size_t>> orders(std::size_t count) {
  constexpr std::size_t few = 4;
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<std::vector<std::size_t>> all;
  if (count <= few) {
    while (std::ranges::next_permutation(order).found) {
      all.push_back(order);
    }
    return all;
  }
  all.emplace_back(order.rbegin(), order.rend());
  for (std::size_t i = 1; i < count; ++i) {
    all.push_back(order);
    std::rotate(all.back().begin(), all.back().begin() + static_cast<std::ptrdiff_t>(i),
                all.back().begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
  return all;
}

/// What the shuffle did is done by names that sort otherwise.
void unshuffle(Search& search) {
  constexpr std::size_t many = 16;
  const Case base = search.best();
  const std::size_t count = base.dataset.files.size();
  const LoadOptions& simplest = search.settings().simplest.options;
  if (base.options.shuffle == simplest.shuffle || count < 2 || count > many) {
    return;
  }
  for (const std::vector<std::size_t>& order : orders(count)) {
    std::vector<std::string> paths;
    for (const std::size_t place : order) {
      paths.push_back(base.dataset.files[place].path);
    }
    Case next = with_paths(base, paths);
    next.options.shuffle = simplest.shuffle;
    next.options.seed = simplest.seed;
    if (search.attempt(std::move(next)) || search.over()) {
      return;
    }
  }
}

}  // namespace

void minimize_jointly(Search& search) {
  for (std::size_t i = search.best().comparisons.size(); i-- > 0 && !search.over();) {
    search.attempt(as_compared(search.best(), i));
  }
  unshuffle(search);
  fewer_files(search);
  fewer_contents(search);
}

}  // namespace proofload
