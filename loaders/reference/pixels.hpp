/// Pixels are a decoded image: rows from the top, channels interleaved, one or two bytes a channel in native order.
///
/// They own their memory, which some decoder allocated: so they carry the way to free it. One channel is grey, two are
/// grey and alpha, three RGB, four RGB and alpha.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace proofload::reference {

struct Pixels {
  enum class Depth : std::uint8_t { eight, sixteen };

  std::unique_ptr<void, void (*)(void*)> data{nullptr, nullptr};
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint32_t channels = 0;
  Depth depth = Depth::eight;
};

}  // namespace proofload::reference
