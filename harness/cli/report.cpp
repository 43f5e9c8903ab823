#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>

#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "report/campaign_report.hpp"
#include "report/printable.hpp"
#include "report/stored_file.hpp"
#include "report/verdict_json.hpp"

namespace proofload::cli {

ExitCode report(const ReportRequest& request) {
  const auto record = read_campaign(request.folder);
  if (!record) {
    complain(printable(record.error()));
    return ExitCode::usage;
  }
  for (const std::string& problem : record->problems) {
    complain(printable(problem));
  }
  const std::string folder = request.out.empty() ? request.folder : request.out;
  const std::array<std::pair<std::string, std::string>, 3> reports = {{
      {"report.html", html_text(*record)},
      {"report.sarif", sarif_text(*record)},
      {"report.xml", junit_text(*record)},
  }};
  std::error_code error;
  std::filesystem::create_directories(folder, error);  // what went wrong is said by what cannot be written
  for (const auto& [name, text] : reports) {
    if (const auto written = write_whole(folder, name, std::as_bytes(std::span(text)), {}); !written) {
      complain(printable(written.error()));
      return ExitCode::failure;
    }
  }
  const auto path_of = [&](std::size_t i) { return printable(folder + "/" + reports[i].first); };
  if (request.format == Format::json) {
    put(text_of(Json{{"loader", printable(record->loader)},
                     {"findings", record->findings.size()},
                     {"html", path_of(0)},
                     {"sarif", path_of(1)},
                     {"junit", path_of(2)},
                     {"unread", record->problems.size()}}));
  } else {
    put(fmt::format("{} {} of {}\n  page   {}\n  SARIF  {}\n  JUnit  {}\n", record->findings.size(),
                    record->findings.size() == 1 ? "finding" : "findings",
                    record->loader.empty() ? "a loader" : printable(record->loader), path_of(0), path_of(1),
                    path_of(2)));
  }
  return ExitCode::well;
}

}  // namespace proofload::cli
