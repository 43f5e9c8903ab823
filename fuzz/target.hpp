/// The target is what this fuzz target is about: its loader, its page, and where findings go.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "campaign_page.hpp"
#include "feedback.hpp"
#include "proofload/case.hpp"
#include "proofload/registry.hpp"
#include "proofload/verdict.hpp"
#include "scarce.hpp"

namespace proofload {

class Target {
 public:
  /// What becomes of a case with a broken clause.
  enum class Mode {
    abort,   ///< store the finding, say it, abort: what engines expect
    record,  ///< store the finding and go on
  };

  /// Of this process; made by the first call. Ends the process with a message when there is no loader to fuzz.
  static Target& instance();

  [[nodiscard]] const RegisteredLoader& loader() const { return *loader_; }
  [[nodiscard]] CampaignPage& page() { return *page_; }
  [[nodiscard]] const Scarce& scarce() const { return scarce_; }

  /// Where a bare target puts findings when the environment does not say: beside the engine's artifacts.
  void set_artifact_prefix(const std::string& prefix);

  /// Judges the case that these bytes are, always on the same thread. Starts the watchdog the first time, when the
  /// engine's own threads are there and can be told from the loader's. Returns only if nothing is broken or
  /// `Mode::record` is on.
  void judge(std::span<const std::byte> bytes);

 private:
  Target();
  static void store_last_words(const Deathbed& words);
  [[nodiscard]] Case case_of(std::span<const std::byte> bytes) const;
  void count(const Case& value, const Verdict& verdict);
  void store(const Case& value, const Verdict& verdict, std::size_t size);
  void fail(Counter& counter, const std::string& message);

  const RegisteredLoader* loader_ = nullptr;
  CampaignPage* page_ = nullptr;
  Scarce scarce_;
  Feedback feedback_;
  Mode mode_ = Mode::abort;
  std::string folder_ = ".";
  bool watched_ = false;
};

}  // namespace proofload
