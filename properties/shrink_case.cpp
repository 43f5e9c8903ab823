// How cases become smaller: fewer files first, then fewer faults and comparisons, default options, plain images.
#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "drawn_case.hpp"
#include "proofload/generate.hpp"

namespace proofload {
namespace {

/// One smaller case, made only when it is asked for.
using Candidate = std::function<DrawnCase()>;

/// Without the files in [first, last), and without the faults that are about them.
DrawnCase without_files(DrawnCase drawn, std::size_t first, std::size_t last) {
  std::set<std::string> gone;
  auto& files = drawn.value.dataset.files;
  for (std::size_t i = first; i < last; ++i) {
    gone.insert(files[i].path);
  }
  const auto range = [first, last](auto& values) {
    values.erase(values.begin() + static_cast<std::ptrdiff_t>(first),
                 values.begin() + static_cast<std::ptrdiff_t>(last));
  };
  range(files);
  range(drawn.plans);
  std::erase_if(drawn.value.faults,
                [&](const Fault& fault) { return gone.contains(fault.path) || gone.contains(fault.text); });
  return drawn;
}

/// Calls `add(first, last)` for ever smaller parts of `count` things.
template <class Add>
void parts(std::size_t count, const Add& add) {
  for (std::size_t size = count; size > 0; size /= 2) {
    for (std::size_t first = 0; first < count; first += size) {
      add(first, std::min(count, first + size));
    }
  }
}

template <class T>
void erase(std::vector<T>& values, std::size_t first, std::size_t last) {
  values.erase(values.begin() + static_cast<std::ptrdiff_t>(first), values.begin() + static_cast<std::ptrdiff_t>(last));
}

/// Renders the file at `index` from another plan; faults follow it to its new path.
DrawnCase redrawn(DrawnCase drawn, std::size_t index, ImagePlan plan) {
  plan = fitting(std::move(plan));
  ImageDatasetPlan one;
  one.images.push_back(plan);
  DataFile file = render(one).files.front();
  const std::string old = drawn.value.dataset.files[index].path;
  const bool taken = file.path != old && std::ranges::any_of(drawn.value.dataset.files, [&](const DataFile& other) {
                       return other.path == file.path;
                     });
  if (taken) {
    return drawn;
  }
  for (Fault& fault : drawn.value.faults) {
    if (fault.path == old) {
      fault.path = file.path;
    }
    if (fault.text == old) {
      fault.text = file.path;
    }
  }
  drawn.value.dataset.files[index] = std::move(file);
  drawn.plans[index] = std::make_shared<const ImagePlan>(std::move(plan));
  return drawn;
}

/// The plainest image that still carries its id.
ImagePlan plain(const ImagePlan& plan, const ImageKinds& kinds) {
  const ImagePlan defaults;
  ImagePlan image = plan;
  const bool png = std::ranges::find(kinds.formats, ImageFormat::png) != kinds.formats.end();
  const bool rgb = std::ranges::find(kinds.colors, ColorType::rgb) != kinds.colors.end();
  image.format = png ? ImageFormat::png : plan.format;
  image.extension = defaults.extension;
  image.color = rgb ? ColorType::rgb : plan.color;
  image.bit_depth = defaults.bit_depth;
  image.scan = defaults.scan;
  image.restarts = defaults.restarts;
  image.probe = Probe::none;
  image.width = 17;
  image.height = 16;
  return image;
}

/// One step towards it, each kind of step alone.
std::vector<ImagePlan> plainer(const ImagePlan& plan, const ImageKinds& kinds) {
  const ImagePlan goal = plain(plan, kinds);
  std::vector<ImagePlan> steps;
  const auto step = [&](auto change) {
    ImagePlan next = plan;
    change(next);
    steps.push_back(std::move(next));
  };
  step([&](ImagePlan& image) { image = goal; });
  step([&](ImagePlan& image) { image.probe = goal.probe; });
  step([&](ImagePlan& image) { image.format = goal.format, image.extension = goal.extension; });
  step([&](ImagePlan& image) { image.color = goal.color, image.bit_depth = goal.bit_depth; });
  step([&](ImagePlan& image) { image.bit_depth = goal.bit_depth; });
  step([&](ImagePlan& image) { image.scan = goal.scan; });
  step([&](ImagePlan& image) { image.restarts = goal.restarts; });
  step([&](ImagePlan& image) { image.width = goal.width, image.height = goal.height; });
  return steps;
}

class Candidates {
 public:
  Candidates(const DrawnCase& drawn, const RegisteredLoader& loader)
      : drawn_(std::make_shared<const DrawnCase>(drawn)), loader_(&loader) {
    files();
    faults();
    comparisons();
    options();
    images();
    fault_details();
  }

  [[nodiscard]] std::vector<Candidate> take() { return std::move(all_); }

 private:
  /// A candidate that changes a copy.
  void add(std::function<void(DrawnCase&)> change) {
    all_.push_back([drawn = drawn_, change = std::move(change)] {
      DrawnCase next = *drawn;
      change(next);
      return next;
    });
  }

