#include "dataset/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace proofload {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view mark = "\xEF\xBB\xBF";

/// What some readers take for blanks, for the end of the text, or for nothing.
bool is_odd(std::string_view token) {
  return token.starts_with(mark) || token.find("\xC2\xA0") != std::string_view::npos ||
         std::ranges::any_of(token, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
}

/// Ids by token; the first of two that are equal.
using Ids = std::map<std::string_view, double>;

Ids ids_of(const std::vector<std::string>& vocabulary) {
  Ids ids;
  for (std::size_t id = 0; id < vocabulary.size(); ++id) {
    ids.emplace(vocabulary[id], static_cast<double>(id));
  }
  return ids;
}

void note(SequenceEvidence& result, Soundness how, std::string what) {
  if (how > result.structure || result.cause.empty()) {
    result.cause = std::move(what);
  }
  result.structure = std::max(result.structure, how);
  result.decodes = std::max(result.decodes, how);
}

}  // namespace

SequenceEvidence look_at_text(const Blob& file, const Text& kind) {
  SequenceEvidence result;
  result.sequence.channels = 1;
  // Vocabularies are large, and one process meets few.
  thread_local std::vector<std::string> known;
  thread_local Ids ids;
  if (known != kind.vocabulary) {
    known = kind.vocabulary;
    ids = ids_of(known);
  }
  std::string_view text = file.text();
  for (std::size_t at = text.find_first_not_of(blanks); at != std::string_view::npos;
       at = text.find_first_not_of(blanks)) {
    text.remove_prefix(at);
    const std::string_view token = text.substr(0, text.find_first_of(blanks));
    text.remove_prefix(token.size());
    const auto found = ids.find(token);
    const std::size_t number = result.sequence.values.size();
    if (found != ids.end()) {
      result.sequence.values.push_back(found->second);
    } else if (is_odd(token)) {
      note(result, Soundness::unsure, fmt::format("token {} has bytes that readers differ on", number));
      result.sequence.values.push_back(std::numeric_limits<double>::quiet_NaN());
    } else if (kind.unknown) {
      result.sequence.values.push_back(static_cast<double>(*kind.unknown));
    } else {
      note(result, Soundness::damaged, fmt::format("token {} is not in the vocabulary", number));
      result.sequence.values.push_back(std::numeric_limits<double>::quiet_NaN());
    }
  }
  return result;
}

}  // namespace proofload
