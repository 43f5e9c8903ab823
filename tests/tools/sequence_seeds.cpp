#include "sequence_seeds.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <new>
#include <string_view>
#include <utility>

#include "dataset/tar.hpp"
#include "dataset/zip.hpp"

namespace proofload {
namespace {

/// The numbers of all seeds, [4 steps, 3 columns]: every type of an array can hold them.
constexpr std::size_t steps = 4;
constexpr std::size_t columns = 3;
constexpr int numbers[steps][columns] = {{1, 20, 3}, {40, 5, 66}, {7, 88, 9}, {100, 0, 120}};

void put(std::string& into, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) {
    into += static_cast<char>(value >> (8 * i) & 0xFFU);
  }
}

/// The bytes of a whole number below 2048 as an IEEE number of that many bits of exponent and fraction.
std::uint64_t floating(int number, unsigned exponent_bits, unsigned fraction_bits) {
  if (number == 0) {
    return 0;
  }
  unsigned exponent = 0;
  while (number >> (exponent + 1) != 0) {
    ++exponent;
  }
  const std::uint64_t bias = (std::uint64_t{1} << (exponent_bits - 1)) - 1;
  const std::uint64_t fraction = static_cast<std::uint64_t>(number) - (std::uint64_t{1} << exponent);
  return ((bias + exponent) << fraction_bits) | (fraction << (fraction_bits - exponent));
}

struct ArrayStyle {
  std::size_t width = columns;  ///< columns that are there
  std::string_view type = "<f4";
  int version = 1;
  bool fortran = false;
  std::size_t rows = steps;
};

std::string array_header(const ArrayStyle& style, const std::string& shape) {
  std::string text = "{'descr': '" + std::string(style.type) +
                     "', 'fortran_order': " + (style.fortran ? "True" : "False") + ", 'shape': (" + shape + "), }";
  const std::size_t head = style.version == 1 ? 10 : 12;
  text.append(63 - (head + text.size()) % 64, ' ');
  text += '\n';
  std::string bytes = "\x93NUMPY";
  put(bytes, static_cast<std::uint64_t>(style.version), 2);
  put(bytes, text.size(), style.version == 1 ? 2 : 4);
  return bytes + text;
}

std::string element(int number, std::string_view type) {
  const auto size = static_cast<std::size_t>(type[2] - '0');
  const std::uint64_t bits = type[1] != 'f' ? static_cast<std::uint64_t>(number)
                             : size == 2    ? floating(number, 5, 10)
                             : size == 4    ? floating(number, 8, 23)
                                            : floating(number, 11, 52);
  std::string bytes;
  put(bytes, bits, size);
  if (type[0] == '>') {
    std::ranges::reverse(bytes);
  }
  return bytes;
}

std::string array(const ArrayStyle& style) {
  std::string bytes = array_header(style, std::to_string(style.rows) + ", " + std::to_string(style.width));
  for (std::size_t i = 0; i < style.rows * style.width; ++i) {
    const std::size_t row = style.fortran ? i % style.rows : i / style.width;
    const std::size_t column = style.fortran ? i / style.rows : i % columns;
    bytes += element(numbers[row][column], style.type);
  }
  return bytes;
}

/// Features [rows of the style, 6, 4], every number another one.
std::string features(const ArrayStyle& style) {
  constexpr std::size_t width = 4;
  constexpr std::size_t height = 6;
  std::string bytes = array_header(style, std::to_string(style.rows) + ", 6, 4");
  for (std::size_t i = 0; i < style.rows * height * width; ++i) {
    const std::size_t sample = style.fortran ? i % style.rows : i / (height * width);
    const std::size_t row = style.fortran ? i / style.rows % height : i / width % height;
    const std::size_t column = style.fortran ? i / style.rows / height : i % width;
    bytes += element(static_cast<int>((sample * height + row) * width + column), style.type);
  }
  return bytes;
}

std::string labels(std::initializer_list<int> of, std::string_view type = "<i8") {
  std::string bytes = array_header({.type = type}, std::to_string(of.size()) + ",");
  for (const int label : of) {
    bytes += element(label, type);
  }
  return bytes;
}

/// Whole datasets in two arrays: the other array is made to fit.
void whole_arrays(std::vector<SequenceSeed>& seeds) {
  const std::string plain = features({});
  seeds.push_back({"npy_arrays/features.npy", plain});
  seeds.push_back({"npy_arrays/fortran-big-endian-f8.npy", features({.type = ">f8", .fortran = true})});
  seeds.push_back({"npy_arrays/fortran-u1.npy", features({.type = "|u1", .fortran = true})});
  seeds.push_back({"npy_arrays/big-endian-i2.npy", features({.type = ">i2", .version = 2})});
  seeds.push_back({"npy_arrays/f2-version-3.npy", features({.type = "<f2", .version = 3})});
  seeds.push_back({"npy_arrays/one-sample.npy", features({.rows = 1})});
  seeds.push_back({"npy_arrays/no-samples.npy", features({.rows = 0})});
  seeds.push_back({"npy_arrays/cut.npy", plain.substr(0, plain.size() - 100)});
  seeds.push_back({"npy_arrays/more.npy", plain + "more"});
  seeds.push_back({"npy_arrays/axes-exchanged.npy", array_header({}, "4, 4, 6") + plain.substr(128)});
  seeds.push_back({"npy_arrays/not-a-number.npy", plain.substr(0, plain.size() - 4) + std::string("\0\0\xC0\x7F", 4)});
  seeds.push_back({"npy_arrays/labels.npy", labels({3, 0, 15, 7})});
  seeds.push_back({"npy_arrays/labels-big-endian-i2.npy", labels({3, 0, 15, 7}, ">i2")});
  seeds.push_back({"npy_arrays/labels-u1.npy", labels({3, 0, 15}, "|u1")});
  seeds.push_back({"npy_arrays/labels-other-class.npy", labels({3, 16, 15, 7})});
  seeds.push_back({"npy_arrays/labels-f4.npy", labels({3, 0, 15, 7}, "<f4")});
}

void archives(std::vector<SequenceSeed>& seeds) {
  using Packed = ZipEntry::Packed;
  using Sizes = ZipEntry::Sizes;
  const auto archive = [](Packed packed, Sizes sizes, std::vector<ZipEntry> entries) {
    for (ZipEntry& entry : entries) {
      entry.packed = packed;
      entry.sizes = sizes;
    }
    return zip_bytes(entries);
  };
  const ZipEntry x{.name = "features.npy", .data = features({})};
  const ZipEntry y{.name = "labels.npy", .data = labels({3, 0, 15, 7})};
  const ZipEntry other{.name = "x_test.npy", .data = features({.rows = 2})};
  const ZipEntry few{.name = "labels.npy", .data = labels({3, 0, 15})};
  const std::string stored = archive(Packed::stored, Sizes::in_extra, {x, y});
  seeds.push_back({"npz/savez.npz", stored});
  seeds.push_back({"npz/savez-compressed.npz", archive(Packed::deflated, Sizes::in_extra, {x, y})});
  seeds.push_back({"npz/sizes-in-headers.npz", archive(Packed::stored, Sizes::in_header, {x, y})});
  seeds.push_back({"npz/sizes-behind-data.npz", archive(Packed::deflated, Sizes::behind_data, {x, y})});
  seeds.push_back({"npz/others-first.npz", archive(Packed::deflated, Sizes::in_header, {other, y, x})});
  seeds.push_back({"npz/labels-twice.npz", archive(Packed::stored, Sizes::in_header, {x, y, y})});
  seeds.push_back({"npz/no-labels.npz", archive(Packed::stored, Sizes::in_header, {x, other})});
  seeds.push_back({"npz/labels-short.npz", archive(Packed::deflated, Sizes::in_header, {x, few})});
  seeds.push_back({"npz/no-end.npz", stored.substr(0, stored.size() - 22)});
  seeds.push_back({"npz/no-members.npz", archive(Packed::stored, Sizes::in_header, {})});
  std::string flipped = stored;
  flipped[200] = '\x7F';
  seeds.push_back({"npz/checksum.npz", flipped});
}

void arrays(std::vector<SequenceSeed>& seeds) {
  for (const std::string_view type :
       {"<f2", "<f4", "<f8", "|i1", "|u1", "<i2", "<i4", "<i8", ">f2", ">f4", ">f8", ">i2", ">i4", ">i8"}) {
    const std::string word = std::string(type[0] == '>' ? "big-endian-" : "") + std::string(type.substr(1));
    seeds.push_back({"npy/" + word + ".npy", array({.type = type})});
  }
  seeds.push_back({"npy/fortran.npy", array({.fortran = true})});
  seeds.push_back({"npy/fortran-big-endian-i2.npy", array({.type = ">i2", .fortran = true})});
  seeds.push_back({"npy/version-2.npy", array({.version = 2})});
  seeds.push_back({"npy/version-3.npy", array({.version = 3})});
  seeds.push_back({"npy/no-steps.npy", array({.rows = 0})});
}

std::string table(std::string_view line_end, std::string_view quote) {
  const std::string q(quote);
  std::string text = q + "x" + q + "," + q + "y" + q + "," + q + "z" + q + std::string(line_end);
  for (const auto& row : numbers) {
    for (std::size_t c = 0; c < columns; ++c) {
      text += q + std::to_string(row[c]) + q + (c + 1 < columns ? "," : "");
    }
    text += line_end;
  }
  return text;
}

void tables(std::vector<SequenceSeed>& seeds) {
  const std::string plain = table("\n", "");
  seeds.push_back({"csv/plain.csv", plain});
  seeds.push_back({"csv/crlf.csv", table("\r\n", "")});
  seeds.push_back({"csv/quoted.csv", table("\n", "\"")});
  seeds.push_back({"csv/byte-order-mark.csv", "\xEF\xBB\xBF" + plain});
  seeds.push_back({"csv/no-last-line-end.csv", plain.substr(0, plain.size() - 1)});
  seeds.push_back({"csv/header-alone.csv", "x,y,z\n"});
  seeds.push_back({"csv/forms-of-numbers.csv", "x,y,z\n-0,1e2,0.000125\n-12.5,1E-3,999.999999\n.5,5.,-1e-30\n"});
}

void lines(std::vector<SequenceSeed>& seeds) {
  std::string plain;
  std::string crlf;
  std::string mixed;
  std::string spaced;
  for (const auto& row : numbers) {
    const std::string x = std::to_string(row[0]);
    const std::string y = std::to_string(row[1]);
    const std::string z = std::to_string(row[2]);
    const std::string line = R"({"x": )" + x + R"(, "y": )" + y + R"(, "z": )" + z + "}";
    plain += line + "\n";
    crlf += line + "\r\n";
    mixed += R"({"z":)" + z + R"(,"x":)" + x + R"(,"y":)" + y + "}\n";
    spaced += " { \"x\"\t:" + x + " ,\t\"y\": " + y + ", \"z\" : " + z + " } \n";
  }
  seeds.push_back({"jsonl/plain.jsonl", plain});
  seeds.push_back({"jsonl/crlf.jsonl", crlf});
  seeds.push_back({"jsonl/members-in-any-order.jsonl", mixed});
  seeds.push_back({"jsonl/blanks.jsonl", spaced});
  seeds.push_back({"jsonl/no-last-line-end.jsonl", plain.substr(0, plain.size() - 1)});
  seeds.push_back({"jsonl/escaped-names.jsonl", "{\"\\u0078\": 1, \"y\": 2, \"\\u007a\": 3}\n"});
  seeds.push_back({"jsonl/forms-of-numbers.jsonl",
                   "{\"x\": -0, \"y\": 1e2, \"z\": 0.000125}\n{\"x\": -12.5, \"y\": 1E-3, \"z\": 999.999999}\n"});
}

/// A sample in each row.
void rows(std::vector<SequenceSeed>& seeds) {
  const std::string header = "a,b,label,note,c,d,e\n";
  const std::string first = "1,-20.5,3,plain,4,5,6\n";
  seeds.push_back({"csv_rows/plain.csv", header + first + "7,8,0,more,9,1e2,-0.125\n"});
  seeds.push_back({"csv_rows/quoted-line-ends.csv", header + "1,2,3,\"two\nlines\",4,5,6\n" + first});
  seeds.push_back({"csv_rows/quoted-commas-and-quotes.csv", header + "\"1\",2,\"3\",\"a, \"\"b\"\"\",4,5,6\n" + first});
  seeds.push_back({"csv_rows/crlf.csv",
                   "\xEF\xBB\xBF"
                   "a,b,label,note,c,d,e\r\n1,2,3,,4,5,6\r\n7,8,9,\"x\r\ny\",1,2,3"});
  seeds.push_back({"csv_rows/short-row.csv", header + first + "1,2,3\n" + first});
  seeds.push_back({"csv_rows/blank-line.csv", header + first + "\n" + first});
  seeds.push_back({"csv_rows/open-quote.csv", header + first + "1,2,3,\"open,4,5,6\n" + first});
  seeds.push_back({"csv_rows/header-alone.csv", header});
}

/// A sample in rows that follow each other.
void long_rows(std::vector<SequenceSeed>& seeds) {
  const std::string header = "sequence_id,step,label,x,y,z\n";
  const std::string first = "1,0,3,1,20,3\n1,1,3,40,5,66\n";
  const std::string second = "10,0,0,7,88,9\n";
  seeds.push_back({"csv_long/plain.csv", header + first + second});
  seeds.push_back({"csv_long/quoted-names.csv", header + "\"a,1\",0,2,1,2,3\n\"a,\n1\",0,2,4,5,6\n" + second});
  seeds.push_back({"csv_long/crlf.csv",
                   "\xEF\xBB\xBF"
                   "sequence_id,step,label,x,y,z\r\n1,0,3,1,2,3\r\n1,1,3,-0.125,1e2,9"});
  seeds.push_back({"csv_long/step-missing.csv", header + "1,0,3,1,2,3\n1,2,3,4,5,6\n" + second});
  seeds.push_back({"csv_long/steps-exchanged.csv", header + "1,1,3,1,2,3\n1,0,3,4,5,6\n" + second});
  seeds.push_back({"csv_long/two-labels.csv", header + "1,0,3,1,2,3\n1,1,4,4,5,6\n" + second});
  seeds.push_back({"csv_long/interleaved.csv", header + "1,0,3,1,2,3\n2,0,3,7,8,9\n1,1,3,4,5,6\n" + second});
  seeds.push_back({"csv_long/name-alone.csv", header + first + "10\n" + second});
  seeds.push_back({"csv_long/header-alone.csv", header});
}

/// Windows of 8 steps, every second row, 17 rows in all; one begins every third row.
void series(std::vector<SequenceSeed>& seeds) {
  const std::string header = "time,a,b,y\n";
  const auto row = [](int number, std::string_view line_end = "\n") {
    const std::string text = std::to_string(number);
    return "t" + text + "," + text + "," + text + ".5,-" + text + "0" + std::string(line_end);
  };
  const auto rows = [&](int first, int count) {
    std::string text;
    for (int number = first; number < first + count; ++number) {
      text += row(number);
    }
    return text;
  };
  seeds.push_back({"windows/one-window.csv", header + rows(0, 17)});
  seeds.push_back({"windows/one-row-short.csv", header + rows(0, 16)});
  seeds.push_back({"windows/three-windows.csv", header + rows(0, 25)});
  seeds.push_back({"windows/no-last-line-end.csv", header + rows(0, 19) + row(19, "")});
  seeds.push_back({"windows/quoted-times.csv", header + "\"Mon, 1\",1,2,3\n\"two\nlines\",4,5e0,6\n" + rows(2, 18)});
  std::string crlf = "\xEF\xBB\xBFtime,a,b,y\r\n";
  for (int number = 0; number < 18; ++number) {
    crlf += row(number, "\r\n");
  }
  seeds.push_back({"windows/crlf.csv", crlf});
  seeds.push_back({"windows/short-row.csv", header + rows(0, 4) + "t4,4\n" + rows(5, 16)});
  seeds.push_back({"windows/no-number.csv", header + rows(0, 16) + "t16,16,0,n/a\n" + rows(17, 8)});
  seeds.push_back({"windows/blank-line.csv", header + rows(0, 17) + "\n" + rows(17, 6)});
  seeds.push_back({"windows/open-quote.csv", header + rows(0, 18) + "\"t18,18,0,0\n" + rows(19, 5)});
}

/// A sample on each line.
void records(std::vector<SequenceSeed>& seeds) {
  const std::string first = R"({"features": [[1, -2.5], [3, 40]], "label": 3})";
  const std::string second = R"({"label":0,"features":[],"id":7})";
  seeds.push_back({"jsonl_records/plain.jsonl", first + "\n" + second + "\n"});
  seeds.push_back({"jsonl_records/crlf.jsonl", first + "\r\n" + second});
  seeds.push_back({"jsonl_records/ignored-members.jsonl",
                   R"({"id": {"label": 7}, "text": "\u00e9 \"[{\n", "features": [[0, 1e2]], "label": 15})"
                   "\n" +
                       second});
  seeds.push_back({"jsonl_records/half-a-line.jsonl", first + "\n" + first.substr(0, 20) + "\n" + second + "\n"});
  seeds.push_back({"jsonl_records/blank-line.jsonl", first + "\n\n" + second + "\n"});
  seeds.push_back({"jsonl_records/narrow-step.jsonl", R"({"features": [[1, 2], [3]], "label": 3})"
                                                      "\n" +
                                                          second + "\n"});
  seeds.push_back({"jsonl_records/other-class.jsonl", R"({"features": [], "label": 16})"
                                                      "\n" +
                                                          second + "\n"});
}

