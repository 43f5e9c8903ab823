/// Members of a ZIP archive in memory, by their names, read strictly: both headers of a member must agree, and so must
/// its size and its checksum.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct zip;

namespace proofload::reference {

class ZipMembers {
 public:
  /// Refuses two members of one name. The bytes outlive the members. The error is for people.
  static std::expected<ZipMembers, std::string> open(std::span<const std::byte> archive);

  /// Refuses a name that is not there, and a member of more than `most` bytes, before it takes memory for
  /// what it only claims.
  [[nodiscard]] std::expected<std::vector<std::byte>, std::string> read(const std::string& name,
                                                                        std::size_t most) const;
  [[nodiscard]] std::size_t count() const;
  [[nodiscard]] std::string name(std::size_t number) const;

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  explicit ZipMembers(zip* archive) : archive_(archive) {}

  std::unique_ptr<zip, Close> archive_;
};

}  // namespace proofload::reference
