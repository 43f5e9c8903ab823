#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

#include "dataset/sequence_kind.hpp"
#include "dataset/text.hpp"

namespace proofload {
namespace {

const Text& text_of(const Declaration& declaration) { return std::get<Text>(declaration.reads); }

SequenceEvidence look(const Blob& bytes, const Declaration& declaration) {
  return look_at_text(bytes, text_of(declaration));
}

Blob write(const Sequence& sequence, Random& random, const Declaration& declaration) {
  const auto& vocabulary = text_of(declaration).vocabulary;
  constexpr std::array<std::string_view, 6> between = {" ", " ", "\n", "\r\n", "\t", "  "};
  const std::string_view usual = between[random.below(between.size())];
  const bool varied = random.one_in(4);
  std::string text = random.one_in(8) ? "\n" : "";
  for (std::size_t i = 0; i < sequence.values.size(); ++i) {
    const double last = static_cast<double>(vocabulary.size() - 1);
    text += i == 0 ? "" : varied ? between[random.below(between.size())] : usual;
    text += vocabulary[static_cast<std::size_t>(std::clamp(std::round(sequence.values[i]), 0.0, last))];
  }
  text += sequence.values.empty() || random.one_in(2) ? "\n" : "";
  return Blob(std::string_view(text));
}

constexpr SequenceFormat text_format{.extension = "txt", .look = look, .write = write};

}  // namespace

const DataKind& text_kind() { return sequence_kind<text_format>(); }

}  // namespace proofload
