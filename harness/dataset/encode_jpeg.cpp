#include <cstdio>
// libjpeg's header needs FILE.
#include <jpeglib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

#include "dataset/encode.hpp"
#include "dataset/look.hpp"
#include "dataset/orientation.hpp"

namespace proofload {
namespace {

/// libjpeg ends the program unless this does not return.
[[noreturn]] void fail(j_common_ptr with) {
  std::array<char, JMSG_LENGTH_MAX> message{};
  with->err->format_message(with, message.data());
  throw std::runtime_error(std::string("encoding a JPEG: ") + message.data());
}

class Compressor {
 public:
  Compressor() {
    state_.err = jpeg_std_error(&errors_);
    errors_.error_exit = fail;
    jpeg_create_compress(&state_);
  }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;
  ~Compressor() { jpeg_destroy_compress(&state_); }

  struct Form {
    int quality = 100;
    int sampling = 1;  ///< how many pixels a side share their colors
    ImagePlan::Scan scan = {};
    std::uint32_t restarts = 0;
  };

  std::vector<std::byte> run(const Picture& picture, const Form& form) {
    Memory out;
    try {
      jpeg_mem_dest(&state_, &out.bytes, &out.size);
      set_up(picture, form);
      jpeg_start_compress(&state_, TRUE);
      std::vector<JSAMPLE> row(std::size_t{picture.width} * picture.channels);
      for (auto values = picture.values.begin(); state_.next_scanline < state_.image_height;) {
        const auto end = values + static_cast<std::ptrdiff_t>(row.size());
        std::transform(values, end, row.begin(), [](std::uint16_t value) { return static_cast<JSAMPLE>(value); });
        values = end;
        JSAMPROW rows = row.data();
        jpeg_write_scanlines(&state_, &rows, 1);
      }
      jpeg_finish_compress(&state_);
    } catch (...) {
      jpeg_abort_compress(&state_);
      throw;
    }
    std::vector<std::byte> bytes(out.size);
    std::transform(out.bytes, out.bytes + out.size, bytes.begin(),
                   [](unsigned char value) { return std::byte{value}; });
    return bytes;
  }

 private:
  /// What libjpeg allocates for what it writes.
  struct Memory {
    unsigned char* bytes = nullptr;
    unsigned long size = 0;

    Memory() = default;
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;
    ~Memory() { std::free(bytes); }
  };

  void set_up(const Picture& picture, const Form& form) {
    const bool grey = picture.channels == 1;
    state_.image_width = picture.width;
    state_.image_height = picture.height;
    state_.input_components = grey ? 1 : 3;
    state_.in_color_space = grey ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&state_);
    jpeg_set_quality(&state_, form.quality, TRUE);
    state_.dct_method = JDCT_ISLOW;
    state_.restart_interval = form.restarts;
    if (form.scan == ImagePlan::Scan::interlaced) {
      jpeg_simple_progression(&state_);
    }
    state_.comp_info[0].h_samp_factor = form.sampling;
    state_.comp_info[0].v_samp_factor = form.sampling;
  }

  jpeg_compress_struct state_{};
  jpeg_error_mgr errors_{};
};

/// Setting up a compressor costs more than a small image, so each thread keeps them. One for each kind of scan: after a
/// progressive image libjpeg-turbo 2.1 keeps that image's Huffman tables and writes unreadable sequential ones.
Compressor& compressor_for(ImagePlan::Scan scan) {
  thread_local Compressor sequential;
  thread_local Compressor progressive;
  return scan == ImagePlan::Scan::interlaced ? progressive : sequential;
}

}  // namespace

std::vector<std::byte> encode_jpeg(const Picture& shown, const ImagePlan& plan) {
  const Picture picture = turned(shown, opposite(plan.orientation));
  Random random(plan.id);
  const int quality = static_cast<int>(random.between(90, 100));
  const int sampling = picture.channels != 1 && random.one_in(3) ? 2 : 1;
  std::vector<std::byte> bytes = compressor_for(plan.scan).run(
      picture, {.quality = quality, .sampling = sampling, .scan = plan.scan, .restarts = plan.restarts});
  if (plan.orientation != 1 || random.one_in(8)) {
    const auto segment = exif_segment(plan.orientation, plan.id);
    const std::size_t behind = byte_at(bytes, 3) == 0xE0 ? 4 + std::size_t{big16(bytes, 4)} : 2;  // JFIF comes first
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(behind), segment.begin(), segment.end());
  }
  return bytes;
}

}  // namespace proofload
