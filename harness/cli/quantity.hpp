/// Times and sizes as people write them on a command line.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace proofload::cli {

/// "90s", "10m", "1h30m", "500ms"; or what was expected.
std::expected<std::chrono::milliseconds, std::string> parse_duration(std::string_view text);

/// "64M", "2G", "512K", "1000" (bytes); K, M, G are powers of 1024. Or what was expected.
std::expected<std::uint64_t, std::string> parse_size(std::string_view text);

/// "1m 05s", "9.3s"
std::string show(std::chrono::milliseconds duration);

/// "12,345"
std::string show(std::uint64_t number);

}  // namespace proofload::cli
