/// Declarations for tests of what is drawn for them; nothing here is ever run.
#pragma once

#include "proofload/registry.hpp"

namespace proofload {

/// Heeds everything.
inline RegisteredLoader capable_loader() {
  Declaration declaration;
  ImageFolder reads;
  reads.formats.push_back(ImageFormat::bmp);
  declaration.reads = reads;
  declaration.repeats = {Repeats::same_bytes, Repeats::same_bytes, Repeats::same_bytes};
  declaration.sampling = {Sampling::Kind::uniform};
  declaration.bad_sample = BadSample::fail;
  declaration.last_batch = LastBatch::keep;
  declaration.supports = {Option::shuffle,  Option::epochs, Option::abandoned_epochs, Option::workers,
                          Option::prefetch, Option::shards, Option::bad_sample,       Option::last_batch};
  return {"capable", declaration};
}

/// As capable, with sequences.
inline RegisteredLoader sequence_loader() {
  Declaration declaration = capable_loader().declaration;
  declaration.reads = Csv{};
  declaration.features = {.dtype = Dtype::float32, .shape = {Axis::ragged(20), 3}};
  return {"sequences", declaration};
}

/// As capable, with sequences in arrays.
inline RegisteredLoader array_loader() {
  Declaration declaration = sequence_loader().declaration;
  declaration.reads = Npy{};
  return {"arrays", declaration};
}

inline RegisteredLoader shard_loader() {
  Declaration declaration = sequence_loader().declaration;
  declaration.reads = TarShards{};
  return {"shards", declaration};
}

/// As capable, with all samples in one archive of arrays.
inline RegisteredLoader archive_loader() {
  Declaration declaration = sequence_loader().declaration;
  declaration.reads = Npz{};
  declaration.features.shape = {5, 3};
  return {"archive", declaration};
}

/// As capable, with a cache on disk.
inline RegisteredLoader caching_loader() {
  RegisteredLoader loader = capable_loader();
  loader.declaration.files.cache = Files::Cache::outside;
  return loader;
}

inline RegisteredLoader idx_loader() {
  Declaration declaration = sequence_loader().declaration;
  declaration.reads = Idx{};
  declaration.features.shape = {1, 17, 24};
  declaration.transform = Transform::Kind::exact;
  return {"idx", declaration};
}

/// Heeds nothing but the batch size, and knows two classes.
inline RegisteredLoader plain_loader() {
  Declaration declaration;
  declaration.reads = ImageFolder{};
  declaration.labels.classes = 2;
  declaration.bad_sample = BadSample::skip_refill;
  declaration.last_batch = LastBatch::drop;
  return {"plain", declaration};
}

}  // namespace proofload
