// What must hold of the harness itself, whatever is drawn.
#include <gtest/gtest-spi.h>

#include <algorithm>
#include <cmath>
#include <ranges>

#include "dataset/image_evidence.hpp"
#include "dataset/orientation.hpp"
#include "dataset/trace_code.hpp"
#include "drawn_case.hpp"
#include "model/training.hpp"
#include "proofload/check.hpp"
#include "proofload/generate.hpp"
#include "properties/open_book.hpp"
#include "properties/property.hpp"
#include "run/runner.hpp"

namespace proofload {
namespace {

namespace gen = rc::gen;

std::span<const std::byte> bytes_of(const std::vector<std::uint8_t>& values) {
  return std::as_bytes(std::span(values));
}

TEST(ForAll, ShrinksAndFailsWhenItsPropertyDoesNotHold) {
  EXPECT_NONFATAL_FAILURE(for_all("no number is above 99", 100, [] { RC_ASSERT(*gen::inRange(0, 200) < 100); }), "100");
}

/// A case by one of the two generators.
Case any_case() {
  Random random(*any_number());
  return *gen::element(0, 1) == 0 ? random_case(random, open_book()) : (*drawn_case(open_book())).value;
}

TEST(Case, IsReadBackFromItsFileAsItWas) {
  for_all("a case is read back from its file as it was", 150, [] {
    const Case value = any_case();
    const std::vector<std::byte> file = write_case(value);
    const ReadCase read = read_case(file);
    RC_ASSERT(read.as == ReadCase::As::tar);
    RC_ASSERT(read.value == value);
    RC_ASSERT(read.note.empty());
    RC_ASSERT(write_case(read.value) == file);
    RC_ASSERT(digest(read.value) == digest(value));
  });
}

TEST(Reading, TakesAnyBytes) {
  for_all("any bytes are a case", 200, [] {
    const auto bytes = *gen::arbitrary<std::vector<std::uint8_t>>();
    const ReadCase read = read_case(bytes_of(bytes));
    RC_ASSERT(read.as == ReadCase::As::raw);
    RC_ASSERT(!read.value.dataset.files.empty());
    RC_ASSERT(std::ranges::equal(read.value.dataset.files.front().bytes.bytes(), bytes_of(bytes)));
  });
}

TEST(Reading, TakesDamagedCaseFilesAndIsStable) {
  for_all("a damaged case file is a case, and what was read of it is read again", 150, [] {
    std::vector<std::byte> file = write_case(any_case());
    const auto changes = *gen::container<std::vector<std::uint64_t>>(any_number());
    for (const std::uint64_t change : changes) {
      file[(change >> 8U) % file.size()] = static_cast<std::byte>(change);
    }
    file.resize(file.size() - *any_number() % (file.size() / 2));
    const CaseLimits limits;
    const ReadCase read = read_case(file, limits);
    RC_ASSERT(read.value.dataset.files.size() <= limits.files);
    RC_ASSERT(read.value.faults.size() <= limits.faults);
    RC_ASSERT(read.value.options.batch_size >= 1U);
    RC_ASSERT(read.value.options.batch_size <= limits.batch_size);
    const std::vector<std::byte> again = write_case(read.value);
    const ReadCase second = read_case(again, limits);
    RC_ASSERT(second.value == read.value);
    RC_ASSERT(write_case(second.value) == again);
  });
}

TEST(Faults, ActTheSameEveryTime) {
  for_all("the same faults give the same dataset", 150, [] {
    const Case value = any_case();
    const EffectiveDataset first = proofload::apply(value.dataset, value.faults);
    const EffectiveDataset second = proofload::apply(value.dataset, value.faults);
    RC_ASSERT(first.inert == second.inert);
    RC_ASSERT(first.inert.size() == value.faults.size());
    RC_ASSERT(first.nodes.size() == second.nodes.size());
    for (std::size_t i = 0; i < first.nodes.size(); ++i) {
      RC_ASSERT(first.nodes[i].path == second.nodes[i].path);
      RC_ASSERT(first.nodes[i].bytes == second.nodes[i].bytes);
      RC_ASSERT(first.nodes[i].state == second.nodes[i].state);
    }
  });
}

TEST(Faults, ActOnAnyFile) {
  for_all("every kind of fault can meet any bytes", 300, [] {
    Dataset dataset;
    const auto bytes = *gen::arbitrary<std::vector<std::uint8_t>>();
    const auto whole = bytes_of(bytes);
    dataset.files.push_back({"a/x.png", Blob(std::vector<std::byte>(whole.begin(), whole.end()))});
    Fault fault;
    fault.kind = static_cast<FaultKind>(*gen::inRange<std::size_t>(0, fault_kind_count));
    fault.path = *gen::element<std::string>("a/x.png", "absent", "");
    fault.at.from = static_cast<Place::From>(*gen::inRange(0, 4));
    fault.at.value = *any_number();
    fault.amount = *gen::element<std::uint64_t>(0, 1, 9, 70'000);
    fault.seed = *any_number();
    fault.text = *gen::element<std::string>("", "self", "zeros", "width", "text", "no such", "a/x.png");
    const EffectiveDataset effective = proofload::apply(dataset, std::span(&fault, 1));
    RC_ASSERT(effective.inert.size() == 1U);
    RC_ASSERT(effective.nodes.size() == (fault.kind == FaultKind::extra_node && !effective.inert[0] ? 2U : 1U));
    if (effective.inert[0]) {
      RC_ASSERT(effective.nodes[0].bytes == dataset.files[0].bytes);
      RC_ASSERT(effective.nodes[0].path == dataset.files[0].path);
    }
  });
}

TEST(Mutator, GivesCasesThatTheLoaderDeclares) {
  for_all("a mutated case fits the declaration and its own file", 100, [] {
    Random random(*any_number());
    Case value = random_case(random, open_book());
    for (int i = 0; i < 5; ++i) {
      value = mutate(std::move(value), random, open_book());
      RC_ASSERT(fit_generated(value, open_book().declaration) == value);
      RC_ASSERT(read_case(write_case(value)).value == value);
    }
    const Case other = random_case(random, open_book());
    const Case crossed = crossover(value, other, random, open_book());
    RC_ASSERT(fit_generated(crossed, open_book().declaration) == crossed);
    RC_ASSERT(read_case(write_case(crossed)).value == crossed);
  });
}

TEST(Shrinking, OnlyMakesCasesSmallerAndKeepsThemDeclared) {
  for_all("what a case is shrunk to has no more files, faults and comparisons, and is declared", 40, [] {
    const DrawnCase drawn = *drawn_case(open_book());
    const auto shrinkable = shrinking(gen::just(drawn), open_book())(rc::Random(), 0);
    auto candidates = shrinkable.shrinks();
    std::size_t count = 0;
    while (const auto candidate = candidates.next()) {
      const DrawnCase smaller = candidate->value();
      RC_ASSERT(smaller.value != drawn.value);
      RC_ASSERT(smaller.value.dataset.files.size() <= drawn.value.dataset.files.size());
      RC_ASSERT(smaller.value.faults.size() <= drawn.value.faults.size());
      RC_ASSERT(smaller.value.comparisons.size() <= drawn.value.comparisons.size());
      RC_ASSERT(smaller.plans.size() == smaller.value.dataset.files.size());
      RC_ASSERT(fit_generated(smaller.value, open_book().declaration) == smaller.value);
      ++count;
    }
    RC_ASSERT(count > 0U || drawn.value.dataset.files.empty());
  });
}

TEST(Shrinking, ComesToAnEndOnEveryWay) {
  for_all("whichever candidates are taken, shrinking ends", 40, [] {
    auto shrinkable = shrinking(drawn_case(open_book()), open_book())(rc::Random(*any_number()), 60);
    Random random(*any_number());
    for (int steps = 0;; ++steps) {
      RC_ASSERT(steps < 1000);
      auto candidates = shrinkable.shrinks();
      auto chosen = candidates.next();
      // Late candidates change least, so mostly one of them is taken.
      for (auto next = candidates.next(); next && !random.one_in(40); next = candidates.next()) {
        chosen = std::move(next);
      }
      if (!chosen) {
        break;
      }
      shrinkable = std::move(*chosen);
    }
  });
}

TEST(Images, AreWhatIndependentDecodersSeeInThem) {
  for_all("a rendered image is sound, of its plan's form, and carries its id", 150, [] {
    Random random(*any_number());
    ImageKinds kinds;
    kinds.bit_depths = {8, 16};
    const ImagePlan plan = random_image(random, kinds);
    const auto evidence = image_evidence(render(plan));
    RC_ASSERT(evidence->decodes == Soundness::sound);
    RC_ASSERT(evidence->structure == Soundness::sound);
    RC_ASSERT(evidence->checksums == Soundness::sound);
    RC_ASSERT(evidence->format == plan.format);
    RC_ASSERT(evidence->picture != nullptr);
    const Picture picture = turned(*evidence->picture, evidence->orientation.value);
    RC_ASSERT(picture.width == plan.width);
    RC_ASSERT(picture.height == plan.height);
    std::vector<float> values(picture.values.begin(), picture.values.end());
    const std::uint32_t colors = picture.channels <= 2 ? 1 : 3;
    const Planes planes{.values = values,
                        .width = picture.width,
                        .height = picture.height,
                        .channels = colors,
                        .channel_stride = 1,
                        .row_stride = std::size_t{picture.width} * picture.channels,
                        .column_stride = picture.channels};
    const auto reading = read_trace(planes);
    RC_ASSERT(reading.has_value());
    RC_ASSERT(reading->id == plan.id);
    RC_ASSERT(reading->deed == Deed::none);
  });
}

/// Whether the carrier can apply the fault; permissions say nothing to a privileged user.
bool on_both_carriers(const Fault& fault) { return fault.kind != FaultKind::unreadable; }

TEST(Carriers, GiveEqualTracesOfEqualCases) {
  for_all("memory and a real folder look the same to a loader", 80, [] {
    Case value = any_case();
    std::erase_if(value.faults, [](const Fault& fault) { return !on_both_carriers(fault); });
    value.carrier = Carrier::memory;
    const Trace in_memory = run_case(value, open_book());
    value.carrier = Carrier::directory;
    const Trace on_disk = run_case(value, open_book());
    RC_ASSERT(on_disk.on_disk);
    RC_ASSERT(!in_memory.on_disk);
    RC_ASSERT(in_memory.epochs.size() == on_disk.epochs.size());
    for (std::size_t i = 0; i < in_memory.epochs.size(); ++i) {
      RC_ASSERT(in_memory.epochs[i].batches == on_disk.epochs[i].batches);
      RC_ASSERT(in_memory.epochs[i].end == on_disk.epochs[i].end);
    }
    RC_ASSERT(in_memory.refused.has_value() == on_disk.refused.has_value());
    RC_ASSERT(in_memory.fired == on_disk.fired);
    RC_ASSERT(on_disk.changes.empty());
  });
}

/// A value of the range, both ends included now and then.
float any_value(Random& random, double low, double high) {
  switch (random.below(6)) {
    case 0:
      return static_cast<float>(low);
    case 1:
      return static_cast<float>(high);
    default:
      return std::clamp(static_cast<float>(low + (high - low) * static_cast<double>(random.below(1001)) / 1000.0),
                        static_cast<float>(low), static_cast<float>(high));
  }
}

TracedTensor floats(Random& random, std::int64_t rows, std::int64_t inputs, double low, double high) {
  TracedTensor tensor;
  tensor.dtype = Dtype::float32;
  tensor.shape = {rows, inputs};
  std::vector<float> values;
  for (std::int64_t i = 0; i < rows * inputs; ++i) {
    values.push_back(any_value(random, low, high));
  }
  const auto bytes = std::as_bytes(std::span(values));
  tensor.bytes.assign(bytes.begin(), bytes.end());
  tensor.claimed = bytes.size();
  return tensor;
}

TracedTensor labels(Random& random, std::int64_t rows, std::uint64_t classes) {
  TracedTensor tensor;
  tensor.dtype = Dtype::int64;
  tensor.shape = {rows};
  std::vector<std::int64_t> values;
  for (std::int64_t i = 0; i < rows; ++i) {
    values.push_back(static_cast<std::int64_t>(random.below(classes)));
  }
  const auto bytes = std::as_bytes(std::span(values));
  tensor.bytes.assign(bytes.begin(), bytes.end());
  tensor.claimed = bytes.size();
  return tensor;
}

TEST(Model, NeverGivesANanOnFiniteInputWithinItsRange) {
  for_all("the tiny model stays finite on finite input within the declared range", 100, [] {
    Random random(*any_number());
    ModelPlan plan;
    plan.inputs = random.between(1, 200);
    plan.classes = random.between(1, 6);
    plan.seed = random.next();
    const double scale = std::pow(10.0, static_cast<double>(random.below(60)) - 30.0);
    const double low = random.one_in(2) ? 0.0 : -scale;
    plan.range = ValueRange{low, random.one_in(8) ? low : scale};  // a range of one value, too
    TinyModel model(plan);
    for (int i = 0; i < 40; ++i) {
      TracedBatch batch;
      const auto rows = static_cast<std::int64_t>(random.below(6));
      batch.features = floats(random, rows, static_cast<std::int64_t>(plan.inputs), plan.range->low, plan.range->high);
      batch.labels = labels(random, rows, plan.classes);
      const TrainingStep step = model.step(batch);
      RC_ASSERT(!step.unfit.has_value());
      RC_ASSERT(!step.non_finite.has_value());
      RC_ASSERT(std::isfinite(step.loss));
    }
    RC_ASSERT(std::ranges::all_of(model.parameters(), [](float value) { return std::isfinite(value); }));
  });
}

}  // namespace
}  // namespace proofload
