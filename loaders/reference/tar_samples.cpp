#include "reference/tar_samples.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "reference/refusal.hpp"
#include "reference/tar_member.hpp"

namespace proofload::reference {
namespace {

std::int64_t label_of(std::string_view text, std::int64_t classes) {
  std::string_view digits = text;
  digits.remove_suffix(digits.ends_with('\n') ? 1 : 0);
  digits.remove_suffix(digits.size() < text.size() && digits.ends_with('\r') ? 1 : 0);
  std::int64_t label = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), label);
  if (error != std::errc{} || end != digits.data() + digits.size() || label < 0 || label >= classes) {
    refuse("expected a label from 0 to " + std::to_string(classes - 1) + ", found \"" +
           std::string(text.substr(0, 40)) + "\"");
  }
  return label;
}

/// Reads sample by sample: what was cut last is what `parse` looks at.
class TarFormat final : public RecordFormat {
 public:
  explicit TarFormat(const TarSamplesPlan& plan) : plan_(plan) {}

  std::expected<std::optional<std::size_t>, std::string> lead(std::string_view /*file*/, bool /*all*/) override {
    return 0;
  }

  std::optional<std::size_t> cut(std::string_view bytes, bool all) override {
    sample_ = {};
    const std::optional<std::size_t> length = part_ == Part::members ? next(bytes, all) : behind(bytes);
    taken_ += length.value_or(0);
    samples_ += length && holds_record() ? 1 : 0;
    return length;
  }

  [[nodiscard]] bool holds_record() const override { return !sample_.key.empty() || !sample_.bad.empty(); }

  std::expected<std::int64_t, std::string> parse(std::string_view record, std::vector<float>& values) override {
    try {
      return read(record, values);
    } catch (Refusal& refusal) {
      return std::unexpected(std::move(refusal.reason));
    }
  }

  [[nodiscard]] std::expected<void, std::string> end() const override {
    if (part_ == Part::members) {
      return std::unexpected("expected two blocks of zeros at the end, found none at byte " + std::to_string(taken_) +
                             ": the shard is cut");
    }
    if (samples_ == 0) {
      return std::unexpected("expected samples, found none in the shard");
    }
    return {};
  }

 private:
  struct Piece {
    std::size_t at = 0;
    std::size_t size = 0;
  };
  struct Sample {
    std::string key;
    std::optional<Piece> steps;
    std::optional<Piece> label;
    std::string bad;

    [[nodiscard]] bool is_open() const { return !key.empty(); }
    [[nodiscard]] bool has_both() const { return steps && label; }
  };
  /// Behind a broken header nothing is known, and behind the end nothing may be.
  enum class Part : std::uint8_t { members, behind_the_end, behind_a_break };

  /// Up to a member of another key, to the end, or to what is broken; or what is to be passed over.
  std::optional<std::size_t> next(std::string_view bytes, bool all) {
    for (std::size_t at = 0;;) {
      const std::string_view rest = bytes.substr(at);
      std::optional<TarMember> member;
      std::string trouble = all ? "the shard is cut" : "";
      try {
        member = is_zero_block(rest) ? std::nullopt : read_tar_member(rest);
      } catch (Refusal& refusal) {
        trouble = std::move(refusal.reason);
      }
      if (is_zero_block(rest) && rest.size() >= 2 * tar_block) {
        if (is_zero_block(rest.substr(tar_block))) {
          return at == 0 ? ended() : at;
        }
        trouble = "expected two blocks of zeros at the end, found one";
      }
      if (member && sample_.is_open() && has_key(*member) && member->key() != sample_.key) {
        return at;
      }
      const bool whole = member && member->end <= rest.size();
      if (!whole && trouble.empty()) {
        return std::nullopt;
      }
      if (!whole) {
        return broken(bytes, at, member, std::move(trouble));
      }
      if (has_key(*member)) {
        add(*member, at);
      }
      at += member->end;
      if (!sample_.is_open()) {
        return at;
      }
    }
  }

  static bool has_key(const TarMember& member) {
    return member.type != TarMember::Type::folder && !member.key().empty();
  }

  std::size_t ended() {
    part_ = Part::behind_the_end;
    return 2 * tar_block;
  }

  /// What is whole in front of it counts, and so it is met again.
  std::size_t broken(std::string_view bytes, std::size_t at, const std::optional<TarMember>& member,
                     std::string trouble) {
    const bool of_a_sample = member && has_key(*member);
    if (sample_.has_both() && !of_a_sample) {
      return at;
    }
    if (of_a_sample) {
      sample_.key = member->key();
      trouble = "expected all of \"" + member->name + "\", found that " + trouble;
    }
    sample_.bad = "at byte " + std::to_string(taken_ + at) + ": " + trouble + "; what follows is not read";
    part_ = Part::behind_a_break;
    return bytes.size();
  }

  std::size_t behind(std::string_view bytes) {
    if (part_ == Part::behind_the_end && bytes.find_first_not_of('\0') != std::string_view::npos) {
      sample_.bad = "expected nothing behind the two blocks of zeros, found bytes: was another shard appended?";
      part_ = Part::behind_a_break;
    }
    return bytes.size();
  }

  void add(const TarMember& member, std::size_t at) {
    sample_.key = member.key();
    const auto bad = [&](const char* what) {
      if (sample_.bad.empty()) {
        sample_.bad = "member \"" + member.name + "\": " + what;
      }
    };
    if (member.type != TarMember::Type::file) {
      bad("expected a regular file");
    }
    if (member.leads_out()) {
      bad("expected a name that stays in the dataset");
    }
    if (member.extension() == "npy" || member.extension() == "cls") {
      auto& piece = member.extension() == "npy" ? sample_.steps : sample_.label;
      if (piece) {
        bad("found twice");
      }
      piece = {at + member.data, member.size};
    }
  }

  std::int64_t read(std::string_view record, std::vector<float>& values) {
    const auto& [key, steps, label, bad] = sample_;
    const bool is_new = key.empty() || keys_.insert(key).second;
    if (!bad.empty()) {
      refuse(bad);
    }
    if (!is_new) {
      refuse("expected one sample \"" + key + "\", found another one in the same shard");
    }
    if (!steps || !label) {
      refuse("expected members \"" + key + ".npy\" and \"" + key + ".cls\" beside each other, found no ." +
             (steps ? "cls" : "npy"));
    }
    const auto read =
        read_npy_steps(std::as_bytes(std::span(record.substr(steps->at, steps->size))), plan_.array, values);
    if (!read) {
      refuse("member \"" + key + ".npy\": " + read.error());
    }
    return label_of(record.substr(label->at, label->size), plan_.classes);
  }

  TarSamplesPlan plan_;
  Part part_ = Part::members;
  std::uint64_t taken_ = 0;
  std::uint64_t samples_ = 0;
  std::set<std::string, std::less<>> keys_;
  Sample sample_;
};

}  // namespace

std::unique_ptr<RecordFormat> tar_samples(const TarSamplesPlan& plan) { return std::make_unique<TarFormat>(plan); }

}  // namespace proofload::reference