void texts(std::vector<SequenceSeed>& seeds) {
  seeds.push_back({"text/one-line.txt", "w0001 w0020 w0003\n"});
  seeds.push_back({"text/lines.txt", "w0001\nw0020 w0003\nw4095\n"});
  seeds.push_back({"text/crlf.txt", "w0001\r\nw0020 w0003\r\n"});
  seeds.push_back({"text/tabs-and-blanks.txt", "  w0001\t\tw0020  w0003 "});
  seeds.push_back({"text/first-token-is-padding.txt", "w0000 w0001 w0000\n"});
  seeds.push_back({"text/no-token.txt", "\n"});
  seeds.push_back({"text/unknown-token.txt", "w0001 zebra w0003\n"});
}

std::string big(std::initializer_list<std::uint32_t> words) {
  std::string text;
  for (const std::uint32_t number : words) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
      text += static_cast<char>(number >> shift & 0xFFU);
    }
  }
  return text;
}

std::string gzipped(std::string bytes) {
  z_stream stream{};
  constexpr int gzip_alone = 15 + 16;
  if (deflateInit2(&stream, 9, Z_DEFLATED, gzip_alone, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();
  }
  std::string result(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(result.data());
  stream.avail_out = static_cast<uInt>(result.size());
  deflate(&stream, Z_FINISH);
  result.resize(stream.total_out);
  deflateEnd(&stream);
  return result;
}

/// Images of 28 x 28, no two alike, and labels.
void pairs(std::vector<SequenceSeed>& seeds) {
  constexpr std::uint32_t item = 28 * 28;
  std::string pixels;
  for (std::uint32_t at = 0; at < 2 * item; ++at) {
    pixels += static_cast<char>((at % 28 * 9 + at / 28 % 28 * 3 + at / item * 100) % 256);
  }
  const std::string two = big({0x803, 2, 28, 28}) + pixels;
  const std::string labels = big({0x801, 4}) + std::string("\7\0\x9\3", 4);
  const std::string images_name = "-images-idx3-ubyte";
  const std::string labels_name = "-labels-idx1-ubyte";
  seeds.push_back({"idx/two" + images_name, two});
  seeds.push_back({"idx/packed" + images_name + ".gz", gzipped(two)});
  seeds.push_back({"idx/none" + images_name, big({0x803, 0, 28, 28})});
  seeds.push_back({"idx/cut" + images_name, two.substr(0, 16 + item + 100)});
  seeds.push_back({"idx/more" + images_name, two + "more"});
  seeds.push_back({"idx/other-size" + images_name, big({0x803, 1, 14, 28}) + pixels.substr(0, item / 2)});
  seeds.push_back({"idx/signed" + images_name, big({0x903, 2, 28, 28}) + pixels});
  seeds.push_back({"idx/overflow" + images_name, big({0x803, 1U << 22U, 1U << 21U, 1U << 21U})});
  seeds.push_back({"idx/four" + labels_name, labels});
  seeds.push_back({"idx/packed" + labels_name + ".gz", gzipped(labels)});
  seeds.push_back({"idx/other-class" + labels_name, big({0x801, 2}) + "\1\xA"});
}

/// As POSIX has it.
std::string member(std::string name, std::string data, char type = '0') {
  return tar_bytes({.name = std::move(name), .data = std::move(data), .type = type});
}

std::string of_shard(const std::string& key, const std::string& label) {
  return member(key + ".npy", array({.width = 2, .type = "<i2"})) + member(key + ".cls", label);
}

/// Samples whose members stand together, and the ways in which one is bad.
void shards(std::vector<SequenceSeed>& seeds) {
  const std::string end(1024, '\0');
  const std::string first = of_shard("000001", "3");
  const std::string second = of_shard("000002", "0\n");
  seeds.push_back({"tar_shards/plain.tar", first + second + end});
  seeds.push_back({"tar_shards/label-first-and-others.tar",
                   member("train/", "", '5') + member("train/1.cls", "7") + member("train/1.json", "{}") +
                       member("train/1.npy", array({.width = 2, .type = ">f4", .rows = 2})) + member("README", "text") +
                       end});
  seeds.push_back({"tar_shards/pax-names.tar",
                   member("PaxHeaders/1", "19 path=v1.0/1.npy\n29 mtime=1600000000.12345678\n", 'x') +
                       member("short", array({.width = 2, .type = "<f8"})) + member("v1.0/1.cls", "15") + end});
  seeds.push_back({"tar_shards/gnu-long-names.tar",
                   member("././@LongLink", std::string(120, 'n') + ".npy" + '\0', 'L') +
                       member("n", array({.width = 2})) +
                       member("././@LongLink", std::string(120, 'n') + ".cls" + '\0', 'L') + member("n", "1") + end});
  seeds.push_back({"tar_shards/no-end.tar", first + second});
  seeds.push_back({"tar_shards/cut-in-data.tar", (first + second).substr(0, first.size() + 700)});
  seeds.push_back({"tar_shards/no-label.tar", member("000001.npy", array({.width = 2})) + second + end});
  seeds.push_back({"tar_shards/split-sample.tar",
                   member("000001.npy", array({.width = 2})) + second + member("000001.cls", "1") + end});
  seeds.push_back({"tar_shards/key-twice.tar", first + second + first + end});
  seeds.push_back({"tar_shards/leads-out.tar", first + of_shard("../000002", "1") + end});
  seeds.push_back({"tar_shards/link.tar", first + member("000002.npy", "", '2') + member("000002.cls", "1") + end});
  seeds.push_back({"tar_shards/two-archives.tar", first + end + second + end});
}

}  // namespace

std::vector<SequenceSeed> sequence_seeds() {
  std::vector<SequenceSeed> seeds;
  tables(seeds);
  lines(seeds);
  rows(seeds);
  long_rows(seeds);
  series(seeds);
  records(seeds);
  arrays(seeds);
  whole_arrays(seeds);
  archives(seeds);
  texts(seeds);
  pairs(seeds);
  shards(seeds);
  return seeds;
}

}  // namespace proofload
