// Oracles of labels: pairing, class-index. What a loader must give is one consistent map from class names to ids.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "dataset/data_kind.hpp"
#include "dataset/label_kind.hpp"
#include "oracles/oracle.hpp"

namespace proofload {
namespace {

using ClassMap = std::map<std::string, std::int64_t>;

bool tells(const HeardRun& run, const RowReading& row) {
  const bool identified = row.identified() || row.by == RowReading::By::wrapped;
  // Copies in several classes are told apart by ids only: else the assumed order of classes would say which is which.
  return identified && row.class_is_sure && row.sample && row.label &&
         !run.truth.samples[*row.sample].class_name.empty() && !run.truth.samples[*row.sample].must_be_refused();
}

/// What the rows of a run say of each class: every label it was seen with.
std::map<std::string, std::set<std::int64_t>> seen_labels(const HeardRun& run) {
  std::map<std::string, std::set<std::int64_t>> seen;
  for (const EpochReading& epoch : run.reading.epochs) {
    for (const RowReading& row : epoch.rows) {
      if (tells(run, row)) {
        seen[run.truth.samples[*row.sample].class_name].insert(*row.label);
      }
    }
  }
  return seen;
}

/// The one map that explains all rows, when there is one.
std::optional<ClassMap> consistent_map(const HeardRun& run) {
  ClassMap map;
  std::set<std::int64_t> taken;
  for (const auto& [name, labels] : seen_labels(run)) {
    if (labels.size() != 1 || !taken.insert(*labels.begin()).second) {
      return std::nullopt;
    }
    map.emplace(name, *labels.begin());
  }
  return map;
}

std::optional<ClassMap> declared_map(const HeardRun& run, const Declaration& declaration) {
  if (!run.truth.class_ids.empty()) {
    return ClassMap(run.truth.class_ids.begin(), run.truth.class_ids.end());
  }
  if (declaration.labels.order != Labels::Order::sorted) {
    return std::nullopt;
  }
  ClassMap map;
  std::int64_t id = declaration.labels.base;
  for (const std::string& name : run.truth.class_names) {
    map.emplace(name, id++);
  }
  return map;
}

bool agree(const ClassMap& some, const ClassMap& all) {
  return std::ranges::all_of(some, [&](const auto& entry) {
    const auto found = all.find(entry.first);
    return found == all.end() || found->second == entry.second;
  });
}

/// Rows whose label is the map's.
std::size_t explained(const HeardRun& run, const ClassMap& map) {
  std::size_t count = 0;
  for (const EpochReading& epoch : run.reading.epochs) {
    for (const RowReading& row : epoch.rows) {
      if (tells(run, row)) {
        const auto found = map.find(run.truth.samples[*row.sample].class_name);
        count += found != map.end() && found->second == *row.label ? 1U : 0U;
      }
    }
  }
  return count;
}

/// The map that the loader uses on good data; nothing when even there it is not one.
std::optional<ClassMap> own_map(Hearing& hearing) { return consistent_map(hearing.undamaged()); }

/// The map by which rows are judged: what the rows themselves agree on, unless good data says otherwise.
std::optional<ClassMap> judging_map(Hearing& hearing) {
  const HeardRun& run = hearing.main();
  const auto seen = consistent_map(run);
  const auto declared = declared_map(run, hearing.declaration());
  if (seen && declared && agree(*seen, *declared)) {
    return seen;
  }
  const bool damage = std::ranges::any_of(
      run.truth.samples, [](const SampleTruth& sample) { return sample.state != SampleTruth::State::intact; });
  if (seen && !damage && hearing.value().options.shuffle == Shuffle::off && run.trace.epochs.size() == 1) {
    return seen;
  }
  auto own = own_map(hearing);
  if (!own || !declared) {
    return own ? own : declared;
  }
  // Labels may go astray on good data, too: then what was declared explains more of what came.
  return explained(run, *declared) >= explained(run, *own) ? declared : own;
}

}  // namespace

Judgement judge_pairing(Hearing& hearing) {
  if (has_number_labels(hearing.declaration()) && std::holds_alternative<Windows>(hearing.declaration().reads)) {
    return judge_targets(hearing);
  }
  if (!has_class_labels(hearing.declaration())) {
    return not_applicable("declare labels as integral scalars");
  }
  if (const std::string why = hearing.cannot_identify(); !why.empty()) {
    return could_not_tell(why);
  }
  const HeardRun& run = hearing.main();
  const auto seen = seen_labels(run);
  if (seen.empty() || run.truth.class_names.size() < 2) {
    return not_exercised();  // with one class every label is the right one
  }
  auto map = judging_map(hearing);
  if (!map) {
    // Even good data has no one map: by then the majority is the best guess at what was meant.
    std::map<std::string, std::map<std::int64_t, std::size_t>> votes;
    for (const EpochReading& epoch : run.reading.epochs) {
      for (const RowReading& row : epoch.rows) {
        if (tells(run, row)) {
          ++votes[run.truth.samples[*row.sample].class_name][*row.label];
        }
      }
    }
    map.emplace();
    for (const auto& [name, count] : votes) {
      map->emplace(name, std::ranges::max_element(count, {}, [](const auto& vote) { return vote.second; })->first);
    }
  }
  std::vector<std::size_t> culprits;
  std::optional<Because> because;
  for (std::size_t e = 0; e < run.reading.epochs.size(); ++e) {
    for (const RowReading& row : run.reading.epochs[e].rows) {
      if (!tells(run, row)) {
        continue;
      }
      const SampleTruth& sample = run.truth.samples[*row.sample];
      const auto expected = map->find(sample.class_name);
      if (expected == map->end() || expected->second == *row.label) {
        continue;
      }
      culprits.push_back(*row.sample);
      if (!because) {
        const auto owner = std::ranges::find(*map, *row.label, [](const auto& entry) { return entry.second; });
        because = Because{
            .cause = "label-of-another-sample",
            .what = "a row has the features of one sample and the label of another",
            .epoch = e,
            .batch = row.batch,
            .row = row.row,
            .expected = fmt::format("label {} (class {})", expected->second, escape(sample.class_name)),
            .found = owner == map->end() ? fmt::format("label {}", *row.label)
                                         : fmt::format("label {} (class {})", *row.label, escape(owner->first)),
            .advice =
                "take features and label from the same record; never index labels by the position of what is left"};
      }
    }
  }
  if (because) {
    because->samples = paths_of(run.truth, culprits);
    return broken(std::move(*because));
  }
  // Rows of one class that agree with each other, and with nothing else, tell nothing.
  return map->size() < 2 ? not_exercised() : kept();
}

Judgement judge_class_index(Hearing& hearing) {
  const Declaration& declaration = hearing.declaration();
  if (!has_class_labels(declaration) || data_kind(declaration) == nullptr) {
    return not_applicable("declare labels as integral scalars of a folder dataset");
  }
  if (const std::string why = hearing.cannot_identify(); !why.empty()) {
    return could_not_tell(why);
  }
  const HeardRun& run = hearing.main();
  if (seen_labels(run).empty()) {
    return not_exercised();
  }
  const auto map = judging_map(hearing);
  if (!map) {
    return could_not_tell("the labels follow no one map, even on undamaged data: see pairing");
  }
  const auto blame = [&](const char* cause, std::string what, const std::vector<std::string>& classes,
                         std::string expected, std::string found) {
    return broken({.cause = cause,
                   .what = std::move(what),
                   .samples = classes,
                   .expected = std::move(expected),
                   .found = std::move(found),
                   .advice = "sort the class names before numbering them, and number all of them"});
  };
  const std::int64_t base = declaration.labels.base;
  const auto count = static_cast<std::int64_t>(run.truth.class_names.size());
  std::vector<std::string> outside;
  for (const auto& [name, id] : *map) {
    if (run.truth.class_ids.empty() && (id < base || id >= base + count)) {
      outside.push_back(name);
    }
  }
  if (!outside.empty()) {
    return blame("outside", fmt::format("{} class(es) have ids outside of the declared ones", outside.size()), outside,
                 fmt::format("{} … {}", base, base + count - 1),
                 fmt::format("{} for {}", map->at(outside.front()), escape(outside.front())));
  }
  const auto differing = [&](const ClassMap& other) {
    std::vector<std::string> names;
    for (const auto& [name, id] : *map) {
      const auto found = other.find(name);
      if (found != other.end() && found->second != id) {
        names.push_back(name);
      }
    }
    return names;
  };
  if (const auto declared = declared_map(run, declaration)) {
    if (const auto names = differing(*declared); !names.empty()) {
      return blame("not-the-declared-order",
                   run.truth.class_ids.empty() ? "class ids do not follow the sorted names"
                                               : "labels are not those that the data says",
                   names, fmt::format("{} for {}", declared->at(names.front()), escape(names.front())),
                   fmt::format("{}", map->at(names.front())));
    }
  }
  if (hearing.asks_for(Comparison::other_listing)) {
    Case listed = hearing.undamaged().value;  // what damage does to labels is judged by pairing
    listed.faults.push_back({.kind = FaultKind::listing_order, .seed = listed.options.seed + 0x517CC1B7U});
    if (const auto other = consistent_map(hearing.run("other_listing", listed))) {
      if (const auto names = differing(*other); !names.empty()) {
        return blame("depends-on-listing", "the same classes have other ids when they are listed in another order",
                     names, fmt::format("{} for {}", map->at(names.front()), escape(names.front())),
                     fmt::format("{}", other->at(names.front())));
      }
    }
  }
  // Names listed in sorted order, and one class, show nothing.
  const bool premise = hearing.asks_for(Comparison::other_listing) ||
                       !std::ranges::is_sorted(run.truth.listed_classes) || !run.truth.class_ids.empty();
  return premise && map->size() > 1 ? kept() : not_exercised();
}

}  // namespace proofload
