#include <fmt/format.h>

#include <numeric>
#include <vector>

#include "dataset/jsonl.hpp"
#include "dataset/number_text.hpp"
#include "dataset/sequence_kind.hpp"

namespace proofload {
namespace {

const Jsonl& jsonl_of(const Declaration& declaration) { return std::get<Jsonl>(declaration.reads); }

SequenceEvidence look(const Blob& bytes, const Declaration& declaration) {
  return look_at_jsonl(bytes, jsonl_of(declaration), sequence_shape(declaration.features)->channels,
                       declaration.features.missing);
}

/// One draw each: most files are plain, and the others differ in few ways.
struct Style {
  explicit Style(Random& random)
      : line_end(random.one_in(5) ? "\r\n" : "\n"),
        blank(random.one_in(3) ? "" : " "),
        last_line(random.one_in(5) ? "" : line_end),
        members(random.one_in(4) ? Members::shuffled : Members::in_order),
        numbers(random.one_in(8) ? Numbers::some_with_exponents : Numbers::plain) {}

  std::string_view line_end;
  std::string_view blank;  ///< behind colons and commas
  std::string_view last_line;
  enum class Members : std::uint8_t { in_order, shuffled } members;
  Numbers numbers;
};

Blob write(const Sequence& sequence, Random& random, const Declaration& declaration) {
  const Style style(random);
  const Jsonl& jsonl = jsonl_of(declaration);
  std::vector<std::size_t> order(sequence.channels);
  std::iota(order.begin(), order.end(), 0U);
  std::string text;
  for (std::size_t step = 0; step < sequence.steps(); ++step) {
    if (style.members == Style::Members::shuffled && !jsonl.members.empty()) {
      std::swap(order[random.below(order.size())], order[random.below(order.size())]);
    }
    text += step == 0 ? "" : style.line_end;
    text += jsonl.members.empty() ? '[' : '{';
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::size_t cell = step * sequence.channels + order[i];
      text += i == 0 ? "" : fmt::format(",{}", style.blank);
      text += jsonl.members.empty() ? "" : fmt::format("\"{}\":{}", jsonl.members[order[i]], style.blank);
      text += number_text(sequence.values[cell], style.numbers, cell);
    }
    text += jsonl.members.empty() ? ']' : '}';
  }
  text += sequence.steps() == 0 ? "" : style.last_line;
  return Blob(std::string_view(text));
}

constexpr SequenceFormat jsonl_format{.extension = "jsonl", .look = look, .write = write};

}  // namespace

const DataKind& jsonl_kind() { return sequence_kind<jsonl_format>(); }

}  // namespace proofload
