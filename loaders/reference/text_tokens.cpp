#include "reference/text_tokens.hpp"

#include <string_view>

namespace proofload::reference {

Vocabulary::Vocabulary(const std::vector<std::string>& tokens) {
  for (const std::string& token : tokens) {
    ids_.emplace(token, static_cast<std::uint32_t>(ids_.size()));
  }
}

std::expected<void, std::string> Vocabulary::read(std::span<const std::byte> file, std::vector<float>& values) const {
  constexpr std::string_view blanks = " \t\r\n";
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
  const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  if (text.empty()) {
    return std::unexpected("expected a text, found an empty file");
  }
  std::size_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    if (blanks.find(text[at]) != std::string_view::npos) {
      line += text[at++] == '\n' ? 1 : 0;
      continue;
    }
    const std::string_view token = text.substr(at, text.find_first_of(blanks, at) - at);
    const auto found = ids_.find(token);
    if (found == ids_.end()) {
      return std::unexpected("line " + std::to_string(line) + ": expected a token of the vocabulary, found \"" +
                             std::string(token.substr(0, 40)) + (token.size() > 40 ? "…\"" : "\""));
    }
    values.push_back(static_cast<float>(found->second));
    at += token.size();
  }
  return {};
}

}  // namespace proofload::reference
