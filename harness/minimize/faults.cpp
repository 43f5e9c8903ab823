// Faults: fewer, then simpler, each towards the start of its file and the number one.
#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "minimize/list.hpp"
#include "minimize/passes.hpp"
#include "proofload/fault.hpp"

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

/// The case with the effects of these faults in its files, and without the faults; nothing when they do more than
/// change contents.
std::optional<Case> baked(const Case& value, std::size_t first, std::size_t count) {
  const std::span<const Fault> faults = std::span(value.faults).subspan(first, count);
  const EffectiveDataset effective = proofload::apply(value.dataset, faults);
  if (effective.nodes.size() != value.dataset.files.size() || effective.folders != value.dataset.folders) {
    return std::nullopt;
  }
  Case next = value;
  for (std::size_t i = 0; i < effective.nodes.size(); ++i) {
    const EffectiveNode& node = effective.nodes[i];
    DataFile& file = next.dataset.files[i];
    const bool same_bytes = node.bytes == file.bytes;
    if (node.state != EffectiveNode::State::file || node.path != file.path || (same_bytes && !node.faults.empty())) {
      return std::nullopt;
    }
    file.bytes = node.bytes;
  }
  next.faults.erase(next.faults.begin() + static_cast<std::ptrdiff_t>(first),
                    next.faults.begin() + static_cast<std::ptrdiff_t>(first + count));
  return next;
}

}  // namespace

void bake_faults(Search& search) {
  const std::size_t count = search.best().faults.size();
  if (count > 1) {
    if (auto all = baked(search.best(), 0, count); all && search.attempt(std::move(*all))) {
      return;
    }
  }
  for (std::size_t fault = count; fault-- > 0 && !search.over();) {
    if (auto next = baked(search.best(), fault, 1)) {
      search.attempt(std::move(*next));
    }
  }
}

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
    if (const std::uint64_t amount = search.best().faults[i].amount; amount > 0) {
      minimize_number(search, 0, amount, [&, base = search.best()](std::size_t value) {
        Case next = base;
        next.faults[i].amount = value;
        return next;
      });
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
