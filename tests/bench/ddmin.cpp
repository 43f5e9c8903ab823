#include "bench/ddmin.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <string>
#include <unordered_map>
#include <vector>

namespace proofload::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Elements = std::vector<std::size_t>;

class Run {
 public:
  Run(const Case& start, const std::function<bool(const Case&)>& fails, std::uint64_t most_calls, double most_seconds)
      : fails_(fails),
        most_calls_(most_calls),
        until_(Clock::now() + std::chrono::milliseconds(static_cast<std::int64_t>(most_seconds * 1000))) {
    result_.best = start;
  }

  DdminResult run() {
    list(result_.best.dataset.files.size(), [base = result_.best](const Elements& kept) {
      Case next = base;
      next.dataset.files.clear();
      for (const std::size_t file : kept) {
        next.dataset.files.push_back(base.dataset.files[file]);
      }
      return next;
    });
    for (const bool lines : {true, false}) {
      for (std::size_t file = 0; file < result_.best.dataset.files.size(); ++file) {
        content(file, lines);
      }
    }
    result_.end = over() ? DdminResult::End::gave_up : DdminResult::End::done;
    return std::move(result_);
  }

 private:
  [[nodiscard]] bool over() const { return result_.calls >= most_calls_ || Clock::now() >= until_; }

  bool test(const Case& candidate) {
    if (over()) {
      return false;
    }
    const std::string key = digest(candidate);
    if (const auto found = known_.find(key); found != known_.end()) {
      return found->second;
    }
    ++result_.calls;
    const bool answer = fails_(candidate);
    known_.emplace(key, answer);
    if (answer) {
      result_.best = candidate;
    }
    return answer;
  }

  void content(std::size_t file, bool lines) {
    const Case base = result_.best;
    const std::string text(base.dataset.files[file].bytes.text());
    std::vector<std::string> parts;
    std::size_t start = 0;
    while (start < text.size()) {
      const std::size_t end = lines ? std::min(text.find('\n', start), text.size() - 1) + 1 : start + 1;
      parts.push_back(text.substr(start, end - start));
      start = end;
    }
    list(parts.size(), [&](const Elements& kept) {
      std::string left;
      for (const std::size_t part : kept) {
        left += parts[part];
      }
      Case next = base;
      next.dataset.files[file].bytes = Blob(left);
      return next;
    });
  }

  void list(std::size_t size, const std::function<Case(const Elements&)>& render) {
    Elements current(size);
    std::iota(current.begin(), current.end(), std::size_t{0});
    if (size > 0 && test(render({}))) {
      return;
    }
    std::size_t parts = 2;
    while (current.size() >= 2 && !over()) {
      const auto bound = [&](std::size_t part) { return current.size() * part / parts; };
      bool reduced = false;
      for (std::size_t part = 0; part < parts && !reduced; ++part) {
        Elements subset(current.begin() + static_cast<std::ptrdiff_t>(bound(part)),
                        current.begin() + static_cast<std::ptrdiff_t>(bound(part + 1)));
        if (test(render(subset))) {
          current = std::move(subset);
          parts = 2;
          reduced = true;
        }
      }
      for (std::size_t part = 0; part < parts && !reduced && parts > 2; ++part) {
        Elements complement(current.begin(), current.begin() + static_cast<std::ptrdiff_t>(bound(part)));
        complement.insert(complement.end(), current.begin() + static_cast<std::ptrdiff_t>(bound(part + 1)),
                          current.end());
        if (test(render(complement))) {
          current = std::move(complement);
          parts = std::max<std::size_t>(parts - 1, 2);
          reduced = true;
        }
      }
      if (!reduced) {
        if (parts >= current.size()) {
          break;
        }
        parts = std::min(parts * 2, current.size());
      }
    }
  }

  const std::function<bool(const Case&)>& fails_;
  std::uint64_t most_calls_;
  Clock::time_point until_;
  DdminResult result_;
  std::unordered_map<std::string, bool> known_;
};

}  // namespace

DdminResult ddmin(const Case& start, const std::function<bool(const Case&)>& fails, std::uint64_t most_calls,
                  double most_seconds) {
  return Run(start, fails, most_calls, most_seconds).run();
}

}  // namespace proofload::bench
