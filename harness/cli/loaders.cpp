#include <fmt/format.h>

#include "cli/declaration_text.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "proofload/registry.hpp"
#include "report/printable.hpp"
#include "report/verdict_json.hpp"

namespace proofload::cli {

ExitCode list_loaders(const LoadersRequest& request) {
  Json all = Json::array();
  std::string text;
  for (const RegisteredLoader& loader : loaders()) {
    Json entry;
    entry["name"] = loader.name;
    text += fmt::format("{}{}\n", text.empty() ? "" : "\n", printable(loader.name));
    Json declared = Json::object();
    for (const auto& [what, how] : describe(loader.declaration)) {
      declared[what] = printable(how);
      text += fmt::format("  {:<11} {}\n", what, printable(how));
    }
    entry["declares"] = std::move(declared);
    all.push_back(std::move(entry));
  }
  put(request.format == Format::json ? text_of(all) : text);
  if (loaders().empty()) {
    complain("no loader is linked into this program; add one with proofload_add_loader()");
    return ExitCode::usage;
  }
  return ExitCode::well;
}

}  // namespace proofload::cli
