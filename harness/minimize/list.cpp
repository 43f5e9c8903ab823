#include "minimize/list.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
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
    // Of many that are mostly needed a single one is hardly ever one that could go: a wrong "no" is not worth a call.
    const Effort effort = density == Density::few ? Effort::thorough : Effort::quick;
    while (!search_.over() && one_by_one(effort)) {
    }
    return std::move(alive_);
  }

 private:
  bool keep(Elements elements, Effort effort = Effort::quick) {
    if (!search_.attempt(list_.render(elements), effort)) {
      return false;
    }
    alive_ = std::move(elements);
    return true;
  }

  enum class Side : std::uint8_t { front, back };

  /// By ever shorter prefixes and suffixes in turn: the outermost element of the shortest one that fails together with
  /// those already known to be needed is needed too, and all beyond it goes. About k * (log2 n + 1) calls for k needed
  /// ones.
  void find_needed() {
    Elements needed = list_.likely;
    Side side = Side::front;
    std::size_t in_vain = 0;
    bool near = false;
    while (!search_.over()) {
      if (needed.size() == alive_.size() || keep(needed)) {
        return;
      }
      const std::size_t before = alive_.size();
      const Elements rest = without(alive_, needed);
      const std::size_t count = shortest(needed, rest, side, near);
      const std::size_t outermost = side == Side::front ? count - 1 : rest.size() - count;
      needed = joined(needed, std::span(rest).subspan(outermost, 1));
      near = count <= rest.size() / 16;  // those that are needed are often near to each other
      in_vain = alive_.size() == before ? in_vain + 1 : 0;
      // The failure depends on counts or positions, or on nearly all of them.
      if (in_vain >= 2 && needed.size() < alive_.size()) {
        runs();
        return;
      }
      side = side == Side::front ? Side::back : Side::front;
    }
  }

  /// How many elements of the rest have to stay, counted from a side. As many go as a power of two, so that what is
  /// left over by a batch size stays.
  std::size_t shortest(const Elements& needed, const Elements& rest, Side side, bool near) {
    const auto with = [&](std::size_t count) {
      return joined(needed, side == Side::front ? std::span(rest).first(count) : std::span(rest).last(count));
    };
    std::size_t low = 0;
    std::size_t high = rest.size();
    while (high - low > 1 && !search_.over()) {
      std::size_t at = high - std::bit_floor((high - low) / 2);
      if (near && high == rest.size()) {
        at = std::min(at, low * 2 + 1);
      }
      (keep(with(at)) ? high : low) = at;
    }
    return high;
  }

  /// Looks for a length of which a run can go, powers of two first; what is left is then a list of runs of that length.
  void runs() {
    const std::size_t length = length_that_can_go();
    if (length == 0) {
      return;
    }
    const Elements base = alive_;
    const std::size_t first = base.size() % length;
    const auto of = [&](std::span<const std::size_t> kept) {
      Elements elements(base.begin(), base.begin() + static_cast<std::ptrdiff_t>(first));
      for (const std::size_t run : kept) {
        const auto begin = base.begin() + static_cast<std::ptrdiff_t>(first + run * length);
        elements.insert(elements.end(), begin, begin + static_cast<std::ptrdiff_t>(length));
      }
      return elements;
    };
    const List blocks{.size = base.size() / length,
                      .render = [&](std::span<const std::size_t> kept) { return list_.render(of(kept)); }};
    alive_ = of(minimize_list(search_, blocks));
  }

  std::size_t length_that_can_go() {
    constexpr std::size_t many = 32;
    constexpr std::size_t longest = 100;
    const auto can_go = [&](std::size_t length) {
      // In the middle: what is at the ends is known to be needed.
      return !search_.over() && keep(without_run(alive_.size() / 2 + (length + 1) / 2, length));
    };
    for (std::size_t length = 2; length <= alive_.size() / 2; length *= 2) {
      if (can_go(length)) {
        return length;
      }
    }
    for (std::size_t length = 3; alive_.size() > many && length <= std::min(longest, alive_.size() / 2); ++length) {
      if (!std::has_single_bit(length) && can_go(length)) {
        return length;
      }
    }
    return 0;
  }

  [[nodiscard]] Elements without_run(std::size_t end, std::size_t length) const {
    Elements left(alive_.begin(), alive_.begin() + static_cast<std::ptrdiff_t>(end - length));
    left.insert(left.end(), alive_.begin() + static_cast<std::ptrdiff_t>(end), alive_.end());
    return left;
  }

  bool delete_run(std::size_t end, std::size_t length, Effort effort) { return keep(without_run(end, length), effort); }

  /// From the end, one; where that works, as many as possible.
  bool one_by_one(Effort effort) {
    bool changed = false;
    std::size_t end = alive_.size();
    while (end > 0 && !search_.over()) {
      if (!delete_run(end, 1, effort)) {
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
    // Mostly little is needed.
    if (search.attempt(make(at), Effort::quick, Answer::same)) {
      high = at;
    } else {
      low = at;
    }
  }
  return high;
}

}  // namespace proofload
