#include "faults/extra_node.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace proofload {
namespace {

constexpr std::size_t longest_name = 255;

/// As macOS keeps a file's attributes where the file system cannot.
constexpr std::string_view apple_double("\0\5\x16\7\0\2\0\0Mac OS X        \0\2\0\0\0\x09\0\0\0\x32\0\0\0\x0E", 38);
constexpr std::string_view ds_store("\0\0\0\1Bud1\0\0\x10\0\0\0\x08\0\0\0\x10\0\0\0\0\x02", 22);
constexpr std::string_view thumbs("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0\0\0\0\0\0\0", 16);
constexpr std::string_view desktop_ini = "[.ShellClassInfo]\r\nConfirmFileOp=0\r\n";

Blob half(const Blob& bytes) {
  const auto kept = bytes.bytes().first(bytes.size() / 2);
  return Blob(std::vector<std::byte>(kept.begin(), kept.end()));
}

}  // namespace

std::optional<EffectiveNode> extra_node(std::string_view path, const Blob& bytes, std::string_view kind) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) {
    return std::nullopt;  // a folder beside the class folders would be a class, and a file nothing at all
  }
  const std::string_view folder = path.substr(0, slash + 1);
  const std::string_view name = path.substr(slash + 1);
  const std::size_t dot = std::min(name.rfind('.'), name.size());
  EffectiveNode node;
  const auto put = [&](std::string as, Blob content) -> std::optional<EffectiveNode> {
    const std::size_t last = as.rfind('/');
    if (as.size() - (last == std::string::npos ? 0 : last + 1) > longest_name) {
      return std::nullopt;
    }
    node.path = std::string(folder) + as;
    node.bytes = std::move(content);
    return node;
  };
  if (kind == "ds_store") {
    return put(".DS_Store", Blob(ds_store));
  }
  if (kind == "apple_double") {
    return put(fmt::format("._{}", name), Blob(apple_double));
  }
  if (kind == "thumbs") {
    return put("Thumbs.db", Blob(thumbs));
  }
  if (kind == "desktop_ini") {
    return put("desktop.ini", Blob(desktop_ini));
  }
  if (kind == "tilde") {
    return put(fmt::format("{}~", name), bytes);
  }
  if (kind == "part") {
    return put(fmt::format("{}.part", name), half(bytes));
  }
  if (kind == "backup") {
    return put(fmt::format("{}.bak", name), bytes);
  }
  if (kind == "swap") {
    return put(fmt::format(".{}.swp", name), half(bytes));
  }
  if (kind == "checkpoints") {
    return put(fmt::format(".ipynb_checkpoints/{}-checkpoint{}", name.substr(0, dot), name.substr(dot)), bytes);
  }
  if (kind == "macosx") {
    return put(fmt::format("__MACOSX/._{}", name), Blob(apple_double));
  }
  if (kind == "loop") {
    node.state = EffectiveNode::State::folder_loop;
    return put("loop", {});
  }
  return std::nullopt;
}

}  // namespace proofload
