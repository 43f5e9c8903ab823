/// A bounded store of what was computed lately.
///
/// Two generations: what is used moves to the younger one; when that is full it becomes the older one, and what was
/// not used since is forgotten. Threads: may be called from any.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

namespace proofload {

template <class Key, class Value, class Hash>
class Recent {
 public:
  /// Holds at most `capacity`, in whatever unit the sizes given to `put` are in.
  explicit Recent(std::size_t capacity) : generation_(capacity / 2) {}

  std::optional<Value> find(const Key& key) {
    const std::lock_guard lock(mutex_);
    if (const auto found = young_.find(key); found != young_.end()) {
      return found->second.value;
    }
    const auto found = old_.find(key);
    if (found == old_.end()) {
      return std::nullopt;
    }
    return insert(key, std::move(found->second));
  }

  /// What is larger than a generation is not kept.
  void put(const Key& key, Value value, std::size_t size) {
    const std::lock_guard lock(mutex_);
    if (size <= generation_ && !young_.contains(key)) {
      insert(key, {std::move(value), size});
    }
  }

 private:
  struct Held {
    Value value;
    std::size_t size = 0;
  };

  Value insert(const Key& key, Held held) {
    if (used_ + held.size > generation_) {
      old_ = std::exchange(young_, {});
      used_ = 0;
    }
    used_ += held.size;
    return young_.emplace(key, std::move(held)).first->second.value;
  }

  std::mutex mutex_;
  std::size_t generation_;
  std::size_t used_ = 0;
  std::unordered_map<Key, Held, Hash> young_;
  std::unordered_map<Key, Held, Hash> old_;
};

}  // namespace proofload
