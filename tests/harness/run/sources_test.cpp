#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "../case/random_case.hpp"
#include "run/folder_source.hpp"
#include "run/memory_source.hpp"

namespace proofload {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A dataset with its faults and what is needed to serve it.
struct Served {
  Served(Dataset clean, std::vector<Fault> done)
      : dataset(std::move(clean)),
        faults(std::move(done)),
        effective(proofload::apply(dataset, faults)),
        tree(effective, faults) {}

  Dataset dataset;
  std::vector<Fault> faults;
  EffectiveDataset effective;
  SourceTree tree;
};

Dataset animals() {
  return {{{"dogs/b.png", Blob("bbbbbbbbbb")}, {"cats/a.png", Blob("aaaaa")}, {"dogs/c.png", Blob("cc")}}, {"birds"}};
}

std::string show(const std::expected<std::vector<Entry>, IoError>& listing) {
  if (!listing) {
    return "error " + std::to_string(listing.error().code);
  }
  std::string text;
  for (const Entry& entry : *listing) {
    text += entry.name + ":" + std::to_string(static_cast<int>(entry.kind)) + " ";
  }
  return text;
}

std::string show(const std::expected<Status, IoError>& status) {
  return status ? std::to_string(static_cast<int>(status->kind)) + "/" + std::to_string(status->size)
                : "error " + std::to_string(status.error().code);
}

/// All reads of one opened file, each with what it gave, until the end or an error.
std::string show_reads(Source& source, std::string_view path, std::size_t chunk) {
  auto file = source.open(path);
  if (!file) {
    return "error " + std::to_string(file.error().code);
  }
  std::string text;
  std::vector<std::byte> buffer(chunk);
  for (int errors = 0; errors < 2;) {
    const auto got = (*file)->read(buffer);
    if (!got) {
      text += "[error " + std::to_string(got.error().code) + "]";
      ++errors;
      continue;
    }
    if (*got == 0) {
      return text + "[end]";
    }
    text += "[" + std::string(reinterpret_cast<const char*>(buffer.data()), *got) + "]";
  }
  return text;
}

Trace trace_of(const SourceLog& log) {
  Trace trace;
  log.put_into(trace);
  return trace;
}

TEST(MemorySource, ListsFoldersInTheOrderOfTheirFirstFile) {
  const Served served(animals(), {});
  SourceLog log(0);
  MemorySource source(served.tree, log);
  EXPECT_EQ(show(source.list("")), "dogs:1 cats:1 birds:1 ");
  EXPECT_EQ(show(source.list("dogs")), "b.png:0 c.png:0 ");
  EXPECT_EQ(show(source.list("birds/")), "");
  EXPECT_EQ(source.list("fish").error().code, ENOENT);
  EXPECT_EQ(source.list("dogs/b.png").error().code, ENOTDIR);
  EXPECT_EQ(source.root(), std::nullopt);
  EXPECT_EQ(trace_of(log).source_calls, 5U);
}

TEST(MemorySource, FindsPathsAsPosixDoes) {
  const Served served(animals(), {});
  SourceLog log(0);
  MemorySource source(served.tree, log);
  for (const char* path : {"cats/a.png", "./cats//a.png", "cats/../cats/./a.png", "dogs/../cats/a.png"}) {
    EXPECT_EQ(show(source.stat(path)), "0/5") << path;
  }
  EXPECT_EQ(source.stat("cats/a.png/").error().code, ENOTDIR);
  EXPECT_EQ(source.stat("cats/a.png/..").error().code, ENOTDIR);
  EXPECT_EQ(source.stat("fish/../cats/a.png").error().code, ENOENT);
  EXPECT_EQ(source.stat(std::string(300, 'x')).error().code, ENAMETOOLONG);
  EXPECT_EQ(source.stat(std::string_view("cats/a\0", 7)).error().code, EINVAL);
  EXPECT_THAT(trace_of(log).escapes, IsEmpty());
}

TEST(MemorySource, MeetsTheLoaderWithTheFaultsOfNodes) {
  const Served served(animals(), {{.kind = FaultKind::missing_path, .path = "dogs/b.png"},
                                  {.kind = FaultKind::directory, .path = "dogs/c.png"},
                                  {.kind = FaultKind::unreadable, .path = "cats/a.png"}});
  SourceLog log(3);
  MemorySource source(served.tree, log);
  EXPECT_EQ(show(source.list("dogs")), "b.png:0 c.png:1 ");
  EXPECT_EQ(source.open("dogs/b.png").error().code, ENOENT);
  EXPECT_EQ(show(source.stat("cats/a.png")), "0/5");
  EXPECT_EQ(source.open("cats/a.png").error().code, EACCES);
  EXPECT_EQ(show_reads(source, "dogs/c.png", 4), "[error 21][error 21]");
  EXPECT_THAT(trace_of(log).fired, ElementsAre(1, 2, 1));
}

TEST(MemorySource, FailsTheNthReadOfEveryOpen) {
  const Served served(animals(), {{.kind = FaultKind::read_error, .path = "dogs/b.png", .nth = 2, .code = EIO},
                                  {.kind = FaultKind::read_error, .path = "dogs/c.png", .nth = 2, .code = ESTALE}});
  SourceLog log(2);
  MemorySource source(served.tree, log);
  for (int open = 0; open < 3; ++open) {
    EXPECT_EQ(show_reads(source, "dogs/b.png", 4), "[bbbb][error 5][bbbb][bb][end]");
  }
  EXPECT_EQ(show_reads(source, "dogs/c.png", 4), "[cc][error 116][end]");
  EXPECT_THAT(trace_of(log).fired, ElementsAre(3, 1));
  EXPECT_THAT(trace_of(log).fired_early, ElementsAre(0, 0)) << "all was read on";
  const auto file = *source.open("dogs/b.png");
  std::vector<std::byte> buffer(4);
  EXPECT_EQ(file->read(buffer), 4U);
  EXPECT_FALSE(file->read(buffer).has_value());
  EXPECT_THAT(trace_of(log).fired_early, ElementsAre(1, 0)) << "six bytes were never given";
}

/// On both carriers.
template <class Look>
void on_each(const Served& served, const Look& look) {
  SourceLog in_memory(served.faults.size());
  MemorySource memory(served.tree, in_memory);
  look(memory, in_memory);
  SourceLog on_disk(served.faults.size());
  FolderSource folder(served.tree, on_disk);
  EXPECT_THAT(folder.refused(), IsEmpty());
  look(folder, on_disk);
}

TEST(Sources, ServeNodesThatAreNoFiles) {
  const Served served(animals(), {{.kind = FaultKind::special_node, .path = "dogs/b.png", .text = "fifo"},
                                  {.kind = FaultKind::special_node, .path = "dogs/c.png", .text = "socket"},
                                  {.kind = FaultKind::special_node, .path = "cats/a.png", .text = "link_loop"}});
  on_each(served, [](Source& source, SourceLog& log) {
    EXPECT_EQ(show(source.list("dogs")), "b.png:2 c.png:2 ");
    EXPECT_EQ(show(source.stat("dogs/b.png")), "2/0");
    EXPECT_EQ(show_reads(source, "dogs/b.png", 4), "[end]");
    EXPECT_EQ(source.open("dogs/c.png").error().code, ENXIO);
    EXPECT_EQ(show(source.list("cats")), "a.png:0 ");
    EXPECT_EQ(source.stat("cats/a.png").error().code, ELOOP);
    EXPECT_EQ(source.open("cats/a.png").error().code, ELOOP);
    EXPECT_EQ(source.list("cats/a.png").error().code, ELOOP);
    for (const std::uint64_t fired : trace_of(log).fired) {
      EXPECT_GT(fired, 0U);
    }
  });
}

TEST(Sources, ServeLoopsOfFoldersAsFarAsPosixDoes) {
  const Served served(animals(), {{.kind = FaultKind::extra_node, .path = "cats/a.png", .text = "loop"}});
  on_each(served, [](Source& source, SourceLog& log) {
    EXPECT_EQ(show(source.list("cats")), "a.png:0 loop:1 ");
    EXPECT_EQ(show(source.list("cats/loop")), "a.png:0 loop:1 ");
    EXPECT_EQ(show(source.stat("cats/loop/../dogs/c.png")), "0/2");
    std::string path = "cats";
    for (int i = 0; i < 40; ++i) {
      path += "/loop";
    }
    EXPECT_EQ(show_reads(source, path + "/a.png", 9), "[aaaaa][end]");
    EXPECT_EQ(source.open(path + "/loop/a.png").error().code, ELOOP);
    EXPECT_THAT(trace_of(log).escapes, IsEmpty());
  });
}

TEST(Sources, FailTheNthCallForAPath) {
  const auto failing = [](std::string path, std::string text, std::uint32_t nth, std::uint64_t later) {
    return Fault{.kind = FaultKind::call_error,
                 .path = std::move(path),
                 .amount = later,
                 .nth = nth,
                 .code = EMFILE,
                 .text = std::move(text)};
  };
  const Served served(animals(), {failing("dogs/b.png", "open", 2, 0), failing("dogs/c.png", "gone", 2, 0),
                                  failing("cats/a.png", "list", 1, 1), failing("cats/a.png", "stat", 1, 0),
                                  failing("cats/a.png", "read", 2, 1)});
  on_each(served, [](Source& source, SourceLog& log) {
    EXPECT_EQ(show_reads(source, "dogs/b.png", 10), "[bbbbbbbbbb][end]");
    EXPECT_EQ(source.open("dogs/b.png").error().code, EMFILE);
    EXPECT_EQ(trace_of(log).fired_early[0], 1U);
    EXPECT_EQ(show_reads(source, "dogs/b.png", 10), "[bbbbbbbbbb][end]");
    EXPECT_EQ(trace_of(log).fired_early[0], 0U) << "it was tried again";

    EXPECT_EQ(show(source.stat("dogs/c.png")), "0/2");
    EXPECT_TRUE(source.open("dogs/c.png").has_value());
    EXPECT_EQ(source.open("dogs/c.png").error().code, EMFILE);
    EXPECT_EQ(source.open("dogs/c.png").error().code, EMFILE);
    EXPECT_EQ(source.stat("dogs/c.png").error().code, EMFILE);

    EXPECT_EQ(source.list("cats").error().code, EMFILE);
    EXPECT_EQ(source.list("cats").error().code, EMFILE);
    EXPECT_EQ(source.stat("cats/a.png").error().code, EMFILE);
    EXPECT_EQ(show(source.stat("cats/a.png")), "0/5");
    EXPECT_EQ(show_reads(source, "cats/a.png", 9), "[aaaaa][end]");
    EXPECT_EQ(show_reads(source, "cats/a.png", 9), "[error 24][error 24]");
    EXPECT_THAT(trace_of(log).fired, ElementsAre(1, 2, 2, 1, 1));
  });
}

TEST(Sources, GiveAnotherVersionToTheNthOpen) {
  const Served served(
      animals(), {{.kind = FaultKind::changed_file, .path = "dogs/b.png", .nth = 2, .text = "shrunk"},
                  {.kind = FaultKind::changed_file, .path = "cats/a.png", .amount = 1, .nth = 2, .text = "emptied"},
                  {.kind = FaultKind::slow, .path = "cats/a.png", .amount = 1}});
  on_each(served, [](Source& source, SourceLog& log) {
    EXPECT_EQ(show_reads(source, "dogs/b.png", 10), "[bbbbbbbbbb][end]");
    EXPECT_EQ(show_reads(source, "dogs/b.png", 10), "[bbbbb][end]");
    EXPECT_EQ(show_reads(source, "dogs/b.png", 10), "[bbbbbbbbbb][end]");
    EXPECT_EQ(show_reads(source, "cats/a.png", 10), "[aaaaa][end]");
    EXPECT_EQ(show_reads(source, "cats/a.png", 10), "[end]");
    EXPECT_EQ(show_reads(source, "cats/a.png", 10), "[end]");
    EXPECT_THAT(trace_of(log).fired, ElementsAre(1, 2, 3));
  });
}

TEST(MemorySource, ShortReadsGiveEverythingInTheEnd) {
  const Served served(animals(), {{.kind = FaultKind::short_read, .path = "dogs/b.png", .amount = 3, .nth = 2}});
  SourceLog log(1);
  MemorySource source(served.tree, log);
  EXPECT_EQ(show_reads(source, "dogs/b.png", 4), "[bbbb][bbb][bbb][end]");
  EXPECT_EQ(show_reads(source, "dogs/b.png", 100), "[bbbbbbbbbb][end]") << "no read was shortened";
  EXPECT_THAT(trace_of(log).fired, ElementsAre(1));
}

TEST(MemorySource, PlantsACanaryOutsideOfTheRoot) {
  const Served served(animals(), {});
  SourceLog log(0);
  MemorySource source(served.tree, log);
  EXPECT_EQ(show(source.list("..")), "canary.txt:0 ");
  EXPECT_TRUE(source.stat("../secret.png"));
  EXPECT_TRUE(source.open("../opened-only"));
  EXPECT_THAT(trace_of(log).escapes, IsEmpty()) << "only reading counts";
  for (const char* path : {"../secret.png", "cats/../../x", "/etc/passwd"}) {
    EXPECT_TRUE(read_file(source, path, 1000));
  }
  EXPECT_THAT(trace_of(log).escapes, ElementsAre("../secret.png", "cats/../../x", "/etc/passwd"));
}

TEST(MemorySource, CanBeUsedFromManyThreads) {
  const Served served(animals(), {{.kind = FaultKind::truncate, .path = "dogs/b.png", .at = {Place::From::start, 7}}});
  SourceLog log(1);
  MemorySource source(served.tree, log);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        for (int n = 0; n < 500; ++n) {
          EXPECT_EQ(read_file(source, "dogs/b.png", 100)->size(), 7U);
        }
      });
    }
  }
  EXPECT_THAT(trace_of(log).fired, ElementsAre(2000));
}

