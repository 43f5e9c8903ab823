/// Random cases for tests: any faults, hostile names, and content from nothing to a few images.
#pragma once

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "dataset/idx.hpp"
#include "dataset/npy_header.hpp"
#include "dataset/tar.hpp"
#include "dataset/zip.hpp"
#include "proofload/case.hpp"
#include "proofload/images.hpp"
#include "proofload/random.hpp"

namespace proofload::testing {

inline Blob random_blob(Random& random) {
  if (random.one_in(3)) {
    std::vector<std::byte> bytes(random.below(2000));
    std::ranges::generate(bytes, [&] { return static_cast<std::byte>(random.below(256)); });
    return Blob(std::move(bytes));
  }
  if (random.one_in(6)) {
    return Blob(random.one_in(2) ? std::string_view("x,y\n1,2\n3,4.5\n") : std::string_view("x,y\r\n\"1\",2"));
  }
  if (random.one_in(6)) {
    constexpr std::string_view dictionary = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }";
    return Blob(std::string_view(npy_header_bytes(1, dictionary, 64) + "a1b2c3d4e5f6"));
  }
  if (random.one_in(6)) {
    constexpr std::array<std::uint32_t, 3> shape = {2, 3, 1};
    return Blob(idx_bytes(shape, std::as_bytes(std::span("012345", 6))));
  }
  if (random.one_in(6)) {
    return Blob(std::string_view(tar_bytes({.name = "a.npy", .data = "a1b2"}) +
                                 tar_bytes({.name = "a.cls", .data = "3"}) +
                                 tar_bytes({.name = "b.npy", .data = "c3d4"}) + std::string(2 * tar_block, '\0')));
  }
  if (random.one_in(6)) {
    constexpr std::string_view dictionary = "{'descr': '|i1', 'fortran_order': False, 'shape': (3,), }";
    const std::string array = npy_header_bytes(1, dictionary, 64) + "a1b";
    const std::vector<ZipEntry> members = {{.name = "a.npy", .data = array}, {.name = "b.npy", .data = array + "2"}};
    return Blob(std::string_view(zip_bytes(members)));
  }
  ImageKinds kinds;
  kinds.formats.push_back(ImageFormat::bmp);
  return render(random_image(random, kinds));
}

inline std::string random_name(Random& random) {
  static const std::array<std::string, 12> names = {"a.png",     "b.jpg",         "two words.png", "caf\xC3\xA9.png",
                                                    "\xFF\xFE",  "new\nline.png", "\x1B[31mred",   "back\\slash",
                                                    "\\x41.png", "...",           "-rf",           "quote\"'"};
  if (random.one_in(20)) {
    return std::string(255, random.one_in(2) ? 'n' : '\xF0');
  }
  std::string name = names[random.below(names.size())];
  return random.one_in(2) ? name : std::to_string(random.below(9)) + name;
}

inline Dataset random_dataset(Random& random) {
  Dataset dataset;
  std::set<std::string> taken;
  const std::array<std::string, 5> folders = {"cats", "dogs", "b\xC3\xA4ren", "deep/er", "white space"};
  const std::uint64_t files = random.below(12);
  for (std::uint64_t i = 0; i < files; ++i) {
    // Names in the root begin otherwise than folders, so that no file's path is a folder of another's.
    const std::string path = random.one_in(6) ? "0" + random_name(random).substr(0, 200)
                                              : folders[random.below(5)] + "/" + random_name(random);
    if (taken.insert(path).second) {
      dataset.files.push_back({path, random_blob(random)});
    }
  }
  if (random.one_in(3)) {
    dataset.folders.emplace_back("empty");
  }
  if (random.one_in(5)) {
    dataset.folders.emplace_back("cats");
  }
  return dataset;
}

inline Fault random_fault(Random& random, const Dataset& dataset) {
  Fault fault;
  fault.kind = static_cast<FaultKind>(random.below(fault_kind_count));
  const FaultTraits& kind = traits(fault.kind);
  const auto some_path = [&] {
    return dataset.files.empty() || random.one_in(20) ? std::string("no/such.png")
                                                      : dataset.files[random.below(dataset.files.size())].path;
  };
  if (kind.uses(FaultParameter::path)) {
    fault.path = some_path();
  }
  if (kind.uses(FaultParameter::at)) {
    fault.at = {static_cast<Place::From>(random.below(4)), random.one_in(4) ? random.next() : random.below(3000)};
  }
  if (kind.uses(FaultParameter::amount)) {
    fault.amount = random.one_in(4) ? random.next() : random.below(64);
  }
  if (kind.uses(FaultParameter::seed)) {
    fault.seed = random.next();
  }
  if (kind.uses(FaultParameter::nth)) {
    fault.nth = static_cast<std::uint32_t>(random.below(4));
  }
  if (kind.uses(FaultParameter::code)) {
    fault.code = random.one_in(3) ? static_cast<std::int32_t>(random.next()) : EIO;
  }
  if (kind.uses(FaultParameter::text)) {
    fault.text = random.one_in(10) ? "nonsense" : kind.texts[random.below(kind.texts.size())];
    if (kind.other_file == FaultTraits::OtherFile::possible && random.one_in(2)) {
      fault.text = some_path();
    }
  }
  return fault;
}

inline Case random_case(Random& random) {
  Case value;
  value.loader = random.one_in(2) ? "images" : "";
  value.dataset = random_dataset(random);
  for (std::uint64_t i = random.below(6); i > 0; --i) {
    value.faults.push_back(random_fault(random, value.dataset));
  }
  value.options.batch_size = random.between(1, 20);
  value.options.shuffle = random.one_in(2) ? Shuffle::on : Shuffle::off;
  value.options.seed = random.one_in(2) ? random.next() : 0;
  value.options.workers = static_cast<std::uint32_t>(random.below(4));
  value.options.shards = static_cast<std::uint32_t>(random.between(1, 3));
  value.options.shard = static_cast<std::uint32_t>(random.below(value.options.shards));
  value.options.bad_sample = static_cast<BadSample>(random.below(5));
  value.options.last_batch = static_cast<LastBatch>(random.below(5));
  value.epochs = static_cast<std::uint32_t>(random.between(1, 4));
  value.carrier = random.one_in(2) ? Carrier::memory : Carrier::directory;
  for (std::size_t i = 0; i < comparison_count; ++i) {
    if (random.one_in(3)) {
      value.comparisons.push_back(static_cast<Comparison>(i));
    }
  }
  return value;
}

}  // namespace proofload::testing
