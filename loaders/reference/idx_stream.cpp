#include "reference/idx_stream.hpp"

#include <zlib.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "proofload/load_error.hpp"
#include "reference/error_text.hpp"

namespace proofload::reference {
namespace {

class PlainStream final : public IdxStream {
 public:
  explicit PlainStream(std::unique_ptr<File> file) : file_(std::move(file)) {}

  std::expected<std::size_t, std::string> read(std::span<std::byte> into) override {
    std::size_t size = 0;
    while (size < into.size()) {
      const auto got = file_->read(into.subspan(size));
      if (!got) {
        return std::unexpected("cannot be read at byte " + std::to_string(read_) + ": " + text_of(got.error()));
      }
      if (*got == 0) {
        break;
      }
      size += *got;
      read_ += *got;
    }
    return size;
  }

 private:
  std::unique_ptr<File> file_;
  std::uint64_t read_ = 0;
};

class GzipStream final : public IdxStream {
 public:
  explicit GzipStream(std::unique_ptr<File> file) : file_(std::move(file)), packed_(std::size_t{64} << 10U) {
    constexpr int gzip_alone = 15 + 16;
    if (inflateInit2(&zlib_, gzip_alone) != Z_OK) {
      throw LoadFailure({.reason = "there is no memory for zlib"});
    }
  }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;
  ~GzipStream() override { inflateEnd(&zlib_); }

  std::expected<std::size_t, std::string> read(std::span<std::byte> into) override {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes
    zlib_.next_out = reinterpret_cast<Bytef*>(into.data());
    zlib_.avail_out = static_cast<uInt>(into.size());
    while (zlib_.avail_out != 0 && !over_) {
      if (zlib_.avail_in == 0) {
        const auto got = more();
        if (!got) {
          return std::unexpected(got.error());
        }
        if (*got == 0) {
          return std::unexpected("expected the end of the gzip stream, found that of the file at byte " +
                                 std::to_string(read_));
        }
      }
      const int code = inflate(&zlib_, Z_NO_FLUSH);
      if (code == Z_STREAM_END) {
        over_ = true;
        if (auto end = no_more(); !end) {
          return std::unexpected(std::move(end.error()));
        }
      } else if (code != Z_OK) {
        return std::unexpected("the gzip stream is damaged before byte " + at() + ": " +
                               (zlib_.msg != nullptr ? zlib_.msg : "it wants what is not there"));
      }
    }
    return into.size() - zlib_.avail_out;
  }

 private:
  [[nodiscard]] std::string at() const { return std::to_string(read_ - zlib_.avail_in); }

  std::expected<std::size_t, std::string> more() {
    const auto got = file_->read(packed_);
    if (!got) {
      return std::unexpected("cannot be read at byte " + std::to_string(read_) + ": " + text_of(got.error()));
    }
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): zlib's bytes
    zlib_.next_in = reinterpret_cast<Bytef*>(packed_.data());
    zlib_.avail_in = static_cast<uInt>(*got);
    read_ += *got;
    return *got;
  }

  std::expected<void, std::string> no_more() {
    std::size_t behind = zlib_.avail_in;
    if (behind == 0) {
      const auto got = more();
      if (!got) {
        return std::unexpected(got.error());
      }
      behind = *got;
    }
    return behind == 0
               ? std::expected<void, std::string>()
               : std::unexpected("expected the end of the file behind the gzip stream, found more at byte " + at());
  }

  std::unique_ptr<File> file_;
  std::vector<std::byte> packed_;
  z_stream zlib_{};
  std::uint64_t read_ = 0;  ///< of the file
  bool over_ = false;
};

}  // namespace

std::expected<std::unique_ptr<IdxStream>, std::string> open_idx(Source& source, const std::string& path) {
  auto file = source.open(path);
  if (!file) {
    return std::unexpected("cannot be opened: " + text_of(file.error()));
  }
  if (path.ends_with(".gz")) {
    return std::make_unique<GzipStream>(std::move(*file));
  }
  return std::make_unique<PlainStream>(std::move(*file));
}

}  // namespace proofload::reference
