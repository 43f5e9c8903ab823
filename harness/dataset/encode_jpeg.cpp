#include <turbojpeg.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "dataset/encode.hpp"
#include "dataset/look.hpp"
#include "dataset/orientation.hpp"

namespace proofload {
namespace {

using Compressor = std::unique_ptr<void, decltype(&tjDestroy)>;

/// Setting up a compressor costs more than a small image, so each thread keeps them. One for each kind of scan: after a
/// progressive image libjpeg-turbo 2.1 keeps that image's Huffman tables and writes unreadable sequential ones.
tjhandle compressor_for(ImagePlan::Scan scan) {
  thread_local const Compressor sequential(tjInitCompress(), &tjDestroy);
  thread_local const Compressor progressive(tjInitCompress(), &tjDestroy);
  const Compressor& chosen = scan == ImagePlan::Scan::interlaced ? progressive : sequential;
  if (!chosen) {
    throw std::bad_alloc();
  }
  return chosen.get();
}

}  // namespace

std::vector<std::byte> encode_jpeg(const Picture& shown, const ImagePlan& plan) {
  const Picture picture = turned(shown, opposite(plan.orientation));
  tjhandle compressor = compressor_for(plan.scan);
  std::vector<unsigned char> rows(picture.values.size());
  std::transform(picture.values.begin(), picture.values.end(), rows.begin(),
                 [](std::uint16_t value) { return static_cast<unsigned char>(value); });

  Random random(plan.id);
  const bool grey = picture.channels == 1;
  const int quality = static_cast<int>(random.between(90, 100));
  const int sampling = grey ? TJSAMP_GRAY : (random.one_in(3) ? TJSAMP_420 : TJSAMP_444);
  const int flags = TJFLAG_ACCURATEDCT | (plan.scan == ImagePlan::Scan::interlaced ? TJFLAG_PROGRESSIVE : 0);
  unsigned char* out = nullptr;
  unsigned long size = 0;
  const int result =
      tjCompress2(compressor, rows.data(), static_cast<int>(picture.width), 0, static_cast<int>(picture.height),
                  grey ? TJPF_GRAY : TJPF_RGB, &out, &size, sampling, quality, flags);
  const std::unique_ptr<unsigned char, decltype(&tjFree)> buffer(out, &tjFree);
  if (result != 0) {
    throw std::runtime_error(std::string("encoding a JPEG: ") + tjGetErrorStr2(compressor));
  }
  std::vector<std::byte> bytes(size);
  std::transform(buffer.get(), buffer.get() + size, bytes.begin(),
                 [](unsigned char value) { return std::byte{value}; });
  if (plan.orientation != 1 || random.one_in(8)) {
    const auto segment = exif_segment(plan.orientation, plan.id);
    const std::size_t behind = byte_at(bytes, 3) == 0xE0 ? 4 + std::size_t{big16(bytes, 4)} : 2;  // JFIF comes first
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(behind), segment.begin(), segment.end());
  }
  return bytes;
}

}  // namespace proofload
