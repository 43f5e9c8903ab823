#include "minimize/containers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "dataset/zip.hpp"
#include "minimize/formats.hpp"
#include "proofload/minimize.hpp"

namespace proofload {
namespace {

/// The same files as a tar that a library made.
std::string tar(std::size_t files, std::size_t marked) {
  Case value;
  for (std::size_t i = 0; i < files; ++i) {
    value.dataset.files.push_back({"f" + std::to_string(100 + i),
                                   Blob(i == marked ? std::string(700, 'b') + "X" : std::string(30 * i + 1, 'a'))});
  }
  const auto bytes = write_case(value);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string chunk(const std::string& id, const std::string& data) {
  std::string bytes = id;
  for (unsigned i = 0; i < 4; ++i) {
    bytes += static_cast<char>(data.size() >> (8 * i));
  }
  return bytes + data + std::string(data.size() % 2, '\0');
}

std::string wave() {
  return chunk("RIFF", "WAVE" + chunk("fmt ", std::string(16, '\1')) +
                           chunk("LIST", "INFO" + chunk("INAM", "odd") + chunk("ISFT", "even")) +
                           chunk("data", std::string(501, '\7')));
}

std::string zip(ZipEntry::Packed packed = ZipEntry::Packed::stored) {
  const std::vector<ZipEntry> members = {{.name = "a", .data = std::string(300, 'a'), .packed = packed},
                                         {.name = "b", .data = std::string(200, 'b'), .packed = packed}};
  return zip_bytes(members);
}

TEST(Containers, AreTheSameBytesWhenTheyArePutTogetherAgain) {
  for (const std::string& file : {tar(5, 2), wave(), zip()}) {
    const auto container = container_of(Blob(file));
    ASSERT_TRUE(container);
    EXPECT_EQ(bytes_of(*container), file);
    EXPECT_TRUE(is_whole(Blob(file)));
  }
  EXPECT_EQ(container_of(Blob(tar(5, 2)))->members.size(), 6U);  // with case.json
  const auto riff = container_of(Blob(wave()));
  ASSERT_EQ(riff->members.size(), 6U);
  EXPECT_EQ(riff->members[2].head, "LISTINFO");
  EXPECT_EQ(riff->members[3].depth, 2U);
  EXPECT_EQ(riff->members[3].data, "odd");
  // What was deflated is stored.
  EXPECT_EQ(bytes_of(*container_of(Blob(zip(ZipEntry::Packed::deflated)))), zip());
}

TEST(Containers, ThatAreDamagedAreNone) {
  for (const std::string& file : {tar(5, 2), wave(), zip()}) {
    for (const std::size_t at : {std::size_t{0}, std::size_t{5}}) {
      std::string damaged = file;
      damaged[at] = static_cast<char>(damaged[at] ^ 0x11);
      EXPECT_FALSE(container_of(Blob(damaged))) << at;
    }
    EXPECT_FALSE(container_of(Blob(file.substr(0, 100))));
  }
  EXPECT_FALSE(container_of(Blob(wave() + "x")));
  EXPECT_FALSE(container_of(Blob(std::string(2048, '\0'))));
  EXPECT_FALSE(container_of(Blob()));
}

/// A file of which some member holds the mark, in a container that is whole.
Minimized minimized(const std::string& file, const std::string& mark) {
  Case value;
  value.dataset.files.push_back({"shard", Blob(file)});
  FunctionPredicate predicate([&](const Case& candidate) {
    if (candidate.dataset.files.empty()) {
      return false;
    }
    const auto container = container_of(candidate.dataset.files.front().bytes);
    return container && std::ranges::any_of(container->members, [&](const Member& member) {
             return member.data.find(mark) != std::string::npos;
           });
  });
  return minimize(value, predicate, {});
}

TEST(Containers, AreMinimizedWithLengthsAndSumsRight) {
  const Minimized shard = minimized(tar(200, 120), "X");
  EXPECT_EQ(shard.best.dataset.files.front().bytes.size(), 1024U);  // a header and a block, no end
  EXPECT_LE(shard.spent.calls, 60U);
  const Minimized sound = minimized(wave(), "\7\7");
  EXPECT_EQ(sound.best.dataset.files.front().bytes.text(), chunk("RIFF", "WAVE" + chunk("data", "\7\7")));
}

}  // namespace
}  // namespace proofload
