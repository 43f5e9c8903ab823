#include "torture/torn_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "proofload/case.hpp"
#include "proofload/generate.hpp"
#include "proofload/random.hpp"

namespace proofload {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t block = 512;

/// The fields of a tar header.
struct Field {
  std::size_t at;
  std::size_t size;
};
constexpr Field name_field{0, 100};
constexpr Field size_field{124, 12};
constexpr Field checksum_field{148, 8};
constexpr std::array<Field, 12> other_fields = {{{100, 8},
                                                 {108, 8},
                                                 {116, 8},
                                                 {136, 12},
                                                 {156, 1},
                                                 {157, 100},
                                                 {257, 6},
                                                 {263, 2},
                                                 {265, 32},
                                                 {297, 32},
                                                 {329, 8},
                                                 {345, 155}}};

struct Member {
  std::string header;   ///< one block
  std::string content;  ///< as long as the header says in the beginning; edits may make it lie
};

std::string_view text_of(std::span<const std::byte> bytes) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void put(std::string& header, Field field, std::string_view value) {
  header.replace(field.at, field.size, field.size, '\0');
  header.replace(field.at, std::min(field.size, value.size()), value.substr(0, field.size));
}

void put_size(std::string& header, std::uint64_t size) { put(header, size_field, fmt::format("{:011o}", size)); }

void put_checksum(std::string& header) {
  put(header, checksum_field, "        ");
  std::uint64_t sum = 0;
  for (const char c : header) {
    sum += static_cast<unsigned char>(c);
  }
  put(header, checksum_field, fmt::format("{:06o}", sum));
  header[checksum_field.at + 7] = ' ';
}

std::vector<Member> members_of(std::string_view tar) {
  std::vector<Member> members;
  while (tar.size() >= block && tar.front() != '\0') {
    Member member{std::string(tar.substr(0, block)), {}};
    tar.remove_prefix(block);
    const std::uint64_t size = std::stoull("0" + member.header.substr(size_field.at, 11), nullptr, 8);
    member.content = tar.substr(0, size);
    tar.remove_prefix(std::min<std::size_t>((size + block - 1) / block * block, tar.size()));
    members.push_back(std::move(member));
  }
  return members;
}

std::string tar_of(const std::vector<Member>& members) {
  std::string tar;
  for (const Member& member : members) {
    tar += member.header + member.content;
    tar.append((block - tar.size() % block) % block, '\0');
  }
  return tar.append(2 * block, '\0');
}

// ---- JSON: edited as a tree, so that its syntax is always right ---------------------------------------------------

constexpr std::array<std::string_view, 10> hostile_texts = {
    "", "..", "/", "a\\x00b", "\\", "\\x", "data", "../../x", "\\xff\\xfe", "boundary:99999999999999"};

Json hostile_value(Random& random) {
  switch (random.below(10)) {
    case 0:
      return std::numeric_limits<std::uint64_t>::max();
    case 1:
      return std::numeric_limits<std::int64_t>::min();
    case 2:
      return -1;
    case 3:
      return random.next() >> random.below(64);
    case 4:
      return 1e308;
    case 5:
      return nullptr;
    case 6:
      return random.one_in(2);
    case 7:
      return std::string(random.pick(std::span<const std::string_view>(hostile_texts)));
    case 8:
      return std::string(random.below(3000), random.one_in(2) ? 'x' : '\\');
    default: {
      Json deep = Json::array();
      for (std::uint64_t i = random.below(200); i > 0; --i) {
        deep = random.one_in(2) ? Json(Json::array({deep})) : Json{{"faults", deep}};
      }
      return deep;
    }
  }
}

void collect(Json& json, std::vector<Json*>& nodes) {
  nodes.push_back(&json);
  if (json.is_structured()) {
    for (Json& child : json) {
      collect(child, nodes);
    }
  }
}

void edit_object(Json& object, Random& random) {
  const auto at = std::next(object.begin(), static_cast<std::ptrdiff_t>(random.below(object.size())));
  const std::string key = at.key();
  Json value = *at;
  object.erase(key);
  if (random.one_in(2)) {
    object[random.one_in(2) ? key + "s" : "format"] = std::move(value);
  }
}

void edit_array(Json& array, Random& random) {
  const std::size_t at = random.below(array.size());
  const Json value = array[at];
  if (random.one_in(3)) {
    array.erase(at);
    return;
  }
  for (std::uint64_t copies = random.one_in(8) ? 100 : 1 + random.below(3); copies > 0; --copies) {
    array.push_back(value);
  }
}

void edit(Json& json, Random& random) {
  std::vector<Json*> nodes;
  collect(json, nodes);
  Json& node = *nodes[random.below(nodes.size())];
  const Json other = *nodes[random.below(nodes.size())];
  if (node.is_object() && !node.empty() && random.one_in(2)) {
    edit_object(node, random);
  } else if (node.is_array() && !node.empty() && random.one_in(2)) {
    edit_array(node, random);
  } else if (node.is_number_unsigned() && random.one_in(2)) {
    node = node.get<std::uint64_t>() + random.below(5) - 2;
  } else {
    node = random.one_in(4) ? other : hostile_value(random);
  }
}

// ---- the tar ------------------------------------------------------------------------------------------------------

constexpr std::array<std::string_view, 12> hostile_names = {
    "case.json",  "data",      "data/", "data/../x", "/data/a.png", "data//a//b.png",
    "data/\\x2e", "data/a/b/", "./",    "data/.",    "x",           "data/\\x00"};

std::string hostile_bytes(Random& random, std::size_t size) {
  std::string bytes(size, '\0');
  for (char& c : bytes) {
    c = static_cast<char>(random.below(256));
  }
  return bytes;
}

void edit_header(Member& member, Random& random) {
  switch (random.below(4)) {
    case 0:
      put(member.header, name_field, random.pick(std::span<const std::string_view>(hostile_names)));
      break;
    case 1:
      put_size(member.header, random.one_in(2) ? random.below(4096) : random.next() >> (31 + random.below(33)));
      break;
    case 2: {
      constexpr std::string_view types = "01234567xgLKSVD";
      member.header[156] = random.one_in(4) ? static_cast<char>(random.below(256)) : types[random.below(types.size())];
      break;
    }
    default: {
      const Field field = random.pick(std::span<const Field>(other_fields));
      put(member.header, field, hostile_bytes(random, random.below(field.size + 1)));
    }
  }
}

void edit_content(Member& member, Random& random) {
  if (member.content.empty() || random.one_in(4)) {
    member.content += hostile_bytes(random, random.below(700));
  } else if (random.one_in(4)) {
    member.content.resize(random.below(member.content.size()));
  } else {
    for (std::uint64_t i = 1 + random.below(8); i > 0; --i) {
      member.content[random.below(member.content.size())] = static_cast<char>(random.below(256));
    }
  }
  put_size(member.header, member.content.size());
}

void edit(std::vector<Member>& members, Random& random) {
  Member& member = members[random.below(members.size())];
  switch (random.below(8)) {
    case 0:
    case 1:
    case 2: {
      Member& first = members.front();
      Json json = Json::parse(first.content, nullptr, false);
      if (!json.is_discarded()) {
        edit(json, random);
        first.content = json.dump(random.one_in(2) ? 1 : -1, ' ', false, Json::error_handler_t::replace);
        put_size(first.header, first.content.size());
      }
      break;
    }
    case 3:
    case 4:
      edit_header(member, random);
      break;
    case 5:
      // The first is case.json, whose syntax stays right.
      if (&member != &members.front()) {
        edit_content(member, random);
      }
      break;
    case 6:
      std::swap(member, members[random.below(members.size())]);
      break;
    default: {
      const Member copy = member;
      for (std::uint64_t copies = random.one_in(16) ? 5000 : 1; copies > 0; --copies) {
        members.push_back(copy);
      }
    }
  }
}

std::string mended(const std::string& valid, Random& random) {
  std::vector<Member> members = members_of(valid);
  for (std::uint64_t edits = 1 + random.below(4); edits > 0; --edits) {
    edit(members, random);
  }
  for (Member& member : members) {
    put_checksum(member.header);
  }
  return tar_of(members);
}

std::string broken(std::string valid, Random& random) {
  switch (random.below(5)) {
    case 0:
      valid.resize(random.below(valid.size()));
      return valid;
    case 1:
      return hostile_bytes(random, random.below(4096));
    case 2: {  // from the middle, or its end put before its beginning
      const std::size_t at = random.below(valid.size());
      return random.one_in(2) ? valid.substr(at) : valid.substr(at) + valid.substr(0, at);
    }
    case 3:  // dense damage in the first header and in case.json
      for (std::uint64_t i = 1 + random.below(32); i > 0; --i) {
        valid[random.below(std::min<std::size_t>(valid.size(), 3 * block))] = static_cast<char>(random.below(256));
      }
      return valid;
    default:
      for (std::uint64_t i = 1 + random.below(64); i > 0; --i) {
        valid[random.below(valid.size())] ^= static_cast<char>(1U << random.below(8));
      }
      return valid;
  }
}

}  // namespace

TornCase torn_case(std::uint64_t seed, const RegisteredLoader& loader) {
  Random random(seed);
  const std::string valid(text_of(write_case(random_case(random, loader))));
  const auto kind = random.below(5) < 3 ? TornCase::Kind::mended : TornCase::Kind::broken;
  const std::string torn = kind == TornCase::Kind::mended ? mended(valid, random) : broken(valid, random);
  const auto bytes = std::as_bytes(std::span(torn));
  return {kind, {bytes.begin(), bytes.end()}};
}

}  // namespace proofload
