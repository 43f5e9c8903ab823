#include "harness/minimize/scenarios.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "minimize/text.hpp"
#include "proofload/random.hpp"

namespace proofload::scenarios {
namespace {

std::string noise(Random& random, std::size_t size) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) {
    byte = static_cast<char>(random.below(256));
  }
  return bytes;
}

std::string big(std::uint64_t value, std::size_t width = 4) {
  std::string bytes;
  for (std::size_t i = width; i-- > 0;) {
    bytes += static_cast<char>(value >> (8 * i));
  }
  return bytes;
}

std::uint64_t big(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char byte : bytes) {
    value = value << 8U | static_cast<unsigned char>(byte);
  }
  return value;
}

std::uint32_t crc(std::string_view bytes) {
  return static_cast<std::uint32_t>(
      ::crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

std::string chunk(std::string_view type, std::string_view data) {
  const std::string body = std::string(type) + std::string(data);
  return big(data.size()) + body + big(crc(body));
}

constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";

std::string deflated(std::string_view raw) {
  uLongf size = ::compressBound(raw.size());
  std::string bytes(size, '\0');
  ::compress2(reinterpret_cast<Bytef*>(bytes.data()), &size, reinterpret_cast<const Bytef*>(raw.data()), raw.size(), 6);
  bytes.resize(size);
  return bytes;
}

/// RGB of random pixels; `before` goes between header and pixels.
std::string png(Random& random, std::size_t width, std::size_t height, const std::string& before = {}) {
  std::string raw;
  for (std::size_t y = 0; y < height; ++y) {
    raw += '\0' + noise(random, width * 3);
  }
  return std::string(signature) + chunk("IHDR", big(width) + big(height) + std::string("\x08\x02\0\0\0", 5)) + before +
         chunk("IDAT", deflated(raw)) + chunk("IEND", "");
}

/// What a strict reader of chunks makes of a file.
enum class Png : std::uint8_t { good, error, torn_pixels };

Png read_png(std::string_view file) {
  constexpr std::size_t header = 8 + 25;
  if (!file.starts_with(signature) || file.size() < header || file.substr(12, 4) != "IHDR" ||
      big(file.substr(8, 4)) != 13 || crc(file.substr(12, 17)) != big(file.substr(29, 4))) {
    return Png::error;
  }
  std::size_t at = header;
  while (at + 8 <= file.size()) {
    const std::uint64_t length = big(file.substr(at, 4));
    const std::string_view type = file.substr(at + 4, 4);
    const std::size_t left = file.size() - at - 8;
    if (type == "IDAT" && length > left && length < (1U << 20U) && left >= 16) {
      return Png::torn_pixels;
    }
    if (length + 4 > left || crc(file.substr(at + 4, 4 + length)) != big(file.substr(at + 8 + length, 4))) {
      return Png::error;
    }
    at += 12 + length;
    if (type == "IEND") {
      return at == file.size() ? Png::good : Png::error;
    }
  }
  return Png::error;
}

Case of(std::vector<DataFile> files) {
  Case value;
  value.dataset.files = std::move(files);
  value.options = {};
  return value;
}

Outcome outcome(bool fails) { return fails ? Outcome::failure : Outcome::fine; }

/// Images in ten class folders, one of them cut to a third.
std::vector<DataFile> images(Random& random, std::size_t count, std::size_t bad) {
  std::vector<DataFile> files;
  for (std::size_t i = 0; i < count; ++i) {
    std::string image = png(random, random.between(20, 36), random.between(20, 36));
    if (i == bad) {
      image.resize(image.size() / 3);
    }
    files.push_back({fmt::format("data/class_{:02}/img_{:05}.png", i * 10 / count, i), Blob(image)});
  }
  return files;
}

std::optional<long> integer(std::string_view text) {
  const bool negative = text.starts_with('-');
  text.remove_prefix(negative ? 1 : 0);
  if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  const long value = std::stol(std::string(text));
  return negative ? -value : value;
}

}  // namespace

Scenario one_bad_image(std::uint64_t seed) {
  Random random(seed);
  const std::size_t bad = seed == 1 ? 617 : random.below(1000);
  return {"one bad image of 1,000",
          of(images(random, 1000, bad)),
          [](const Case& value) {
            return outcome(std::ranges::any_of(value.dataset.files, [](const DataFile& file) {
              return read_png(file.bytes.text()) == Png::torn_pixels;
            }));
          },
          1,
          57,
          110};
}

Scenario two_rows(std::uint64_t seed, std::size_t rows) {
  Random random(seed);
  const std::size_t quoted = seed == 1 ? rows / 5 + 17 : random.below(rows / 2);
  const std::size_t wide = seed == 1 ? rows * 73 / 100 + 211 : rows / 2 + random.below(rows / 2);
  std::string text = "id,ts,h0,h1,h2,h3,src,note,u,v,w,label\n";
  for (std::size_t row = 0; row < rows; ++row) {
    text +=
        fmt::format("{},{},{:04x},{:04x},{:04x},{:04x},s{},{},{}.{},{}.{},{},{}{}\n", row, 1'600'000'000 + row * 7,
                    random.below(65536), random.below(65536), random.below(65536), random.below(65536), random.below(9),
                    row == quoted ? "\"two\nlines\"" : "ok", random.below(10), random.below(100), random.below(10),
                    random.below(100), random.below(1000), random.below(10), row == wide ? ",1" : "");
  }
  const auto load = [](const Case& value) {
    for (const DataFile& file : value.dataset.files) {
      const std::string_view all = file.bytes.text();
      if (std::ranges::count(all, '"') % 2 != 0) {
        continue;
      }
      const auto found = records(all);
      if (found.empty()) {
        continue;
      }
      const auto header = fields(found.front(), ',');
      if (header.back() != "label") {
        continue;
      }
      bool out_of_step = false;
      for (const std::string_view row : std::span(found).subspan(1)) {
        const auto cells = fields(row, ',');
        out_of_step |= row.substr(0, row.size() - ending(row).size()).find('\n') != std::string_view::npos;
        if (cells.size() > header.size() && out_of_step) {
          return Outcome::failure;
        }
        const bool blank = cells.size() == 1 && cells.front().empty();
        if (cells.size() != header.size() && !blank) {
          break;
        }
      }
    }
    return Outcome::fine;
  };
  return {fmt::format("two rows of {}", rows), of({{"table.csv", Blob(text)}}), load, 1, 10, 190};
}

Scenario manifest(std::uint64_t seed) {
  Random random(seed);
  const std::size_t negative = seed == 1 ? 207 : random.below(800);
  const std::size_t empty = seed == 1 ? 512 : (negative + 1 + random.below(799)) % 800;
  std::string rows = "path,label\n";
  std::vector<DataFile> files;
  for (std::size_t i = 0; i < 800; ++i) {
    const std::string path = fmt::format("data/s_{:04}.bin", i);
    rows += fmt::format("{},{}\n", path, i == negative ? -1 : static_cast<int>(random.below(10)));
    files.push_back({path, Blob(i == empty ? std::string() : noise(random, random.between(100, 500)))});
  }
  files.push_back({"manifest.csv", Blob(rows)});
  const auto load = [](const Case& value) {
    const DataFile* table = nullptr;
    for (const DataFile& file : value.dataset.files) {
      table = file.path == "manifest.csv" ? &file : table;
    }
    if (table == nullptr || !is_text(table->bytes.text())) {
      return Outcome::fine;
    }
    const auto rows_of = records(table->bytes.text());
    if (rows_of.empty() || rows_of.front().substr(0, rows_of.front().find('\n')) != "path,label") {
      return Outcome::fine;
    }
    std::set<std::string> listed;
    bool below_zero = false;
    for (const std::string_view row : std::span(rows_of).subspan(1)) {
      const auto cells = fields(row, ',');
      const auto label = cells.size() == 2 ? integer(cells[1]) : std::nullopt;
      if (!label || !listed.emplace(cells[0]).second) {
        return Outcome::fine;
      }
      below_zero |= *label == -1;
    }
    bool some_empty = false;
    std::size_t there = 0;
    for (const DataFile& file : value.dataset.files) {
      if (&file != table) {
        if (!listed.contains(file.path)) {
          return Outcome::fine;
        }
        ++there;
        some_empty |= file.bytes.size() == 0;
      }
    }
    return outcome(there == listed.size() && below_zero && some_empty);
  };
  return {"manifest and 800 files", of(std::move(files)), load, 2, 30, 240};
}

Scenario three_together(std::uint64_t seed) {
  Random random(seed);
  constexpr std::size_t count = 2000;
  std::set<std::size_t> chosen;
  while (chosen.size() < 3) {
    chosen.insert(random.below(count));
  }
  std::vector<DataFile> files;
  for (std::size_t i = 0; i < count; ++i) {
    std::string bytes = noise(random, 64);
    bytes[0] = static_cast<char>(0x80 | (bytes[0] & 0x7F));
    const auto nth = chosen.contains(i) ? std::distance(chosen.begin(), chosen.find(i)) : -1;
    files.push_back({fmt::format("part-{:05}.bin", i),
                     Blob(nth >= 0 ? std::string(1, static_cast<char>('A' + nth)) + bytes.substr(1) : bytes)});
  }
  const auto load = [](const Case& value) {
    std::set<char> seen;
    for (const DataFile& file : value.dataset.files) {
      seen.insert(file.bytes.size() > 0 ? file.bytes.text().front() : ' ');
    }
    return outcome(seen.contains('A') && seen.contains('B') && seen.contains('C'));
  };
  // 1.5 (log2 C(2000, 3) + 6) + 10 for the list, and 12 a file for its length and its one byte.
  return {"three of 2,000 together", of(std::move(files)), load, 3, 3, 104};
}

Scenario remainder(std::uint64_t seed) {
  Random random(seed);
  constexpr std::size_t batch = 16;
  const std::size_t count = batch * 62 + 1;
  const std::size_t tall = random.below(count);
  std::vector<DataFile> files;
  for (std::size_t i = 0; i < count; ++i) {
    files.push_back({fmt::format("x{:04}.txt", i), Blob(i == tall ? "long" : "s")});
  }
  const auto load = [](const Case& value) {
    const bool tall_one =
        std::ranges::any_of(value.dataset.files, [](const DataFile& file) { return file.bytes.size() > 1; });
    return outcome(tall_one && value.dataset.files.size() > batch && value.dataset.files.size() % batch == 1);
  };
  // 17 files of which one matters: as a list of counts, 2 log2(993) for runs, 17 to certify, 17 for contents, slack.
  return {"remainder of a batch", of(std::move(files)), load, batch + 1, 2, 150};
}

Scenario order(std::uint64_t seed) {
  Random random(seed);
  constexpr std::size_t count = 600;
  const std::size_t a = random.below(count / 2);
  const std::size_t b = count / 2 + random.below(count / 2);
  std::vector<DataFile> files;
  for (std::size_t i = 0; i < count; ++i) {
    files.push_back({fmt::format("f{:03}", i), Blob(i == a ? "A" : i == b ? "B" : "x")});
  }
  const auto load = [](const Case& value) {
    const auto& all = value.dataset.files;
    const auto first = std::ranges::find_if(all, [](const DataFile& file) { return file.bytes.text() == "A"; });
    const auto last = std::find_if(first, all.end(), [](const DataFile& file) { return file.bytes.text() == "B"; });
    return outcome(last != all.end() && last - first > 3);
  };
  // 1.5 (log2 C(600, 5) + 10) + 10 = 84 for the list; 26 for the dry run, contents and names.
  return {"order, and three between", of(std::move(files)), load, 5, 2, 110};
}

Scenario array_header(std::uint64_t seed) {
  Random random(seed);
  const std::size_t rows = 10'000 + random.below(5000);
  const auto npy = [](const std::string& dictionary, const std::string& data) {
    std::string header = dictionary;
    header.resize((10 + header.size() + 64) / 64 * 64 - 10 - 1, ' ');
    header += '\n';
    return std::string("\x93NUMPY\x01\x00", 8) + static_cast<char>(header.size() & 0xFFU) +
           static_cast<char>(header.size() >> 8U) + header + data;
  };
  std::vector<DataFile> files;
  for (std::size_t i = 0; i < 40; ++i) {
    const std::size_t n = i == 23 ? rows : 1 + random.below(64);
    const std::string data = noise(random, n * 10 * 4);
    files.push_back({fmt::format("shard{:02}.npy", i),
                     Blob(npy(fmt::format("{{'descr': '<f4', 'fortran_order': {}, 'shape': ({}, 10), }}",
                                          i == 23 ? "True" : "False", n),
                              data))});
  }
  const auto load = [](const Case& value) {
    for (const DataFile& file : value.dataset.files) {
      const std::string_view bytes = file.bytes.text();
      if (!bytes.starts_with(std::string_view("\x93NUMPY\x01\x00", 8)) || bytes.size() < 10) {
        continue;
      }
      const std::size_t length =
          static_cast<unsigned char>(bytes[8]) | static_cast<std::size_t>(static_cast<unsigned char>(bytes[9])) << 8U;
      if (bytes.size() < 10 + length || length == 0 || bytes[9 + length] != '\n') {
        continue;
      }
      const std::string_view header = bytes.substr(10, length);
      const std::size_t shape = header.find("'shape': (");
      const std::size_t close = shape == std::string_view::npos ? shape : header.find(')', shape);
      if (header.find("'descr': '<f4'") == std::string_view::npos || close == std::string_view::npos) {
        continue;
      }
      std::uint64_t items = 1;
      std::size_t axes = 0;
      bool good = true;
      for (const std::string_view axis : fields(header.substr(shape + 10, close - shape - 10), ',')) {
        const std::size_t first = axis.find_first_not_of(' ');
        if (first == std::string_view::npos) {
          continue;
        }
        const auto extent = integer(axis.substr(first));
        good &= extent.has_value() && *extent >= 0;
        items *= good ? static_cast<std::uint64_t>(*extent) : 1;
        ++axes;
      }
      if (good && axes == 2 && items > 0 && bytes.size() == 10 + length + items * 4 &&
          header.find("'fortran_order': True") != std::string_view::npos) {
        return Outcome::failure;
      }
    }
    return Outcome::fine;
  };
  // The header without padding, one item: 10 + "{'descr': '<f4'…" of which the loader asks for 49 bytes, and 4.
  return {"array header", of(std::move(files)), load, 1, 10 + 49 + 4, 150};
}

Scenario valid_checksums(std::uint64_t seed) {
  Random random(seed);
  const std::string before = chunk("gAMA", big(45455)) + chunk("tEXt", "Software\0" + noise(random, 200)) +
                             chunk("tEXt", "bad" + noise(random, 300));
  std::vector<DataFile> files;
  for (std::size_t i = 0; i < 60; ++i) {
    files.push_back({fmt::format("i{:02}.png", i),
                     Blob(png(random, random.between(30, 64), random.between(30, 64), i == 31 ? before : ""))});
  }
  const auto load = [](const Case& value) {
    for (const DataFile& file : value.dataset.files) {
      const std::string_view bytes = file.bytes.text();
      if (read_png(bytes) != Png::good || bytes.find("IDAT") == std::string_view::npos) {
        continue;
      }
      for (std::size_t at = 8; at + 12 <= bytes.size(); at += 12 + big(bytes.substr(at, 4))) {
        if (bytes.substr(at + 4, 4) == "tEXt" && bytes.substr(at + 8).starts_with("bad")) {
          return Outcome::failure;
        }
      }
    }
    return Outcome::fine;
  };
  // Signature, IHDR, a text of three bytes, IDAT without pixels (the loader asks for none), IEND.
  return {"valid checksums", of(std::move(files)), load, 1, 8 + 25 + 15 + 12 + 12, 120};
}

Scenario slipping(std::uint64_t seed) {
  Random random(seed);
  const std::size_t bad = random.below(200);
  const auto load = [](const Case& value) {
    Outcome found = Outcome::fine;
    for (const DataFile& file : value.dataset.files) {
      const std::string_view bytes = file.bytes.text();
      const Png read = read_png(bytes);
      if (read == Png::torn_pixels) {
        return Outcome::failure;
      }
      // A short header is read past its end: the easier bug.
      if (bytes.size() < 33 && !bytes.empty()) {
        found = Outcome::other_failure;
      }
    }
    return found;
  };
  return {"slipping", of(images(random, 200, bad)), load, 1, 57, 110};
}

namespace {

constexpr std::array<Scenario (*)(std::uint64_t), 9> makers = {
    one_bad_image, [](std::uint64_t seed) { return two_rows(seed); },
    manifest,      three_together,
    remainder,     order,
    array_header,  valid_checksums,
    slipping};

}  // namespace

std::size_t count() { return makers.size(); }

Scenario numbered(std::size_t number, std::uint64_t seed) { return makers.at(number)(seed); }

std::vector<Scenario> all(std::uint64_t seed) {
  std::vector<Scenario> found;
  for (std::size_t number = 0; number < count(); ++number) {
    found.push_back(numbered(number, seed));
  }
  return found;
}

}  // namespace proofload::scenarios
