#include <fmt/format.h>

#include <string>
#include <vector>

#include "cli/find_loader.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "report/clause_guide.hpp"
#include "report/fault_guide.hpp"
#include "report/printable.hpp"
#include "report/verdict_json.hpp"

namespace proofload::cli {
namespace {

constexpr std::size_t width = 100;

/// Words in lines of at most `width`, each with this indent.
std::string wrapped(std::string_view text, std::string_view indent) {
  std::string lines;
  std::string line(indent);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (line.size() > indent.size() && line.size() + 1 + (end - at) > width) {
      lines += line + "\n";
      line = indent;
    }
    line += (line.size() > indent.size() ? " " : "") + std::string(text.substr(at, end - at));
    at = end + 1;
  }
  return lines + line + "\n";
}

Json json_of(Clause clause) {
  const ClauseGuide& text = guide(clause);
  Json json;
  json["clause"] = name(clause);
  json["sentence"] = sentence(clause);
  json["says"] = text.says;
  json["matters"] = text.matters;
  json["real"] = text.real;
  json["fix"] = text.fix;
  return json;
}

std::string text_of(Clause clause) {
  const ClauseGuide& text = guide(clause);
  return fmt::format("{}: {}\n\nWhat is judged\n{}\nWhy it matters\n{}\nA real bug\n{}\nHow to fix it\n{}",
                     name(clause), sentence(clause), wrapped(text.says, "  "), wrapped(text.matters, "  "),
                     wrapped(text.real, "  "), wrapped(text.fix, "  "));
}

Json json_of(FaultKind kind) {
  Json json;
  json["fault"] = name(kind);
  json["does"] = deed_of(kind);
  json["parameters"] = parameters_of(kind);
  json["right"] = traits(kind).right;
  return json;
}

std::string text_of(FaultKind kind) {
  return fmt::format("{}: {}\n\nParameters\n{}\nA right loader\n{}", name(kind), deed_of(kind),
                     wrapped(parameters_of(kind), "  "), wrapped(traits(kind).right, "  "));
}

ExitCode explain_all(Format format) {
  if (format == Format::json) {
    Json all = Json::array();
    for (const Clause clause : all_clauses) {
      all.push_back(json_of(clause));
    }
    put(proofload::text_of(all));
    return ExitCode::well;
  }
  for (const Clause clause : all_clauses) {
    put(fmt::format("{:<21} {}\n", name(clause), sentence(clause)));
  }
  return ExitCode::well;
}

}  // namespace

ExitCode explain(const ExplainRequest& request) {
  if (request.clause.empty()) {
    return explain_all(request.format);
  }
  const auto clause = clause_named(request.clause);
  if (const auto fault = fault_kind_named(request.clause); fault && !clause) {
    put(request.format == Format::json ? proofload::text_of(json_of(*fault)) : text_of(*fault));
    return ExitCode::well;
  }
  if (!clause) {
    std::vector<std::string> names;
    for (const Clause known : all_clauses) {
      names.emplace_back(name(known));
    }
    for (std::size_t i = 0; i < fault_kind_count; ++i) {
      names.emplace_back(name(static_cast<FaultKind>(i)));
    }
    const auto close = nearest(request.clause, names);
    complain(fmt::format("there is no clause or fault '{}'{}; `proofload explain` lists all clauses",
                         printable(request.clause),
                         close.empty() ? "" : fmt::format(". Did you mean {}?", fmt::join(close, ", "))));
    return ExitCode::usage;
  }
  put(request.format == Format::json ? proofload::text_of(json_of(*clause)) : text_of(*clause));
  return ExitCode::well;
}

}  // namespace proofload::cli
