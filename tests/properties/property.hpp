/// A property as a GoogleTest: drawn with a seed of its own that follows from its name, so that every run and every
/// machine draws the same, and no two properties draw alike.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>

namespace proofload {

class QuietListener : public rc::detail::TestListener {
 public:
  void onTestCaseFinished(const rc::detail::CaseDescription& /*description*/) override {}
  void onShrinkTried(const rc::detail::CaseDescription& /*shrink*/, bool /*accepted*/) override {}
  void onTestFinished(const rc::detail::TestMetadata& /*metadata*/, const rc::detail::TestResult& /*result*/) override {
  }
};

/// Fails the test with the shrunk counterexample when the property does not hold for `count` draws.
template <class Property>
void for_all(const std::string& sentence, int count, Property property) {
  rc::detail::TestParams params;
  params.maxSuccess = count;
  params.seed = 0xCBF29CE484222325U;  // FNV-1a
  for (const char c : sentence) {
    params.seed = (params.seed ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  }
  rc::detail::TestMetadata metadata;
  metadata.id = sentence;
  metadata.description = sentence;
  QuietListener quiet;
  const auto result = rc::detail::checkTestable(std::move(property), metadata, params, quiet,
                                                std::unordered_map<std::string, rc::detail::Reproduce>{});
  if (!result.template is<rc::detail::SuccessResult>()) {
    std::ostringstream text;
    rc::detail::printResultMessage(result, text);
    ADD_FAILURE() << sentence << "\n" << text.str();
  }
}

/// A number of which all values are equally likely, whatever RapidCheck's size is.
inline rc::Gen<std::uint64_t> any_number() {
  return rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint64_t>());
}

}  // namespace proofload
