#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "dataset/jsonl_records.hpp"
#include "dataset/number_text.hpp"

namespace proofload {
namespace {

const JsonlRecords& records_of(const Declaration& declaration) { return std::get<JsonlRecords>(declaration.reads); }

FileEvidence look(const Blob& bytes, const Declaration& declaration) {
  return look_at_jsonl_records(bytes, records_of(declaration), declaration);
}

/// One draw each: most files are plain, and the others differ in few ways.
struct Style {
  explicit Style(Random& random)
      : line_end(random.one_in(5) ? "\r\n" : "\n"),
        blank(random.one_in(3) ? "" : " "),
        last_line(random.one_in(5) ? "" : line_end),
        order(random.one_in(3) ? Order::shuffled : Order::features_first),
        ignored(random.one_in(2) ? Ignored::none : Ignored::some),
        numbers(random.one_in(8) ? Numbers::some_with_exponents : Numbers::plain) {}

  std::string_view line_end;
  std::string_view blank;  ///< behind colons and commas
  std::string_view last_line;
  enum class Order : std::uint8_t { features_first, shuffled } order;
  enum class Ignored : std::uint8_t { none, some } ignored;
  Numbers numbers;
};

std::string features_text(const Sequence& sequence, const Style& style, const SequenceShape& shape) {
  const bool nested = shape.axes == SequenceShape::Axes::steps_and_channels;
  std::string text = "[";
  for (std::size_t i = 0; i < sequence.values.size(); ++i) {
    text += i == 0 ? "" : fmt::format(",{}", style.blank);
    if (nested && i % sequence.channels == 0) {
      text += '[';
    }
    text += number_text(sequence.values[i], style.numbers, i);
    if (nested && (i + 1) % sequence.channels == 0) {
      text += ']';
    }
  }
  return text + "]";
}

/// What stands in texts: brackets and line ends that are escaped, letters of all kinds, long ones.
std::string ignored_text(Random& random) {
  constexpr std::array<std::string_view, 8> texts = {R"("plain")",
                                                     R"("a, \"b\": {[\n\r\u2028")",
                                                     R"("\u00e9\ud83d\ude00")",
                                                     "\"caf\xc3\xa9\"",
                                                     R"({"label":7})",
                                                     R"([[[]], {"features": 1}])",
                                                     "null",
                                                     R"("")"};
  if (random.one_in(24)) {
    return "\"" + std::string(random.between(5'000, 70'000), 'x') + "\"";
  }
  return std::string(texts[random.below(texts.size())]);
}

Blob write(const std::vector<Record>& records, Random& random, const Declaration& declaration) {
  const Style style(random);
  const JsonlRecords& kind = records_of(declaration);
  const SequenceShape shape = *sequence_shape(declaration.features);
  std::string text;
  for (const Record& record : records) {
    const auto member = [&](const std::string& name, const std::string& value) {
      return fmt::format("\"{}\":{}{}", name, style.blank, value);
    };
    std::vector<std::string> members = {member(kind.features, features_text(record.sequence, style, shape)),
                                        member(kind.label, std::to_string(record.label))};
    if (style.ignored == Style::Ignored::some) {
      for (const std::string& name : kind.ignored) {
        if (random.one_in(2)) {
          members.push_back(member(name, ignored_text(random)));
        }
      }
    }
    if (style.order == Style::Order::shuffled) {
      shuffle(members, random);
    }
    text += text.empty() ? "" : style.line_end;
    text += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
      text += (i == 0 ? "" : fmt::format(",{}", style.blank)) + members[i];
    }
    text += '}';
  }
  text += records.empty() ? "" : style.last_line;
  return Blob(std::string_view(text));
}

constexpr RecordFormat jsonl_records_format{.extension = "jsonl", .look = look, .write = write};

}  // namespace

const DataKind& jsonl_records_kind() { return record_kind<jsonl_records_format>(); }

}  // namespace proofload
