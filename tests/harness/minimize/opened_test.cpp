#include "minimize/opened.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <string>

#include "proofload/loader.hpp"
#include "proofload/minimize.hpp"

namespace proofload {
namespace {

/// Reads three bytes of each file and dies of an "X".
class Dies final : public Loader {
 public:
  explicit Dies(Source& files) : files_(files) {}
  std::expected<std::optional<Batch>, LoadError> next() override {
    const std::string path = "f" + std::to_string(100 + at_++);
    auto file = files_.open(path);
    if (!file) {
      return std::nullopt;
    }
    std::array<std::byte, 3> head{};
    const auto got = (*file)->read(head);
    if (got && *got > 0 && head.front() == std::byte{'X'}) {
      std::abort();
    }
    return Batch{};
  }

 private:
  Source& files_;
  int at_ = 0;
};

RegisteredLoader dies() {
  RegisteredLoader loader;
  loader.name = "dies";
  loader.declaration.make = [](Source& files, const LoadOptions& /*options*/) { return std::make_unique<Dies>(files); };
  return loader;
}

Case files(int count, int bad) {
  Case value;
  for (int i = 0; i < count; ++i) {
    value.dataset.files.push_back({"f" + std::to_string(100 + i), Blob(i == bad ? "Xtreme" : "fine")});
  }
  return value;
}

TEST(Opened, AreTheFilesUpToTheOneThatKilledTheLoader) {
  const auto opened = opened_files(files(40, 11), dies());
  ASSERT_EQ(opened.size(), 12U);
  EXPECT_EQ(opened.front().path, "f100");
  EXPECT_EQ(opened.back().path, "f111");
  EXPECT_EQ(opened.back().read, 3U);
  EXPECT_EQ(opened_files(files(5, -1), dies()).size(), 5U);
  EXPECT_TRUE(opened_files(files(0, -1), dies()).empty());
}

TEST(Opened, SavesTheCallsThatWouldFindThem) {
  const Case start = files(800, 11);
  MinimizeSettings settings;
  for (const Opened& opened : opened_files(start, dies())) {
    settings.opened.push_back(opened.path);
  }
  const auto fails = [](const Case& value) {
    for (const DataFile& file : value.dataset.files) {
      if (file.bytes.text().starts_with('X')) {
        return true;
      }
    }
    return false;
  };
  FunctionPredicate hinted(fails);
  const Minimized result = minimize(start, hinted, settings);
  EXPECT_EQ(result.after.files, 1U);
  EXPECT_EQ(result.after.bytes, 1U);
  FunctionPredicate blind(fails);
  EXPECT_LT(result.spent.calls + 3, minimize(start, blind, {}).spent.calls);
}

}  // namespace
}  // namespace proofload