TEST(FolderSource, LaysTheDatasetDownAndTakesItAway) {
  std::string root;
  {
    const Served served(animals(), {{.kind = FaultKind::missing_path, .path = "dogs/b.png"},
                                    {.kind = FaultKind::rename, .path = "cats/a.png", .text = "newline"},
                                    {.kind = FaultKind::directory, .path = "dogs/c.png"}});
    SourceLog log(3);
    FolderSource source(served.tree, log);
    root = source.root().value();
    EXPECT_TRUE(std::filesystem::is_symlink(root + "/dogs/b.png"));
    EXPECT_FALSE(std::filesystem::exists(root + "/dogs/b.png"));
    EXPECT_TRUE(std::filesystem::is_regular_file(root + "/cats/a\nnext line.png"));
    EXPECT_TRUE(std::filesystem::is_directory(root + "/dogs/c.png"));
    EXPECT_TRUE(std::filesystem::is_directory(root + "/birds"));
    EXPECT_THAT(source.refused(), IsEmpty());
    EXPECT_THAT(source.unavailable(), ElementsAre(false, false, false));
    EXPECT_TRUE(trace_of(log).used_path);
  }
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(root).parent_path()));
}

TEST(FolderSource, KnowsWhichFaultsALoaderThatOpensTheFilesItselfCannotMeet) {
  const Served served(animals(), {{.kind = FaultKind::read_error, .path = "dogs/b.png", .code = EIO},
                                  {.kind = FaultKind::unreadable, .path = "cats/a.png"},
                                  {.kind = FaultKind::empty, .path = "dogs/c.png"},
                                  {.kind = FaultKind::listing_order, .seed = 2}});
  SourceLog log(4);
  FolderSource source(served.tree, log);
  EXPECT_THAT(source.unavailable(), ElementsAre(false, false, false, false));
  EXPECT_EQ(source.open("cats/a.png").error().code, EACCES);
  const std::string root = source.root().value();
  const bool root_may_read = access((root + "/cats/a.png").c_str(), R_OK) == 0;
  EXPECT_THAT(source.unavailable(), ElementsAre(true, root_may_read, false, true));
}

