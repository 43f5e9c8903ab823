/// Inflates the pixel data of a PNG without keeping it, to see whether it has exactly the right size and ends well.
#pragma once

#include <zlib.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace proofload {

class PngPixels {
 public:
  struct Shape {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint32_t bits_per_pixel = 0;
    enum class Scan : std::uint8_t { sequential, adam7 } scan = Scan::sequential;
  };

  explicit PngPixels(const Shape& shape);
  ~PngPixels();
  PngPixels(const PngPixels&) = delete;
  PngPixels& operator=(const PngPixels&) = delete;

  /// The next bytes of the compressed stream. What is beyond the right size is not inflated.
  void feed(std::span<const std::byte> compressed);

  [[nodiscard]] std::uint64_t expected() const { return expected_; }  ///< bytes
  [[nodiscard]] std::uint64_t inflated() const { return inflated_; }
  [[nodiscard]] bool complete() const { return inflated_ >= expected_; }
  [[nodiscard]] bool too_long() const { return too_long_; }      ///< more pixels than the header says
  [[nodiscard]] bool ended() const { return ended_; }            ///< the stream came to its own end
  [[nodiscard]] bool bad_checksum() const { return bad_sum_; }   ///< only its checksum is wrong
  [[nodiscard]] bool trailing() const { return trailing_; }      ///< bytes behind its end
  [[nodiscard]] bool bad_filter() const { return bad_filter_; }  ///< a row's filter is none of the five
  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  struct Pass {
    std::uint64_t row_size = 0;  ///< with the filter byte
    std::uint64_t rows = 0;
  };

  void consume(std::span<const std::uint8_t> inflated);

  std::array<Pass, 7> passes_{};
  std::size_t pass_ = 0;
  std::uint64_t row_ = 0;
  std::uint64_t in_row_ = 0;
  std::uint64_t expected_ = 0;
  std::uint64_t inflated_ = 0;
  z_stream stream_{};
  bool too_long_ = false;
  bool ended_ = false;
  bool bad_sum_ = false;
  bool trailing_ = false;
  bool bad_filter_ = false;
  std::string error_;
};

}  // namespace proofload
