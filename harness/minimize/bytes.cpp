// Plain bytes: the length by bisection, then what little is left byte by byte, then values.
#include "minimize/bytes.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include "minimize/edit.hpp"
#include "minimize/formats.hpp"
#include "minimize/list.hpp"
#include "minimize/passes.hpp"
#include "minimize/text.hpp"

namespace proofload {
namespace {

using Make = std::function<Case(std::string_view)>;

/// Above this many bytes single ones are not looked at.
constexpr std::size_t little = 2048;
/// Below, deleting from the end finds the length as fast as bisection.
constexpr std::size_t tiny = 64;

std::string cut(Search& search, std::string bytes, const Make& make) {
  if (bytes.size() <= tiny) {
    return bytes;
  }
  const std::string_view whole = bytes;
  const std::size_t size =
      minimize_number(search, 0, whole.size(), [&](std::size_t length) { return make(whole.substr(0, length)); });
  const std::string_view head = whole.substr(0, size);
  if (size <= tiny) {
    return std::string(head);
  }
  const std::size_t rest =
      minimize_number(search, 0, size, [&](std::size_t length) { return make(head.substr(head.size() - length)); });
  return std::string(head.substr(head.size() - rest));
}

/// Pieces of a given length as a list.
std::string delete_pieces(Search& search, const std::string& bytes, std::size_t piece, const Make& make) {
  const auto chosen = [&](std::span<const std::size_t> kept) {
    std::string left;
    for (const std::size_t at : kept) {
      left.append(bytes, at * piece, piece);
    }
    return left;
  };
  const auto kept = minimize_list(search,
                                  {.size = (bytes.size() + piece - 1) / piece,
                                   .render = [&](std::span<const std::size_t> some) { return make(chosen(some)); }},
                                  Density::most);
  return chosen(kept);
}

/// All letters and digits the same, or all bytes zero, in one call.
void flatten(Search& search, std::size_t file) {
  std::string flat(search.best().dataset.files[file].bytes.text());
  const bool text = is_text(flat);
  for (char& c : flat) {
    if (!text) {
      c = '\0';
    } else if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      c = '0';
    }
  }
  search.attempt(with_content(search.best(), file, Blob(flat)));
}

}  // namespace

std::string minimize_run(Search& search, std::string bytes, const Make& make) {
  bytes = cut(search, std::move(bytes), make);
  if (bytes.size() <= little) {
    return delete_pieces(search, bytes, 1, make);
  }
  // Never byte by byte over a large payload: it is not what the failure is about.
  for (std::size_t parts = 4; parts <= 64 && !search.over(); parts *= 4) {
    bytes = delete_pieces(search, bytes, std::max<std::size_t>(bytes.size() / parts, 1), make);
  }
  return bytes;
}

void minimize_bytes(Search& search) {
  for (std::size_t file = 0; file < search.best().dataset.files.size() && !search.over(); ++file) {
    const Case base = search.best();
    const Blob content = base.dataset.files[file].bytes;
    if (content.size() == 0) {
      continue;
    }
    const Make make = [&](std::string_view bytes) { return with_content(base, file, Blob(bytes)); };
    // What was not read before the failure showed, in one call.
    const auto read = search.settings().read.find(content.digest());
    if (read != search.settings().read.end() && read->second < content.size() &&
        search.attempt(make(content.text().substr(0, read->second)))) {
      minimize_run(search, std::string(content.text().substr(0, read->second)), make);
      flatten(search, file);
      continue;
    }
    // A file that is whole and checked is done by those who know its format: single bytes only break it.
    if (is_whole(content)) {
      cut(search, std::string(content.text()), make);
    } else {
      minimize_run(search, std::string(content.text()), make);
    }
    if (search.best().dataset.files[file].bytes.size() > 0) {
      flatten(search, file);
    }
  }
}

}  // namespace proofload