  template <class T>
  void set(T LoadOptions::* option, T value) {
    if (drawn_->value.options.*option != value) {
      add([option, value](DrawnCase& next) { next.value.options.*option = value; });
    }
  }

  void files() {
    parts(drawn_->value.dataset.files.size(), [&](std::size_t first, std::size_t last) {
      add([first, last](DrawnCase& next) { next = without_files(std::move(next), first, last); });
    });
    parts(drawn_->value.dataset.folders.size(), [&](std::size_t first, std::size_t last) {
      add([first, last](DrawnCase& next) { erase(next.value.dataset.folders, first, last); });
    });
  }

  void faults() {
    parts(drawn_->value.faults.size(), [&](std::size_t first, std::size_t last) {
      add([first, last](DrawnCase& next) { erase(next.value.faults, first, last); });
    });
  }

  void comparisons() {
    parts(drawn_->value.comparisons.size(), [&](std::size_t first, std::size_t last) {
      add([first, last](DrawnCase& next) { erase(next.value.comparisons, first, last); });
    });
  }

  void options() {
    const Case& value = drawn_->value;
    const LoadOptions defaults;
    if (value.carrier != Carrier::memory) {
      add([](DrawnCase& next) { next.value.carrier = Carrier::memory; });
    }
    for (std::uint32_t epochs = 1; epochs < value.epochs; ++epochs) {
      add([epochs](DrawnCase& next) { next.value.epochs = epochs; });
    }
    set(&LoadOptions::shuffle, defaults.shuffle);
    set(&LoadOptions::workers, defaults.workers);
    set(&LoadOptions::prefetch, defaults.prefetch);
    if (value.options.shards != 1) {
      add([](DrawnCase& next) { next.value.options.shards = 1, next.value.options.shard = 0; });
    }
    set(&LoadOptions::bad_sample, loader_->declaration.bad_sample);
    set(&LoadOptions::last_batch, loader_->declaration.last_batch);
    for (const std::uint64_t size : {std::uint64_t{1}, std::uint64_t{2}, value.options.batch_size / 2,
                                     value.options.batch_size - std::min<std::uint64_t>(value.options.batch_size, 1)}) {
      if (size >= 1 && size < value.options.batch_size) {
        set(&LoadOptions::batch_size, size);
      }
    }
    for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, value.options.seed / 2}) {
      if (seed < value.options.seed) {
        set(&LoadOptions::seed, seed);
      }
    }
  }

  void images() {
    const auto* folder = std::get_if<ImageFolder>(&loader_->declaration.reads);
    if (folder == nullptr) {
      return;
    }
    const ImageKinds kinds = *folder;
    add([kinds](DrawnCase& next) {
      for (std::size_t i = 0; i < next.plans.size(); ++i) {
        if (next.plans[i]) {
          next = redrawn(std::move(next), i, plain(*next.plans[i], kinds));
        }
      }
    });
    for (std::size_t i = 0; i < drawn_->plans.size(); ++i) {
      if (!drawn_->plans[i]) {
        continue;
      }
      for (ImagePlan& step : plainer(*drawn_->plans[i], kinds)) {
        if (step != *drawn_->plans[i]) {
          add([i, step = std::move(step)](DrawnCase& next) { next = redrawn(std::move(next), i, step); });
        }
      }
    }
  }

  void fault_details() {
    for (std::size_t i = 0; i < drawn_->value.faults.size(); ++i) {
      const Fault& fault = drawn_->value.faults[i];
      const auto change = [&](auto Fault::* field, auto value) {
        if (fault.*field != value) {
          add([i, field, value](DrawnCase& next) { next.value.faults[i].*field = value; });
        }
      };
      const Place middle{Place::From::fraction, 32768};
      change(&Fault::at, Place{});
      if (fault.at != Place{}) {  // towards the start only, or shrinking would go in circles
        change(&Fault::at, middle);
      }
      if (fault.kind != FaultKind::png_header && fault.kind != FaultKind::jpeg_header &&
          fault.kind != FaultKind::bmp_header && fault.amount > 1) {
        change(&Fault::amount, std::uint64_t{1});
      }
      change(&Fault::seed, std::uint64_t{0});
      if (fault.nth > 1) {
        change(&Fault::nth, std::uint32_t{1});
      }
    }
  }

  std::shared_ptr<const DrawnCase> drawn_;
  const RegisteredLoader* loader_;
  std::vector<Candidate> all_;
};

}  // namespace

rc::Gen<DrawnCase> shrinking(rc::Gen<DrawnCase> cases, const RegisteredLoader& loader) {
  return rc::gen::shrink(std::move(cases), [&loader](const DrawnCase& drawn) {
    return rc::seq::mapMaybe(rc::seq::fromContainer(Candidates(drawn, loader).take()),
                             [&loader, original = drawn.value](const Candidate& candidate) -> rc::Maybe<DrawnCase> {
                               DrawnCase next = candidate();
                               next.value = fit_generated(std::move(next.value), loader.declaration);
                               // What fitting changes back is no step, and would be taken again and again.
                               if (next.value == original || next.plans.size() != next.value.dataset.files.size()) {
                                 return rc::Nothing;
                               }
                               return next;
                             });
  });
}

}  // namespace proofload
