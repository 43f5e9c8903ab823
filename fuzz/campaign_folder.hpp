/// A campaign folder is what a campaign keeps on disk, and finds again when it goes on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "proofload/blob.hpp"
#include "proofload/campaign.hpp"
#include "proofload/random.hpp"
#include "proofload/registry.hpp"

namespace proofload {

/// Writes a file whole or not at all; false when it cannot.
bool replace_file(const std::string& path, std::string_view text);

/// Orders bytes by size first: most files differ from a given one by their size alone.
struct BySizeAndDigest {
  bool operator()(const Blob& a, const Blob& b) const {
    return a.size() != b.size() ? a.size() < b.size() : a.digest() < b.digest();
  }
};

class CampaignFolder {
 public:
  /// Makes what is not there yet and takes in what a run that was killed left over; or says what cannot be made.
  static std::expected<CampaignFolder, std::string> open(const std::string& path);

  [[nodiscard]] std::string corpus() const { return path_ + "/corpus"; }
  /// Where targets put new cases of the corpus, until `adopt_fresh`.
  [[nodiscard]] std::string fresh() const { return path_ + "/fresh"; }
  [[nodiscard]] std::string findings() const { return path_ + "/findings"; }
  [[nodiscard]] std::string deaths() const { return path_ + "/deaths"; }
  [[nodiscard]] std::string summary() const { return path_ + "/summary.json"; }

  /// Puts cases into the corpus if there are none.
  std::expected<void, std::string> seed(Random& random, const RegisteredLoader& loader) const;

  /// Moves new cases to the corpus.
  void adopt_fresh() const;

  /// Whether the corpus is large, and much larger than when it was distilled last.
  [[nodiscard]] bool wants_distilling() const;
  /// To be called when it was distilled.
  void note_distilled() const;
  /// Files of the corpus, as absolute paths.
  [[nodiscard]] std::vector<std::string> cases() const;

  /// Which cases a target begins with.
  enum class Start : std::uint8_t {
    whole,   ///< all
    sample,  ///< a random sample of about the root of their number, once there are many
  };

  /// Files of the corpus and of further folders to begin with, without those that killed a target.
  [[nodiscard]] std::vector<std::string> inputs(Random& random, const std::vector<std::string>& further,
                                                Start start) const;

  /// No target begins with this case any more.
  void ban(std::span<const std::byte> input);

  /// Keeps what a dead target was given and had printed; the path without its ending.
  std::string keep_death(std::string_view kind, std::string_view input, std::string_view printed);

  /// What lies in `findings/` now. Those that were there when the folder was opened are `known`.
  std::vector<CampaignFinding> read_findings();

 private:
  explicit CampaignFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
  std::size_t death_count_ = 0;
  std::set<Signature> known_;
  std::set<Blob, BySizeAndDigest> banned_;
  std::map<std::string, CampaignFinding> read_;  ///< by path, so that each is read once
};

}  // namespace proofload
