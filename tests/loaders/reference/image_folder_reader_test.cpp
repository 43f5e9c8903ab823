#include "reference/image_folder_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "loaders/reference/image_files.hpp"
#include "reference/image_folder_declaration.hpp"

namespace proofload::reference {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::pair<std::string, std::int64_t>> listing(const Reader& reader) {
  std::vector<std::pair<std::string, std::int64_t>> all;
  for (std::uint64_t i = 0; i < reader.size(); ++i) {
    all.emplace_back(reader.path(i), reader.label(i));
  }
  return all;
}

std::string refusal(Reader& reader, std::uint64_t index) {
  std::vector<float> into(values_of(reader), 5);
  const auto got = reader.get(index, into);
  if (got) {
    return "none";
  }
  EXPECT_EQ(got.error().index, index);
  EXPECT_EQ(got.error().path, reader.path(index));
  EXPECT_THAT(into, Each(5)) << "after an error nothing must be written";
  return got.error().reason;
}

std::string failure(MemorySource& source, const ImageFolderPlan& plan = {}) {
  try {
    const ImageFolderReader reader(source, plan);
  } catch (const LoadFailure& failed) {
    return failed.error().path + ": " + failed.error().reason;
  }
  return "none";
}

const Bytes grey_pixel = png_file({.width = 1, .height = 1, .color = 0, .rows = {0, 51}});

TEST(ImageFolderReader, SortsByThePathWithTheSlashBelowAllElse) {
  MemorySource source;
  for (const char* path : {"b/2.png", "b/10.png", "a b/x.png", "a/z.png", "a/y.JPEG", "a\x80/q.jpg", "B/k.Png"}) {
    source.files[path] = grey_pixel;
  }
  for (const auto order : {MemorySource::Order::sorted, MemorySource::Order::reversed}) {
    source.order = order;
    const ImageFolderReader reader(source, {});
    using P = std::pair<std::string, std::int64_t>;
    EXPECT_THAT(listing(reader), ElementsAre(P("B/k.Png", 0), P("a/y.JPEG", 1), P("a/z.png", 1), P("a b/x.png", 2),
                                             P("a\x80/q.jpg", 3), P("b/10.png", 4), P("b/2.png", 4)));
  }
}

TEST(ImageFolderReader, GivesAnEmptyClassItsId) {
  MemorySource source;
  source.files["c/1.png"] = grey_pixel;
  source.folders = {"a", "b"};
  const ImageFolderReader reader(source, {});
  EXPECT_THAT(reader.classes(), ElementsAre("a", "b", "c"));
  EXPECT_EQ(reader.label(0), 2);
}

TEST(ImageFolderReader, IgnoresFilesThatAreNoImagesByTheirNames) {
  MemorySource source;
  for (const char* path :
       {"top.png", "a/.DS_Store", "a/Thumbs.db", "a/1.png~", "a/png", "a/x.gif", "a/.png", "a/ok.png"}) {
    source.files[path] = grey_pixel;
  }
  const ImageFolderReader reader(source, {});
  EXPECT_EQ(reader.size(), 1U);
  EXPECT_EQ(reader.path(0), "a/ok.png");
}

TEST(ImageFolderReader, KnowsTheFormatByTheContent) {
  MemorySource source;
  source.files["a/png.jpg"] = grey_pixel;
  source.files["a/jpeg.png"] = jpeg_file({});
  source.files["a/none.bmp"] = bytes_of("BM");
  source.files["a/png.bmp"] = grey_pixel;
  ImageFolderReader reader(source, {});
  EXPECT_EQ(refusal(reader, 0), "none");
  EXPECT_EQ(refusal(reader, 1),
            "damaged BMP: expected a header of at least 26 bytes, found the end of the file at byte 2");
  EXPECT_EQ(refusal(reader, 2), "none");
  EXPECT_EQ(refusal(reader, 3), "none");
}

TEST(ImageFolderReader, BringsImagesToItsSizeAndLayout) {
  MemorySource source;
  source.files["a/1.png"] = png_file(flat(40, 30, 0, 51, 255));
  ImageFolderReader chw(source, {});
  EXPECT_THAT(chw.shape(), ElementsAre(3, 24, 32));
  std::vector<float> into(values_of(chw));
  ASSERT_TRUE(chw.get(0, into));
  for (std::size_t k = 0; k < into.size(); ++k) {
    ASSERT_FLOAT_EQ(into[k], k < 768 ? 0.0F : k < 1536 ? 0.2F : 1.0F);
  }
  ImageFolderReader hwc(source, {.layout = PixelLayout::hwc});
  EXPECT_THAT(hwc.shape(), ElementsAre(24, 32, 3));
  ASSERT_TRUE(hwc.get(0, into));
  for (std::size_t k = 0; k < into.size(); ++k) {
    ASSERT_FLOAT_EQ(into[k], k % 3 == 0 ? 0.0F : k % 3 == 1 ? 0.2F : 1.0F);
  }
}

TEST(ImageFolderReader, ReadsInPiecesOfAnySize) {
  MemorySource source;
  source.files["a/1.png"] = png_file(gradient(40, 30));
  source.piece = 1;
  ImageFolderReader reader(source, {});
  EXPECT_EQ(refusal(reader, 0), "none");
}

TEST(ImageFolderReader, DoesNotSeeTheFileBeforeBehindAShorterOne) {
  MemorySource source;
  source.files["a/1.png"] = png_file(gradient(40, 30));
  source.files["a/2.png"] = grey_pixel;
  source.files["a/3.png"] = Bytes(source.files["a/1.png"].begin(), source.files["a/1.png"].end() - 1);
  ImageFolderReader reader(source, {});
  EXPECT_EQ(refusal(reader, 0), "none");
  EXPECT_EQ(refusal(reader, 1), "none");
  EXPECT_NE(refusal(reader, 2), "none");
}

TEST(ImageFolderReader, SaysWhyAFileCannotBeLoaded) {
  MemorySource source;
  source.files["a/0.png"] = {};
  source.broken["a/1.png"] = {EACCES};
  source.files["a/2.png"] = grey_pixel;
  source.read_ends["a/2.png"] = 10;
  source.folders = {"a/3.png"};
  source.odd["a/4.png"] = NodeKind::other;
  source.files["a/5.png"] = Bytes(2000);
  ImageFolderReader reader(source, {.file_limit = 1999});
  EXPECT_THAT(refusal(reader, 0), HasSubstr("empty file"));
  EXPECT_EQ(refusal(reader, 1), "cannot be opened: Permission denied");
  EXPECT_EQ(refusal(reader, 2), "cannot be read at byte 10: Input/output error");
  EXPECT_EQ(refusal(reader, 3), "expected an image file, found a folder");
  EXPECT_EQ(refusal(reader, 4), "expected an image file, found a special file");
  EXPECT_EQ(refusal(reader, 5), "expected at most 1999 bytes, found more");
}

TEST(ImageFolderReader, RefusesDatasetsWithoutSamplesOrWithTooManyClasses) {
  MemorySource source;
  EXPECT_EQ(failure(source), ": expected a folder, found: No such file or directory");
  source.folders = {"a"};
  EXPECT_THAT(failure(source), HasSubstr("no samples"));
  source.files["a/1.png"] = grey_pixel;
  EXPECT_EQ(failure(source), "none");
  source.folders.insert("b");
  EXPECT_EQ(failure(source, {.classes = 1}), ": expected at most 1 class folders, found 2");
}

TEST(ImageFolder, KeepsItsDeclaration) {
  for (const auto layout : {PixelLayout::chw, PixelLayout::hwc}) {
    const Declaration declared = image_folder(layout);
    MemorySource source;
    source.files["a/1.png"] = png_file(flat(9, 5, 255, 255, 255));
    source.files["b/2.png"] = png_file(flat(9, 5, 0, 0, 0));
    source.files["b/3.png"] = bytes_of("no image");
    const auto loader = declared.make(source, {.batch_size = 2, .bad_sample = BadSample::skip_refill});
    const auto batch = loader->next();
    ASSERT_TRUE(batch && *batch);
    EXPECT_EQ((*batch)->features.dtype, declared.features.dtype);
    EXPECT_EQ((*batch)->labels.dtype, declared.labels.dtype);
    std::vector<std::int64_t> shape = {2};
    for (const Axis& axis : declared.features.shape) {
      shape.push_back(axis.size);
    }
    EXPECT_EQ((*batch)->features.shape, shape);
    EXPECT_EQ((*batch)->features.bytes.size(), 2U * 3 * 24 * 32 * sizeof(float));
    EXPECT_FALSE(loader->next()->has_value());
    const auto reports = dynamic_cast<const Reports&>(*loader).reports();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(reports[0].error.path, "b/3.png");
    EXPECT_EQ(reports[0].error.index, 2U);
    EXPECT_EQ(dynamic_cast<const Length&>(*loader).batches(), 2U);
  }
}

}  // namespace
}  // namespace proofload::reference