TEST(FolderSource, TellsWhatALoaderChanged) {
  const Served served(animals(), {});
  SourceLog log(0);
  FolderSource source(served.tree, log);
  const std::string root = source.root().value();
  EXPECT_TRUE(read_file(source, "cats/a.png", 100));
  EXPECT_THAT(source.changes(), IsEmpty()) << "reading changes nothing";
  std::ofstream(root + "/cats/a.png") << "AAAAA";
  std::filesystem::remove(root + "/dogs/c.png");
  std::ofstream(root + "/birds/.cache") << "x";
  std::filesystem::permissions(root + "/dogs/b.png", std::filesystem::perms::owner_read);
  EXPECT_THAT(source.changes(), ElementsAre("birds: something was made, removed or renamed in this folder",
                                            "cats/a.png: its content changed",
                                            "dogs: something was made, removed or renamed in this folder",
                                            "dogs/b.png: its mode changed from 644 to 400",
                                            "dogs/c.png: the file was removed", "birds/.cache: a file was made"));
}

TEST(FolderSource, SeesAFileThatWasMadeAndRemovedAgain) {
  const Served served(animals(), {});
  SourceLog log(0);
  FolderSource source(served.tree, log);
  const std::string path = source.root().value() + "/cats/tmp";
  std::ofstream(path) << "x";
  std::filesystem::remove(path);
  EXPECT_THAT(source.changes(), ElementsAre("cats: something was made, removed or renamed in this folder"));
}

