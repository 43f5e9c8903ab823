#include "reference/jsonl_steps.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "reference/refusal.hpp"

namespace proofload::reference {
namespace {

class Steps {
 public:
  explicit Steps(const MembersPlan& plan) : plan_(plan) {}

  void read(std::string_view text, std::vector<float>& values) {
    if (text.empty()) {
      fail("expected a step, found the end of the file");
    }
    // With room behind it, which the parser reads, no line need be copied.
    padded_.assign(text);
    padded_.append(simdjson::SIMDJSON_PADDING, ' ');
    text = std::string_view(padded_).substr(0, text.size());
    while (!text.empty()) {
      ++line_;
      const std::size_t stop = std::min(text.find('\n'), text.size());
      step(text.substr(0, stop), values);
      text.remove_prefix(std::min(stop + 1, text.size()));
    }
  }

 private:
  [[noreturn]] void fail(std::string what) const {
    refuse("line " + std::to_string(std::max<std::size_t>(line_, 1)) + ": " + std::move(what));
  }

  void step(std::string_view line, std::vector<float>& values) {
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    // JSON takes a CR for a blank; to others it ends a line.
    if (line.find('\r') != std::string_view::npos) {
      fail("a CR that no LF follows");
    }
    simdjson::dom::element parsed;
    if (const auto error = parser_.parse(line.data(), line.size(), false).get(parsed); error != simdjson::SUCCESS) {
      fail(std::string("expected an object, found no JSON: ") + simdjson::error_message(error));
    }
    simdjson::dom::object object;
    if (parsed.get(object) != simdjson::SUCCESS) {
      fail("expected an object, found another value");
    }
    const std::size_t first = values.size();
    values.resize(first + plan_.members.size());
    found_.assign(plan_.members.size(), false);
    for (const auto [name, value] : object) {
      const auto member = static_cast<std::size_t>(std::ranges::find(plan_.members, name) - plan_.members.begin());
      if (member == plan_.members.size()) {
        fail("expected no member \"" + std::string(name.substr(0, 40)) + "\"");
      }
      if (found_[member]) {
        fail("the member \"" + plan_.members[member] + "\" comes twice");
      }
      found_[member] = true;
      values[first + member] = number(value, plan_.members[member]);
    }
    if (const auto missing = std::ranges::find(found_, false); missing != found_.end()) {
      fail("expected a member \"" + plan_.members[static_cast<std::size_t>(missing - found_.begin())] +
           "\", found none");
    }
  }

  [[nodiscard]] float number(simdjson::dom::element value, const std::string& member) const {
    double number = 0;
    if (value.get(number) != simdjson::SUCCESS) {
      fail("expected a number as \"" + member + "\", found another value");
    }
    if (!(number >= static_cast<double>(plan_.low) && number <= static_cast<double>(plan_.high))) {
      fail("expected a number in [" + std::to_string(plan_.low) + ", " + std::to_string(plan_.high) + "] as \"" +
           member + "\", found " + std::to_string(number));
    }
    return static_cast<float>(number);
  }

  const MembersPlan& plan_;
  std::string padded_;
  simdjson::dom::parser parser_;
  std::size_t line_ = 0;
  std::vector<bool> found_;  ///< of the members, in this line
};

}  // namespace

std::expected<void, std::string> read_jsonl_steps(std::span<const std::byte> file, const MembersPlan& plan,
                                                  std::vector<float>& values) {
  try {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
    Steps(plan).read({reinterpret_cast<const char*>(file.data()), file.size()}, values);
    return {};
  } catch (Refusal& refusal) {
    return std::unexpected(std::move(refusal.reason));
  }
}

}  // namespace proofload::reference
