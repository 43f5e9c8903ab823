/// stb_image behind guards: PNG and JPEG only, all of its memory zeroed and within a budget.
///
/// It is for files that `check_png` or `check_jpeg` has passed: stb accepts much damage in silence.
#pragma once

#include <cstddef>
#include <expected>
#include <span>
#include <string>

#include "reference/pixels.hpp"

namespace proofload::reference::stb {

/// The pixels with the channels that the file has. Memory in use never passes `budget`; nothing leaks when it is spent.
/// Threads: any.
std::expected<Pixels, std::string> decode(std::span<const std::byte> file, Pixels::Depth depth, std::size_t budget);

}  // namespace proofload::reference::stb
