#include "reference/stored_images.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "loaders/reference/image_files.hpp"
#include "proofload/cache_folder.hpp"

namespace proofload::reference {
namespace {

namespace fs = std::filesystem;
using testing::Each;

class StoredImagesTest : public testing::Test {
 protected:
  StoredImagesTest() {
    std::string name = testing::TempDir() + "stored-images-XXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~StoredImagesTest() override { fs::remove_all(folder_); }

  [[nodiscard]] std::vector<fs::path> kept() const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      files.push_back(entry.path());
    }
    return files;
  }
  static std::string text_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  static void write(const fs::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
  }

  std::string folder_;
};

/// A source in memory, beside which there is a folder.
class WithFolder final : public Source, public HasCacheFolder {
 public:
  explicit WithFolder(std::string folder) : folder_(std::move(folder)) {}

  MemorySource files;

  std::expected<std::vector<Entry>, IoError> list(std::string_view folder) override { return files.list(folder); }
  std::expected<Status, IoError> stat(std::string_view path) override { return files.stat(path); }
  std::expected<std::unique_ptr<File>, IoError> open(std::string_view path) override { return files.open(path); }
  std::optional<std::string> root() override { return files.root(); }
  [[nodiscard]] std::optional<std::string> cache_folder() const override { return folder_; }

 private:
  std::string folder_;
};

Bytes pixel(std::uint8_t value) { return png_file({.width = 1, .height = 1, .color = 0, .rows = {0, value}}); }

/// The one value that all features of such an image have, or none that any has.
float first_of(Source& source, const ImageFolderPlan& plan = {}) {
  StoredImages reader(source, plan);
  std::vector<float> into(values_of(reader), -1);
  EXPECT_TRUE(reader.get(0, into));
  EXPECT_THAT(into, Each(into.front()));
  return into.front();
}

std::expected<Pixels, std::string> never(std::span<const std::byte> /*file*/, std::size_t /*budget*/) {
  return std::unexpected("decoded");
}

TEST_F(StoredImagesTest, FindsAgainWhatARunBeforeHasKept) {
  WithFolder source(folder_);
  source.files.files["a/0.png"] = pixel(51);
  EXPECT_FLOAT_EQ(first_of(source), 0.2F);
  ASSERT_EQ(kept().size(), 1U) << "and nothing half written";
  EXPECT_FLOAT_EQ(first_of(source, {.decode = never}), 0.2F);
}

TEST_F(StoredImagesTest, AFileThatHasChangedIsAnotherImage) {
  WithFolder source(folder_);
  source.files.files["a/0.png"] = pixel(51);
  first_of(source);
  source.files.files["a/0.png"] = pixel(102);
  EXPECT_FLOAT_EQ(first_of(source), 0.4F);
  EXPECT_EQ(first_of(source, {.height = 12}), first_of(source)) << "of another size it is another, too";
}

TEST_F(StoredImagesTest, TrustsNoFileThatIsCutLongerOrOfOtherBytes) {
  WithFolder source(folder_);
  source.files.files["a/0.png"] = pixel(51);
  first_of(source);
  const fs::path file = kept().front();
  const std::string whole = text_of(file);
  std::string zeros = whole;
  std::fill(zeros.begin() + static_cast<std::ptrdiff_t>(zeros.size() / 2), zeros.end(), '\0');
  for (const std::string& torn : {std::string(), whole.substr(0, 7), whole.substr(0, 100),
                                  whole.substr(0, whole.size() - 1), whole + "x", zeros}) {
    write(file, torn);
    EXPECT_FLOAT_EQ(first_of(source), 0.2F) << torn.size();
    EXPECT_EQ(text_of(file), whole) << "it is kept anew";
  }
}

TEST_F(StoredImagesTest, DoesWithoutAFolder) {
  WithFolder source(folder_ + "/not there");
  source.files.files["a/0.png"] = pixel(51);
  EXPECT_FLOAT_EQ(first_of(source), 0.2F);
  EXPECT_FLOAT_EQ(first_of(source.files), 0.2F);
  EXPECT_TRUE(kept().empty());
}

TEST_F(StoredImagesTest, KeepsNoErrorAndSaysWhatIsWrong) {
  WithFolder source(folder_);
  source.files.files["a/0.png"] = bytes_of("no image");
  source.files.files["a/1.png"] = {};
  source.files.files["a/2.png"] = pixel(51);
  source.files.broken["a/2.png"] = IoError{EIO};
  StoredImages reader(source, {});
  for (std::uint64_t i = 0; i < 3; ++i) {
    std::vector<float> into(values_of(reader), 5);
    const auto got = reader.get(i, into);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().path, reader.path(i));
    EXPECT_EQ(got.error().index, i);
    EXPECT_THAT(into, Each(5));
  }
  EXPECT_TRUE(kept().empty());
}

}  // namespace
}  // namespace proofload::reference
