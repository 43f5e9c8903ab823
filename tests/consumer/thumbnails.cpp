// Thumbnails of a folder of PNG images, one folder per class: the loader of an outside project.
#include <spng.h>

#include <algorithm>
#include <proofload/loader.hpp>
#include <system_error>

namespace {

using namespace proofload;

constexpr std::uint32_t height = 24;
constexpr std::uint32_t width = 32;
constexpr std::uint32_t largest_side = 2048;

/// RGB of 8 bits, brought to the thumbnail's size by the nearest pixel; or what is wrong with the file.
std::expected<void, std::string> decode(std::span<const std::byte> file, std::span<float> into) {
  const std::unique_ptr<spng_ctx, decltype(&spng_ctx_free)> png(spng_ctx_new(0), &spng_ctx_free);
  spng_set_image_limits(png.get(), largest_side, largest_side);
  spng_set_chunk_limits(png.get(), 1U << 20U, 4U << 20U);
  spng_ihdr header{};
  std::size_t size = 0;
  int error = spng_set_png_buffer(png.get(), file.data(), file.size());
  error = error != 0 ? error : spng_get_ihdr(png.get(), &header);
  error = error != 0 ? error : spng_decoded_image_size(png.get(), SPNG_FMT_RGB8, &size);
  std::vector<unsigned char> pixels(error != 0 ? 0 : size);
  error = error != 0 ? error : spng_decode_image(png.get(), pixels.data(), pixels.size(), SPNG_FMT_RGB8, 0);
  if (error != 0) {
    return std::unexpected(std::string("expected a PNG image, found: ") + spng_strerror(error));
  }
  for (std::uint32_t i = 0; i < into.size(); ++i) {
    const std::uint32_t channel = i / (height * width);
    const std::size_t y = (i / width % height * 2 + 1) * header.height / (2 * height);
    const std::size_t x = (i % width * 2 + 1) * header.width / (2 * width);
    into[i] = static_cast<float>(pixels[(y * header.width + x) * 3 + channel]) / 255.0F;
  }
  return {};
}

bool names_image(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  std::string extension = name.substr(dot == std::string::npos || dot == 0 ? name.size() : dot);
  std::ranges::transform(extension, extension.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return extension == ".png" || extension == ".jpg" || extension == ".jpeg" || extension == ".bmp";
}

class Thumbnails final : public Loader, public Reports {
 public:
  Thumbnails(Source& files, const LoadOptions& options) : files_(files), batch_size_(options.batch_size) {
    std::int64_t label = 0;
    for (const Entry& folder : listed("")) {
      if (folder.kind != NodeKind::directory || folder.name.starts_with('.')) {
        continue;
      }
      for (const Entry& file : listed(folder.name)) {
        if (names_image(file.name)) {
          samples_.emplace_back(folder.name + "/" + file.name, label);
        }
      }
      ++label;
    }
    if (samples_.empty()) {
      throw LoadFailure({.reason = "expected folders with images, found none"});
    }
  }

  std::expected<std::optional<Batch>, LoadError> next() override {
    std::vector<float> features;
    std::vector<std::int64_t> labels;
    std::vector<float> row(std::size_t{3} * height * width);
    for (; labels.size() < batch_size_ && at_ < samples_.size(); ++at_) {
      const auto& [path, label] = samples_[at_];
      if (const auto read = load(path, row); !read) {
        reports_.push_back({.error = {.path = path, .index = at_, .reason = read.error()}});
        continue;
      }
      features.insert(features.end(), row.begin(), row.end());
      labels.push_back(label);
    }
    if (labels.empty()) {
      return std::nullopt;
    }
    const auto rows = static_cast<std::int64_t>(labels.size());
    return Batch{.features = Tensor::own(std::move(features), {rows, 3, height, width}),
                 .labels = Tensor::own(std::move(labels), {rows})};
  }

  [[nodiscard]] std::span<const SampleReport> reports() const override { return reports_; }

 private:
  std::vector<Entry> listed(const std::string& folder) {
    auto entries = files_.list(folder);
    if (!entries) {
      throw LoadFailure({.path = folder, .reason = std::generic_category().message(entries.error().code)});
    }
    std::ranges::sort(*entries, {}, &Entry::name);
    return std::move(*entries);
  }

  std::expected<void, std::string> load(const std::string& path, std::span<float> into) {
    const auto file = read_file(files_, path, 16U << 20U);
    if (!file) {
      return std::unexpected(std::generic_category().message(file.error().code));
    }
    return decode(*file, into);
  }

  Source& files_;
  std::uint64_t batch_size_;
  std::vector<std::pair<std::string, std::int64_t>> samples_;  ///< path and label
  std::vector<SampleReport> reports_;
  std::size_t at_ = 0;
};

ImageFolder png_folders() {
  ImageFolder reads;
  reads.formats = {ImageFormat::png};
  reads.bit_depths = {8, 16};
  reads.junk = JunkFiles::ignored;
  return reads;
}

}  // namespace

PROOFLOAD_LOADER(thumbnails) {
  return {
      .reads = png_folders(),
      .features = {.dtype = Dtype::float32, .shape = {3, height, width}, .range = Range{0.0, 1.0}},
      .labels = {.dtype = Dtype::int64, .order = Labels::Order::sorted},
      .transform = Resized::stretch,
      .integrity = Integrity::decodable,
      .bad_sample = BadSample::skip_refill,
      .last_batch = LastBatch::keep,
      .listing = Listing::sorted,
      .repeats = {.again = Repeats::same_bytes, .other_batch_size = Repeats::same_bytes},
      .batches = BatchLife::owned,
      .make = [](auto& files, const auto& options) { return std::make_unique<Thumbnails>(files, options); },
  };
}