TEST(FolderSource, SeesTheCanaryReadPastIt) {
  const Served served(animals(), {});
  SourceLog log(0);
  FolderSource source(served.tree, log);
  source.look_at_canary();
  EXPECT_THAT(trace_of(log).escapes, IsEmpty());
  std::string text;
  std::getline(std::ifstream(source.root().value() + "/../canary.txt"), text);
  EXPECT_THAT(text, HasSubstr("canary"));
  source.look_at_canary();
  EXPECT_THAT(trace_of(log).escapes, ElementsAre("../canary.txt"));
}

TEST(FolderSource, RemovesAFolderThatWasMadeUnreadable) {
  std::string parent;
  {
    const Served served(animals(), {});
    SourceLog log(0);
    FolderSource source(served.tree, log);
    const std::string root = source.root().value();
    parent = std::filesystem::path(root).parent_path();
    std::filesystem::permissions(root + "/dogs", std::filesystem::perms::none);
  }
  EXPECT_FALSE(std::filesystem::exists(parent));
}

/// Paths as careful and as careless loaders write them.
std::vector<std::string> ways_to(const std::string& path) {
  const std::string twice = path.substr(0, path.find('/')) + "//" + path.substr(path.find('/') + 1);
  return {path, "./" + path, path + "/", path + "/x", path + "/..", path + "/.", twice, "no/../" + path};
}

