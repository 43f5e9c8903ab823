// Containers: fewer members, then what is in them; lengths and checksums stay right.
#include <cstddef>
#include <utility>

#include "minimize/bytes.hpp"
#include "minimize/containers.hpp"
#include "minimize/edit.hpp"
#include "minimize/list.hpp"
#include "minimize/passes.hpp"

namespace proofload {
namespace {

Container fewer(const Container& from, std::span<const std::size_t> kept) {
  Container some{.kind = from.kind, .members = {}, .tail = from.tail};
  for (const std::size_t member : kept) {
    some.members.push_back(from.members[member]);
  }
  return some;
}

void minimize_container(Search& search, std::size_t file, Container container) {
  const Case base = search.best();
  const auto with = [&](const Container& next) { return with_content(base, file, Blob(bytes_of(next))); };
  container =
      fewer(container,
            minimize_list(search, {.size = container.members.size(), .render = [&](std::span<const std::size_t> kept) {
                                     return with(fewer(container, kept));
                                   }}));
  // The end of a tar: none, two blocks, or what there is.
  for (const std::size_t tail : {std::size_t{0}, std::size_t{1024}}) {
    Container next = container;
    next.tail = tail;
    if (tail < container.tail && search.attempt(with(next))) {
      container.tail = tail;
    }
  }
  for (Member& member : container.members) {
    if (search.over()) {
      return;
    }
    const std::string before = member.data;
    member.data = {};
    if (before.empty() || search.attempt(with(container))) {
      continue;
    }
    member.data = minimize_run(search, before, [&](std::string_view data) {
      member.data = data;
      return with(container);
    });
  }
}

}  // namespace

void minimize_members(Search& search) {
  for (std::size_t i = 0; i < search.best().dataset.files.size() && !search.over(); ++i) {
    if (auto container = container_of(search.best().dataset.files[i].bytes)) {
      minimize_container(search, i, std::move(*container));
    }
  }
}

}  // namespace proofload
