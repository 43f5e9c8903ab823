#include "minimize/list.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace proofload {
namespace {

using Elements = std::vector<std::size_t>;

Elements joined(const Elements& a, std::span<const std::size_t> b) {
  Elements all;
  all.reserve(a.size() + b.size());
  std::ranges::set_union(a, b, std::back_inserter(all));
  return all;
}

Elements without(const Elements& a, const Elements& b) {
  Elements rest;
  std::ranges::set_difference(a, b, std::back_inserter(rest));
  return rest;
}

class Minimizing {
 public:
  Minimizing(Search& search, const List& list) : search_(search), list_(list), alive_(list.size) {
    std::iota(alive_.begin(), alive_.end(), std::size_t{0});
  }

  Elements run(Density density) {
    if (density == Density::few) {
      find_needed();
    }
    while (!search_.over() && one_by_one()) {
    }
    return std::move(alive_);
  }

 private:
  bool keep(Elements elements, Effort effort = Effort::quick, std::span<const Search::Make> ahead = {}) {
    if (!search_.attempt(list_.render(elements), effort, ahead)) {
      return false;
    }
    alive_ = std::move(elements);
    return true;
  }

  /// By ever shorter prefixes: the last element of the shortest one that fails together with those already known to be
  /// needed is needed too, and all after it goes. About k * (log2 n + 1) calls for k needed ones.
  void find_needed() {
    Elements needed = list_.likely;
    std::size_t poor_rounds = 0;
    bool gallop = false;
    while (!search_.over()) {
      if (needed.size() == alive_.size() || keep(needed)) {
        return;
      }
      const std::size_t before = alive_.size();
      const Elements rest = without(alive_, needed);
      const std::size_t prefix = shortest_prefix(needed, rest, gallop);
      needed = joined(needed, std::span(rest).subspan(prefix - 1, 1));
      gallop = prefix <= rest.size() / 16;  // those that are needed are often near to each other
      poor_rounds = before - alive_.size() < before / 16 + 1 ? poor_rounds + 1 : 0;
      if (poor_rounds >= 3) {
        runs();
        return;
      }
    }
  }

  std::size_t shortest_prefix(const Elements& needed, const Elements& rest, bool gallop) {
    std::size_t low = 0;
    std::size_t high = rest.size();
    const auto middle = [&rest, gallop](std::size_t from, std::size_t to) {
      return gallop && to == rest.size() ? std::min(from * 2 + 1, from + (to - from) / 2) : from + (to - from) / 2;
    };
    const auto with = [&](std::size_t count) { return joined(needed, std::span(rest).first(count)); };
    while (high - low > 1 && !search_.over()) {
      const std::size_t at = std::max(middle(low, high), low + 1);
      std::vector<Search::Make> ahead;
      if (high - at > 1) {
        ahead.emplace_back([&, next = std::max(middle(at, high), at + 1)] { return list_.render(with(next)); });
      }
      if (at - low > 1) {
        ahead.emplace_back([&, next = std::max(middle(low, at), low + 1)] { return list_.render(with(next)); });
      }
      if (keep(with(at), Effort::quick, ahead)) {
        high = at;
      } else {
        low = at;
      }
    }
    return high;
  }

  /// The failure depends on counts or positions: runs of a power of two from the end, so that what is left over by a
  /// batch size stays.
  void runs() {
    std::size_t length = 1;
    while (length * 2 < alive_.size()) {
      length *= 2;
    }
    for (; length > 1 && !search_.over(); length /= 2) {
      std::size_t end = alive_.size();
      while (end >= length && !search_.over()) {
        delete_run(end, length, Effort::quick);
        end -= length;
      }
    }
  }

  [[nodiscard]] Elements without_run(std::size_t end, std::size_t length) const {
    Elements left(alive_.begin(), alive_.begin() + static_cast<std::ptrdiff_t>(end - length));
    left.insert(left.end(), alive_.begin() + static_cast<std::ptrdiff_t>(end), alive_.end());
    return left;
  }

  bool delete_run(std::size_t end, std::size_t length, Effort effort) {
    std::vector<Search::Make> ahead;
    for (std::size_t next = end; next > length && ahead.size() < 8;) {
      next -= length;
      if (next >= length) {
        ahead.emplace_back([this, next, length] { return list_.render(without_run(next, length)); });
      }
    }
    return keep(without_run(end, length), effort, ahead);
  }

  /// From the end, one; where that works, as many as possible.
  bool one_by_one() {
    bool changed = false;
    std::size_t end = alive_.size();
    while (end > 0 && !search_.over()) {
      if (!delete_run(end, 1, Effort::thorough)) {
        --end;
        continue;
      }
      changed = true;
      --end;
      std::size_t length = 2;
      while (end > 0 && !search_.over() && delete_run(end, std::min(length, end), Effort::quick)) {
        end -= std::min(length, end);
        length *= 2;
      }
      // The last one failed: what is between is found by halves, and the element that stays is not asked for again.
      for (length /= 2; length > 0 && end > 0 && !search_.over(); length /= 2) {
        if (length < end && delete_run(end, length, Effort::quick)) {
          end -= length;
        }
      }
    }
    return changed;
  }

  Search& search_;
  const List& list_;
  Elements alive_;
};

}  // namespace

std::vector<std::size_t> minimize_list(Search& search, const List& list, Density density) {
  return Minimizing(search, list).run(density);
}

std::size_t minimize_number(Search& search, std::size_t low, std::size_t high,
                            const std::function<Case(std::size_t)>& make) {
  if (low >= high || search.over()) {
    return high;
  }
  if (search.attempt(make(low))) {
    return low;
  }
  while (high - low > 1 && !search.over()) {
    const std::size_t at = low + (high - low) / 2;
    std::vector<Search::Make> ahead;
    if (high - at > 1) {
      ahead.emplace_back([&make, next = at + (high - at) / 2] { return make(next); });
    }
    if (at - low > 1) {
      ahead.emplace_back([&make, next = low + (at - low) / 2] { return make(next); });
    }
    if (search.attempt(make(at), Effort::quick, ahead)) {
      high = at;
    } else {
      low = at;
    }
  }
  return high;
}

}  // namespace proofload