TEST(Carriers, GiveTheSameListingsStatesReadsAndErrors) {
  Random random(9);
  for (int i = 0; i < 300; ++i) {
    const Case value = testing::random_case(random);
    const Served served(value.dataset, value.faults);
    SourceLog memory_log(value.faults.size());
    SourceLog folder_log(value.faults.size());
    MemorySource memory(served.tree, memory_log);
    FolderSource folder(served.tree, folder_log);
    ASSERT_THAT(folder.refused(), IsEmpty());
    std::vector<std::string> paths = {"",
                                      ".",
                                      "/",
                                      "..",
                                      "../x",
                                      "cats",
                                      "cats/",
                                      "deep",
                                      "no/such",
                                      std::string(256, 'z'),
                                      std::string(5000, 'y'),
                                      "cats/" + std::string(256, 'z')};
    for (const EffectiveNode& node : served.effective.nodes) {
      for (std::string& path : ways_to(node.path)) {
        paths.push_back(std::move(path));
      }
    }
    for (const std::string& path : paths) {
      ASSERT_EQ(show(memory.list(path)), show(folder.list(path))) << escape(path);
      ASSERT_EQ(show(memory.stat(path)), show(folder.stat(path))) << escape(path);
      const std::size_t chunk = random.between(1, 3000);
      ASSERT_EQ(show_reads(memory, path, chunk), show_reads(folder, path, chunk)) << escape(path);
    }
    const Trace in_memory = trace_of(memory_log);
    const Trace on_disk = trace_of(folder_log);
    ASSERT_EQ(in_memory.fired, on_disk.fired);
    ASSERT_EQ(in_memory.fired_early, on_disk.fired_early);
    ASSERT_EQ(in_memory.escapes, on_disk.escapes);
    ASSERT_EQ(in_memory.source_calls, on_disk.source_calls);
    ASSERT_THAT(folder.changes(), IsEmpty());
  }
}

}  // namespace
}  // namespace proofload
