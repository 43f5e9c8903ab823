#include <fmt/format.h>

#include <vector>

#include "cli/clause_table.hpp"
#include "cli/declaration_text.hpp"
#include "cli/find_loader.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "proofload/registry.hpp"
#include "report/printable.hpp"
#include "report/verdict_json.hpp"

namespace proofload::cli {
namespace {

using Chosen = std::vector<const RegisteredLoader*>;

void list_declarations(const Chosen& chosen, Format format) {
  Json all = Json::array();
  std::string text;
  for (const RegisteredLoader* loader : chosen) {
    Json entry;
    entry["name"] = loader->name;
    text += fmt::format("{}{}\n", text.empty() ? "" : "\n", printable(loader->name));
    Json declared = Json::object();
    for (const auto& [what, how] : describe(loader->declaration)) {
      declared[what] = printable(how);
      text += fmt::format("  {:<11} {}\n", what, printable(how));
    }
    entry["declares"] = std::move(declared);
    all.push_back(std::move(entry));
  }
  put(format == Format::json ? text_of(all) : text);
}

void list_clauses(const Chosen& chosen, Format format) {
  std::vector<LoaderStandings> standings;
  Json all = Json::array();
  for (const RegisteredLoader* loader : chosen) {
    standings.push_back({loader->name, clause_standings(*loader)});
    Json entry;
    entry["name"] = loader->name;
    for (const ClauseStanding& standing : standings.back().clauses) {
      Json clause;
      clause["state"] = name(standing.state);
      if (standing.state == ClauseStanding::State::not_applicable) {
        clause["reason"] = printable(standing.reason);
      }
      entry["clauses"][std::string(name(standing.clause))] = std::move(clause);
    }
    all.push_back(std::move(entry));
  }
  put(format == Format::json ? text_of(all) : clause_table_text(standings));
}

}  // namespace

ExitCode list_loaders(const LoadersRequest& request) {
  Chosen chosen;
  for (const std::string& named : request.loaders) {
    const RegisteredLoader* loader = find_loader(named);
    if (loader == nullptr) {
      return ExitCode::usage;
    }
    chosen.push_back(loader);
  }
  if (request.loaders.empty()) {
    for (const RegisteredLoader& loader : loaders()) {
      chosen.push_back(&loader);
    }
  }
  request.show == LoadersRequest::Show::clauses ? list_clauses(chosen, request.format)
                                                : list_declarations(chosen, request.format);
  if (chosen.empty()) {
    complain("no loader is linked into this program; add one with proofload_add_loader()");
    return ExitCode::usage;
  }
  return ExitCode::well;
}

}  // namespace proofload::cli
