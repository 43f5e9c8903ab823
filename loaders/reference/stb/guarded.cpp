#include "reference/stb/guarded.hpp"

#include <climits>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace proofload::reference::stb {
namespace {

/// What stands before each block. Blocks in use form a ring, so that what a failed decode leaves behind can be freed.
struct alignas(std::max_align_t) Head {
  Head* before = this;
  Head* after = this;
  std::size_t size = 0;
};

/// The memory of one decode.
struct Arena {
  Head ring;
  std::size_t left = 0;
  std::size_t refused = 0;  ///< bytes of the allocation that did not fit; 0: all did

  explicit Arena(std::size_t budget) : left(budget) {}
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena();
};

thread_local Arena* arena = nullptr;

void unlink(Head* head) {
  head->before->after = head->after;
  head->after->before = head->before;
  head->before = head->after = head;
}

Arena::~Arena() {
  while (ring.after != &ring) {
    Head* head = ring.after;
    unlink(head);
    std::free(head);
  }
}

/// Zeroed, since stb decodes from tables that a damaged file never set.
void* budget_alloc(std::size_t size) {
  if (arena == nullptr || size > arena->left || arena->left - size < sizeof(Head)) {
    if (arena != nullptr) {
      arena->refused = size;
    }
    return nullptr;
  }
  void* block = std::calloc(1, sizeof(Head) + size);
  if (block == nullptr) {
    arena->refused = size;
    return nullptr;
  }
  auto* head = new (block) Head;
  head->size = size;
  head->after = arena->ring.after;
  head->before = &arena->ring;
  head->after->before = head;
  arena->ring.after = head;
  arena->left -= sizeof(Head) + size;
  return head + 1;
}

void budget_free(void* pointer) {
  if (pointer == nullptr) {
    return;
  }
  Head* head = static_cast<Head*>(pointer) - 1;
  unlink(head);
  if (arena != nullptr) {
    arena->left += sizeof(Head) + head->size;
  }
  std::free(head);
}

void* budget_realloc(void* pointer, std::size_t old_size, std::size_t new_size) {
  void* grown = budget_alloc(new_size);
  if (grown != nullptr && pointer != nullptr) {
    std::memcpy(grown, pointer, old_size < new_size ? old_size : new_size);
    budget_free(pointer);
  }
  return grown;
}

/// Frees pixels that have left their arena.
void free_pixels(void* pointer) { std::free(static_cast<Head*>(pointer) - 1); }

}  // namespace
}  // namespace proofload::reference::stb

#define STBI_ONLY_PNG
#define STBI_ONLY_JPEG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS 16384
#define STBI_MALLOC(size) proofload::reference::stb::budget_alloc(size)
#define STBI_REALLOC_SIZED(pointer, old_size, new_size) \
  proofload::reference::stb::budget_realloc(pointer, old_size, new_size)
#define STBI_FREE(pointer) proofload::reference::stb::budget_free(pointer)
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>

namespace proofload::reference::stb {

std::expected<Pixels, std::string> decode(std::span<const std::byte> file, Pixels::Depth depth, std::size_t budget) {
  if (file.size() > INT_MAX) {
    return std::unexpected("the file has 2 GiB or more");
  }
  Arena memory(budget);
  struct Scope {
    explicit Scope(Arena* here) { arena = here; }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() { arena = nullptr; }
  } const scope(&memory);

  const auto* bytes = reinterpret_cast<const stbi_uc*>(file.data());
  const int size = static_cast<int>(file.size());
  int width = 0;
  int height = 0;
  int channels = 0;
  void* data = nullptr;
  if (depth == Pixels::Depth::sixteen) {
    data = stbi_load_16_from_memory(bytes, size, &width, &height, &channels, 0);
  } else {
    data = stbi_load_from_memory(bytes, size, &width, &height, &channels, 0);
  }
  if (data == nullptr) {
    if (memory.refused != 0) {
      return std::unexpected("decoding needs more memory than its budget of " + std::to_string(budget) +
                             " bytes: " + std::to_string(memory.refused) + " more were asked for");
    }
    // The decoder does not set its reason on all paths, so it is a hint at most.
    const char* hint = stbi_failure_reason();
    return std::unexpected(std::string("the decoder refuses it: ") + (hint != nullptr ? hint : "no reason given"));
  }
  unlink(static_cast<Head*>(data) - 1);
  Pixels pixels{.data = {data, free_pixels},
                .width = static_cast<std::uint32_t>(width),
                .height = static_cast<std::uint32_t>(height),
                .channels = static_cast<std::uint32_t>(channels),
                .depth = depth};
  return pixels;
}

}  // namespace proofload::reference::stb
