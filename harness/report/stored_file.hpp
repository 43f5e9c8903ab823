/// Files written whole or not at all, and read whole.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace proofload {

/// How far writing has come.
enum class WriteStep : std::uint8_t { begun, half, written, renamed };

/// Writes `folder`/`name` by way of a temporary file in the same folder: created exclusively, synced, renamed, the
/// folder synced. After an error nothing of that name has changed and the temporary file is gone. The folder must be
/// there. `on_step` is for tests that stop the process on the way; it may be empty.
std::expected<void, std::string> write_whole(const std::string& folder, const std::string& name,
                                             std::span<const std::byte> bytes,
                                             const std::function<void(WriteStep)>& on_step);

/// Removes temporary files that processes left which are no longer there.
void sweep_temporaries(const std::string& folder);

/// The file's bytes; fails when it has more than `limit`.
std::expected<std::vector<std::byte>, std::string> read_whole(const std::string& path, std::size_t limit);

}  // namespace proofload
