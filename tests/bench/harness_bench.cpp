/// What the harness costs beside the loader that it judges, and what the reference loader costs beside a plain loop.
///
/// Every figure is a ratio of two times that were measured in turn in this process, so that a noisy machine moves both.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/case.hpp"
#include "proofload/check.hpp"
#include "proofload/generate.hpp"
#include "proofload/images.hpp"
#include "proofload/random.hpp"
#include "proofload/registry.hpp"
#include "reference/decode_image.hpp"
#include "reference/resize.hpp"
#include "run/memory_source.hpp"
#include "run/source_log.hpp"
#include "run/source_tree.hpp"

namespace {

using namespace proofload;

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

void print(std::string_view what, double value, std::string_view aim) {
  fmt::print("{:<64} {:>8.3f}   aim {}\n", what, value, aim);
}

/// 16 PNG of 16 to 40 pixels, in three classes. Equal seeds give equal images.
Case fixed_case(std::uint64_t seed) {
  Random random(seed);
  const ImageKinds kinds{.formats = {ImageFormat::png}};
  ImageDatasetPlan plan;
  for (std::uint32_t i = 0; i < 16; ++i) {
    ImagePlan image = random_image(random, kinds);
    image.folder = fmt::format("class {}", i % 3);
    image.stem = fmt::format("image {}", i);
    image.probe = Probe::none;
    image.width = 16 + i * 24 / 15;
    image.height = 40 - i * 23 / 15;
    plan.images.push_back(image);
  }
  Case value;
  value.dataset = render(plan);
  value.options.batch_size = 5;
  return value;
}

double own_share(const Verdict& verdict) {
  const auto loader = static_cast<double>(verdict.loader_nanoseconds);
  return (static_cast<double>(verdict.total_nanoseconds) - loader) / loader;
}

void bench_fixed(const RegisteredLoader& loader, std::size_t rounds) {
  std::vector<double> known;
  std::vector<double> fresh;
  const Case same = fixed_case(1);
  for (std::size_t i = 0; i < rounds; ++i) {
    const Case other = fixed_case(i + 2);
    fresh.push_back(own_share(check(other, loader)));
    known.push_back(own_share(check(same, loader)));
  }
  print("harness over loader, 16 PNG, images met before", median(known), "<= 0.10, release 0.5");
  print("harness over loader, 16 PNG, images never met", median(fresh), "(none)");
}

void bench_corpus(const RegisteredLoader& loader, const std::filesystem::path& folder, std::size_t most) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  files.resize(std::min(files.size(), most));
  std::vector<double> shares;
  std::vector<double> reading;
  for (const auto& path : files) {
    std::ifstream stream(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    const auto start = std::chrono::steady_clock::now();
    const Case value = fit_generated(read_case(std::as_bytes(std::span(text))).value, loader.declaration);
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
    check(value, loader);
    const Verdict verdict = check(value, loader);
    if (verdict.loader_nanoseconds > 0) {
      shares.push_back(own_share(verdict));
      reading.push_back(took.count() / static_cast<double>(verdict.loader_nanoseconds));
    }
  }
  if (shares.empty()) {
    fmt::print("no case in {}\n", folder.string());
    return;
  }
  print(fmt::format("harness over loader, median of {} cases of a corpus", shares.size()), median(shares),
        "<= 0.10, release 0.5");
  print("reading the case over loader, median of the same", median(reading), "(none)");
}

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Each image read, checked, decoded and resized, and nothing else.
void plain_epoch(Source& source, const Case& value, std::vector<float>& into) {
  reference::Resizer resizer(24, 32, reference::PixelLayout::chw);
  for (const DataFile& file : value.dataset.files) {
    const auto bytes = read_file(source, file.path, std::size_t{8} << 20U);
    const auto pixels = reference::decode_image(bytes.value(), std::size_t{40} << 20U);
    resizer.resize(pixels.value(), into);
  }
}

void loader_epoch(Source& source, const Case& value, const RegisteredLoader& loader) {
  const auto made = loader.declaration.make(source, value.options);
  while (made->next().value()) {
  }
}

void bench_loader(const RegisteredLoader& loader, std::size_t rounds) {
  // Enough images that starting threads does not count.
  Case value = fixed_case(1);
  const std::size_t images = value.dataset.files.size();
  for (std::size_t i = images; i < 64 * images; ++i) {
    value.dataset.files.push_back(value.dataset.files[i % images]);
    value.dataset.files.back().path = fmt::format("class {}/copy {}.png", i % 3, i);
  }
  const EffectiveDataset effective = proofload::apply(value.dataset, {});
  const SourceTree tree(effective, {});
  SourceLog log(0);
  MemorySource source(tree, log);
  std::vector<float> row(std::size_t{3} * 24 * 32);
  for (const std::uint32_t workers : {0U, 2U}) {
    if (workers != 0 && !loader.declaration.heeds(Option::workers)) {
      fmt::print("{} takes no workers\n", loader.name);
      continue;
    }
    value.options.workers = workers;
    value.options.batch_size = 32;
    value.options.prefetch = workers;
    std::vector<double> ratios;
    for (std::size_t i = 0; i < rounds; ++i) {
      const double plain = seconds_of([&] { plain_epoch(source, value, row); });
      ratios.push_back(plain / seconds_of([&] { loader_epoch(source, value, loader); }));
    }
    print(fmt::format("images per second over a plain stb loop, {} workers", workers), median(ratios),
          workers == 0 ? ">= 0.9" : ">= 1.7");
  }
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("What the harness and the reference loader cost, as ratios");
  std::string corpus;
  std::size_t rounds = 200;
  std::size_t cases = 500;
  app.add_option("--corpus", corpus, "a campaign's corpus")->check(CLI::ExistingDirectory);
  app.add_option("--rounds", rounds, "repetitions of the fixed case");
  app.add_option("--cases", cases, "cases of the corpus, at most");
  CLI11_PARSE(app, argc, argv);
  const RegisteredLoader* loader = loader_named("image_folder");
  if (loader == nullptr) {
    fmt::print(stderr, "harness_bench: the loader image_folder is not linked in\n");
    return 3;
  }
  bench_fixed(*loader, rounds);
  if (!corpus.empty()) {
    bench_corpus(*loader, corpus, cases);
  }
  bench_loader(*loader, rounds / 4 + 1);
  return 0;
}
