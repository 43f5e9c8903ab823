#include "campaign_page.hpp"

#include <sys/mman.h>

#include <cstdlib>

namespace proofload {

CampaignPage* inherited_page() {
  const char* text = std::getenv(page_variable);
  if (text == nullptr) {
    return nullptr;
  }
  char* end = nullptr;
  const long descriptor = std::strtol(text, &end, 10);
  if (end == text || *end != '\0' || descriptor < 0) {
    return nullptr;
  }
  void* memory =
      mmap(nullptr, sizeof(CampaignPage), PROT_READ | PROT_WRITE, MAP_SHARED, static_cast<int>(descriptor), 0);
  if (memory == MAP_FAILED) {
    return nullptr;
  }
  auto* page = static_cast<CampaignPage*>(memory);
  return page->magic == CampaignPage::magic_value ? page : nullptr;
}

}  // namespace proofload
