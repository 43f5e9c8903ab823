/// key-of-all-shards: a sample whose key was in an earlier shard is taken for the same sample, and left out.
///
/// Origin: webdataset/webdataset#157, PR#327 (keys that begin anew in each shard).
#pragma once

#include <memory>
#include <set>
#include <utility>

#include "reference/refusal.hpp"
#include "reference/tar_member.hpp"
#include "zoo/tar_shards_with.hpp"
#include "zoo/variant.hpp"

namespace proofload::zoo {

template <Variant variant>
class KeyOfAllShards final : public TarAsTheReference {
 public:
  using Keys = std::set<std::string, std::less<>>;

  explicit KeyOfAllShards(std::shared_ptr<Keys> before) : before_(std::move(before)) {}
  KeyOfAllShards(const KeyOfAllShards&) = delete;
  KeyOfAllShards& operator=(const KeyOfAllShards&) = delete;
  ~KeyOfAllShards() override { before_->merge(own_); }

  std::optional<std::size_t> cut(std::string_view bytes, bool all) override {
    const auto length = TarAsTheReference::cut(bytes, all);
    known_ = false;
    if (variant == Variant::specimen && length && TarAsTheReference::holds_record()) {
      const auto member = first_member(bytes.substr(0, *length));
      known_ = member && before_->contains(member->key());
      if (member) {
        own_.emplace(member->key());
      }
    }
    return length;
  }
  [[nodiscard]] bool holds_record() const override { return TarAsTheReference::holds_record() && !known_; }

 private:
  /// Nothing for what has no header to read.
  static std::optional<reference::TarMember> first_member(std::string_view record) {
    try {
      return reference::read_tar_member(record);
    } catch (const reference::Refusal&) {
      return std::nullopt;
    }
  }

  std::shared_ptr<Keys> before_;
  Keys own_;
  bool known_ = false;
};

template <Variant variant>
Declaration key_of_all_shards() {
  using Format = KeyOfAllShards<variant>;
  return tar_shards_with([]() -> FormatOfEachShard {
    return [before = std::make_shared<typename Format::Keys>()] { return std::make_unique<Format>(before); };
  });
}

}  // namespace proofload::zoo
