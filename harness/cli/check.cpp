#include "proofload/check.hpp"

#include <fmt/format.h>

#include "cli/find_loader.hpp"
#include "cli/output.hpp"
#include "cli/progress_line.hpp"
#include "cli/quantity.hpp"
#include "cli/read_argument.hpp"
#include "cli/verbs.hpp"
#include "proofload/worker.hpp"
#include "report/printable.hpp"
#include "report/verdict_json.hpp"
#include "report/verdict_text.hpp"

namespace proofload::cli {
namespace {

std::size_t count(const Verdict& verdict, Judgement::State state) {
  std::size_t number = 0;
  for (const Judgement& judgement : verdict.judgements) {
    number += judgement.state == state ? 1 : 0;
  }
  return number;
}

std::string headline(const std::string& path, const Verdict& verdict) {
  return fmt::format("{}: {} kept, {} broken, {} not exercised, {} could not tell, {} not applicable\n",
                     printable(path), count(verdict, Judgement::State::kept), count(verdict, Judgement::State::broken),
                     count(verdict, Judgement::State::not_exercised), count(verdict, Judgement::State::could_not_tell),
                     count(verdict, Judgement::State::not_applicable));
}

}  // namespace

ExitCode check_cases(const CheckRequest& request) {
  const RegisteredLoader* loader = find_loader(request.loader);
  if (loader == nullptr) {
    return ExitCode::usage;
  }
  WorkerLimits limits;
  limits.memory = request.memory != 0 ? request.memory : limits.memory;
  Worker worker(*loader, limits);
  ExitCode worst = ExitCode::well;
  const auto at_least = [&](ExitCode code) { worst = std::max(worst, code); };
  Json all = Json::array();
  for (const std::string& path : request.cases) {
    const auto argument = read_argument(path);
    if (!argument) {
      complain(argument.error());
      at_least(ExitCode::usage);
      continue;
    }
    if (!argument->note.empty()) {
      complain(fmt::format("{}: {}", printable(path), argument->note));
    }
    const Case value = fit(argument->value, loader->declaration);
    const Verdict verdict = [&] {
      ProgressLine line;
      worker.on_progress([&](const WorkerProgress& now) {
        line.show(fmt::format("{}: {}, {} calls to the loader, {} MiB", printable(path), show(now.elapsed),
                              show(now.calls), show(now.memory >> 20U)));
      });
      return worker.check(value);
    }();
    if (!verdict.tool_failure.empty()) {
      complain(fmt::format("{}: the tester itself failed, which says nothing of the loader: {}", printable(path),
                           printable(verdict.tool_failure)));
      at_least(ExitCode::failure);
    } else if (!verdict.broken().empty()) {
      at_least(ExitCode::broken);
    }
    if (request.format == Format::json) {
      Json entry;
      entry["path"] = printable(path);
      entry["loader"] = loader->name;
      entry["note"] = argument->note;
      entry.update(json_of(verdict, value));
      all.push_back(std::move(entry));
      continue;
    }
    const Detail detail = request.cases.size() == 1 ? Detail::every_clause : Detail::broken_only;
    const std::string again = fmt::format("proofload check {} {}", loader->name, shell_quoted(path));
    put(headline(path, verdict) + verdict_text(verdict, value, detail, again));
  }
  if (request.format == Format::json) {
    put(text_of(all));
  }
  return worst;
}

}  // namespace proofload::cli
