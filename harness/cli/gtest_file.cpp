#include "cli/gtest_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <vector>

#include "report/printable.hpp"
#include "report/stored_file.hpp"

namespace proofload::cli {
namespace {

/// Compilers take longer strings badly.
constexpr std::size_t most_bytes = std::size_t{1} << 18U;

/// Bytes as string literals, a line each.
std::string literal(std::string_view bytes) {
  constexpr std::size_t width = 100;
  std::string text = "\"";
  std::size_t column = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const std::string one = byte == '"' || byte == '\\' ? std::string{'\\', c}
                            : byte >= ' ' && byte < 127 && byte != '?'
                                ? std::string(1, c)
                                : fmt::format("\\{:03o}", byte);  // octal ends after three digits, whatever follows
    text += one;
    column += one.size();
    if (c == '\n' || column >= width) {
      text += "\"\n    \"";
      column = 0;
    }
  }
  return text + "\"";
}

/// Letters and digits of a text, as part of a name.
std::string name_of(std::string_view text) {
  std::string name;
  bool upper = true;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) {
      upper = true;
      continue;
    }
    name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper = false;
  }
  return name;
}

std::expected<void, std::string> write(const std::string& path, const std::string& text) {
  const std::filesystem::path whole = std::filesystem::absolute(path);
  return write_whole(whole.parent_path().string(), whole.filename().string(), std::as_bytes(std::span(text)), {});
}

std::unexpected<std::string> too_large(const std::string& path, std::size_t bytes) {
  return std::unexpected(
      fmt::format("{} is not written: {} bytes are too many for a source (at most {}); use the case file as a "
                  "regression",
                  printable(path), bytes, most_bytes));
}

}  // namespace

std::string gtest_misuse(const std::string& path) {
  if (path.empty()) {
    return {};
  }
  const std::filesystem::path whole = std::filesystem::absolute(path);
  std::error_code none;
  if (std::filesystem::is_directory(whole, none)) {
    return fmt::format("--gtest {}: this is a folder: expected the path of a source file", printable(path));
  }
  return ::access(whole.parent_path().c_str(), W_OK) == 0
             ? std::string()
             : fmt::format("--gtest {}: its folder cannot be written: {}", printable(path), std::strerror(errno));
}

std::expected<void, std::string> write_gtest_of_loader(const std::string& path, const Case& value,
                                                       const std::string& failure) {
  const auto bytes = write_case(value);
  if (bytes.size() > most_bytes) {
    return too_large(path, bytes.size());
  }
  const std::string_view content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::string id = digest(value);
  return write(path,
               fmt::format(R"(// Written by `proofload minimize`: {failure} of {loader}. Fails while the bug is there.
//
// Link it with GoogleTest, and say where the project's own proofload command is. In CMake:
//   target_compile_definitions(my_test PRIVATE PROOFLOAD_COMMAND="$<TARGET_FILE:proofload>")
{include} <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <string>

TEST({name}, {test}) {{
  // The dataset, its faults and the load options: a tar, as `proofload check` takes it.
  static const char content[] =
    {content};
  const std::string path = testing::TempDir() + "proofload-{id}.tar";
  ASSERT_TRUE(std::ofstream(path, std::ios::binary).write(content, sizeof content - 1));
  const std::string command = "'" PROOFLOAD_COMMAND "' check {loader} '" + path + "'";
  const int status = std::system(command.c_str());
  ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) <= 1) << command << " could not judge the case";
  EXPECT_EQ(WEXITSTATUS(status), 0) << "{loader} breaks its contract; it was {failure} when this test was written";
}}
)",
                           fmt::arg("include", "#include"), fmt::arg("failure", escape(failure)),
                           fmt::arg("loader", value.loader), fmt::arg("name", name_of(value.loader) + "Regression"),
                           fmt::arg("test", name_of(failure.substr(0, failure.find('@'))) + "_" + id),
                           fmt::arg("content", literal(content)), fmt::arg("id", id)));
}

std::expected<void, std::string> write_gtest_of_command(const std::string& path, const Case& value,
                                                        const CommandBug& bug) {
  std::size_t bytes = 0;
  std::string files;
  for (const DataFile& file : value.dataset.files) {
    bytes += file.path.size() + file.bytes.size();
    files += fmt::format("    {{{},\n     std::string({}, {})}},\n", literal(file.path), literal(file.bytes.text()),
                         file.bytes.size());
  }
  for (const std::string& folder : value.dataset.folders) {
    files += fmt::format("    {{{}, \"\"}},\n", literal(folder + "/"));
  }
  if (bytes > most_bytes) {
    return too_large(path, bytes);
  }
  const std::string id = digest(value);
  return write(
      path,
      fmt::format(R"(// Written by `proofload minimize`: a command fails ({failure}). This test fails while it does.
//
// Link it with GoogleTest, and run it in the folder that the command is meant for.
{include} <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <utility>

TEST(DatasetRegression, {test}_{id}) {{
  // Paths and contents; a path that ends in a slash is a folder.
  const std::pair<std::string, std::string> files[] = {{
{files}    }};
  const std::string root = testing::TempDir() + "proofload-{id}";
  std::filesystem::remove_all(root);
  std::filesystem::create_directories(root);
  for (const auto& [path, content] : files) {{
    const std::filesystem::path whole = root + "/" + path;
    std::filesystem::create_directories(whole.parent_path());
    if (!path.ends_with('/')) {{
      ASSERT_TRUE(std::ofstream(whole, std::ios::binary).write(content.data(), std::streamsize(content.size())));
    }}
  }}
  std::string command = {command};
  for (std::size_t at = command.find("{{}}"); at != std::string::npos; at = command.find("{{}}", at + root.size())) {{
    command.replace(at, 2, root);
  }}
  const std::string log = root + ".log";
  const int ended = std::system(("( " + command + "\n) >'" + log + "' 2>&1").c_str());
  const int status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
  std::ifstream stream(log, std::ios::binary);
  const std::string output((std::istreambuf_iterator<char>(stream)), {{}});
  const std::string expression = {match};
  const bool matches = expression.empty() || std::regex_search(output, std::regex(expression));
  EXPECT_FALSE(status == {status} && matches) << command << "\nfails as it did: {failure}\n" << output;
}}
)",
                  fmt::arg("include", "#include"), fmt::arg("failure", escape(bug.failure)),
                  fmt::arg("test", name_of(bug.failure)), fmt::arg("id", id), fmt::arg("files", files),
                  fmt::arg("command", literal(bug.command)), fmt::arg("match", literal(bug.match)),
                  fmt::arg("status", bug.status)));
}

}  // namespace proofload::cli
