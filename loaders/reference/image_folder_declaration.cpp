#include "reference/image_folder_declaration.hpp"

#include <memory>
#include <utility>

#include "reference/cached.hpp"
#include "reference/exif_orientation.hpp"
#include "reference/lent.hpp"
#include "reference/prefetched.hpp"
#include "reference/stored_images.hpp"

namespace proofload::reference {
namespace {

template <class View>
Declaration image_folder_of(const ImageFolderPlan& plan) {
  const PixelLayout layout = plan.layout;
  std::vector<std::int64_t> shape = {3, plan.height, plan.width};
  if (layout == PixelLayout::hwc) {
    shape = {plan.height, plan.width, 3};
  }
  ImageFolder reads;
  reads.formats = {ImageFormat::png, ImageFormat::jpeg, ImageFormat::bmp};
  reads.bit_depths = {8, 16};
  reads.junk = JunkFiles::ignored;
  constexpr std::uint64_t memory = 64U << 20U;  // of one thread that decodes
  const auto classes = static_cast<std::int64_t>(plan.classes);
  return {
      .reads = reads,
      .features = {.dtype = Dtype::float32,
                   .shape = {shape.begin(), shape.end()},
                   .range = Range{0.0, 1.0, Range::Kind::exact},
                   .layout = layout == PixelLayout::hwc ? Layout::hwc : Layout::chw},
      .labels = {.dtype = Dtype::int64,
                 .kind = Labels::Kind::classes,
                 .classes = classes,
                 .ignore_index = image_folder_policies.ignore_index,
                 .order = Labels::Order::sorted},
      .transform =
          [] {
            Transform transform = Resized::stretch;
            transform.exif = Exif::ignored;
            transform.alpha = Alpha::dropped;
            return transform;
          }(),
      .integrity = Integrity::checksums,
      .bad_sample = image_folder_policies.bad_sample,
      .last_batch = image_folder_policies.last_batch,
      .length = {LengthPromise::Kind::exact, LengthPromise::Counting::before_skips},
      .listing = Listing::sorted,
      .sampling = {.kind = Sampling::Kind::uniform},
      .repeats = {.again = Repeats::same_bytes,
                  .other_workers = Repeats::same_bytes,
                  .other_batch_size = Repeats::same_bytes},
      .supports = {Option::shuffle, Option::epochs, Option::abandoned_epochs, Option::workers, Option::prefetch,
                   Option::bad_sample, Option::last_batch},
      .batches = BatchLife::owned,
      .files = {.cache = Files::Cache::none,
                .empty_dataset = Files::Empty::error,
                .memory_budget = memory,
                .worker_memory = memory},
      .model = ModelSpec{shape, classes},
      .make =
          [plan](Source& source, const LoadOptions& options) {
            return std::make_unique<View>(with_workers(std::make_unique<ImageFolderReader>(source, plan), options),
                                          BatchPlan::of(options, image_folder_policies));
          },
  };
}

}  // namespace

Declaration image_folder(PixelLayout layout) { return image_folder_of<Batched>({.layout = layout}); }

Declaration image_folder_cached(PixelLayout layout) {
  static constexpr std::size_t room = std::size_t{16} << 20U;
  Declaration declaration = image_folder(layout);
  declaration.files.cache = Files::Cache::outside;
  *declaration.files.memory_budget += 2 * room;  // of which half is what keeps many small things apart
  declaration.make = [layout](Source& source, const LoadOptions& options) {
    auto reader = std::make_unique<Cached<StoredImages>>(StoredImages(source, {.layout = layout}), room);
    return std::make_unique<Batched>(with_workers(std::move(reader), options),
                                     BatchPlan::of(options, image_folder_policies));
  };
  return declaration;
}

Declaration image_folder_upright(PixelLayout layout) {
  Declaration declaration = image_folder_of<Batched>({.layout = layout, .decode = decode_upright});
  declaration.transform.exif = Exif::applied;
  return declaration;
}

Declaration image_folder_lent(PixelLayout layout) {
  Declaration declaration = image_folder_of<Lent>({.layout = layout});
  declaration.batches = BatchLife::until_next;
  return declaration;
}

}  // namespace proofload::reference
