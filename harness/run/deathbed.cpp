#include "run/deathbed.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

namespace proofload {
namespace {

Deathbed own_page;
std::atomic<Deathbed*> page_in_use{&own_page};

void* map(int descriptor) { return mmap(nullptr, sizeof(Deathbed), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0); }

}  // namespace

SharedDeathbed::SharedDeathbed() : descriptor_(memfd_create("proofload-deathbed", MFD_CLOEXEC)) {
  int code = descriptor_ < 0 ? errno : 0;
  if (code == 0) {
    // Allocated at once: to write to a page that cannot be had would be a second death.
    code = posix_fallocate(descriptor_, 0, sizeof(Deathbed));
  }
  void* memory = MAP_FAILED;
  if (code == 0) {
    memory = map(descriptor_);
    code = memory == MAP_FAILED ? errno : 0;
  }
  if (code != 0) {
    if (descriptor_ >= 0) {
      close(descriptor_);
    }
    throw std::system_error(code, std::generic_category(), "no shared memory for a loader's last words");
  }
  page_ = new (memory) Deathbed;
}

SharedDeathbed::~SharedDeathbed() {
  if (page_in_use.load() == page_) {
    page_in_use.store(&own_page);
  }
  munmap(page_, sizeof(Deathbed));
  close(descriptor_);
}

void SharedDeathbed::clear() {
  page_->kind.store(0, std::memory_order_release);
  page_->cause[0] = '\0';
  page_->what[0] = '\0';
  page_->report[0] = '\0';
}

void speak_at(Deathbed& page) { page_in_use.store(&page); }

bool speak_at(int descriptor) {
  struct stat status = {};
  if (fstat(descriptor, &status) != 0 || status.st_size < static_cast<off_t>(sizeof(Deathbed))) {
    return false;
  }
  void* memory = map(descriptor);
  if (memory == MAP_FAILED) {
    return false;
  }
  page_in_use.store(std::launder(static_cast<Deathbed*>(memory)));
  return true;
}

Deathbed& deathbed() { return *page_in_use.load(std::memory_order_relaxed); }

void copy_text(std::span<char> to, std::string_view text) {
  const std::size_t size = std::min(text.size(), to.size() - 1);
  std::memcpy(to.data(), text.data(), size);
  to[size] = '\0';
}

bool say(Deathbed::Kind kind, std::string_view cause, std::string_view what, std::string_view report) {
  Deathbed& page = deathbed();
  auto expected = static_cast<std::uint32_t>(Deathbed::Kind::none);
  if (!page.kind.compare_exchange_strong(expected, static_cast<std::uint32_t>(Deathbed::Kind::writing))) {
    return false;
  }
  copy_text(page.cause, cause);
  copy_text(page.what, what);
  copy_text(page.report, report);
  page.kind.store(static_cast<std::uint32_t>(kind), std::memory_order_release);
  return true;
}

}  // namespace proofload
