#include "reference/stb/raw.hpp"

#define STBI_NO_STDIO
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>

namespace proofload::reference::stb {

std::expected<Pixels, std::string> decode_raw(std::span<const std::byte> file, std::size_t) {
  int width = 0;
  int height = 0;
  int channels = 0;
  void* data = stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(file.data()), static_cast<int>(file.size()),
                                     &width, &height, &channels, 3);
  if (data == nullptr) {
    const char* hint = stbi_failure_reason();
    return std::unexpected(std::string("the decoder refuses it: ") + (hint != nullptr ? hint : "no reason given"));
  }
  Pixels pixels{.data = {data, stbi_image_free},
                .width = static_cast<std::uint32_t>(width),
                .height = static_cast<std::uint32_t>(height),
                .channels = 3};
  return pixels;
}

}  // namespace proofload::reference::stb
