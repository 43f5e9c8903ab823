/// Deaths: what becomes of a case on which a target died. It is judged again in a worker, which gives the verdict and
/// its cause; a death that the worker cannot repeat is kept as such.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>

#include "campaign_folder.hpp"
#include "campaign_page.hpp"
#include "proofload/registry.hpp"

namespace proofload {

struct Death {
  enum class Kind : std::uint8_t {
    crash,
    hang,    ///< a case took too long: ended by the campaign, by libFuzzer or by its watchdog
    memory,  ///< too much resident memory
  };
  Kind kind = Kind::crash;
  std::string last_words;  ///< what two deaths by the same defect have in common; empty: nothing known
  std::span<const std::byte> input;
  std::string printed;
};

std::string_view name(Death::Kind kind);

class Deaths {
 public:
  Deaths(const RegisteredLoader& loader, CampaignFolder& folder) : loader_(loader), folder_(folder) {}

  struct Outcome {
    enum class What : std::uint8_t {
      stored,     ///< as a finding, or one of the same signature is there
      repeated,   ///< died in the same way before
      tool,       ///< the tester failed
      no_storage  ///< the finding could not be written
    } what = What::stored;
    std::string message;  ///< with `tool` and `no_storage`
    std::vector<Signature> signatures;
  };
  Outcome judge(const Death& death);

 private:
  const RegisteredLoader& loader_;
  CampaignFolder& folder_;
  std::map<std::string, std::size_t> smallest_;  ///< by last words, once the worker could repeat it
};

}  // namespace proofload
