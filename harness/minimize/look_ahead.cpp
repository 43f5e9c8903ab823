// What a search does while it waits for workers.
#include <algorithm>
#include <utility>

#include "minimize/shadow.hpp"

namespace proofload {

Search::Search(Shadow& shadow)
    : predicate_(shadow.of.predicate_),
      settings_(shadow.of.settings_),
      best_(shadow.of.from_.best),
      best_size_(measure(best_, settings_.simplest)),
      rate_(shadow.of.rate_),
      tries_(shadow.of.tries_),
      confirmed_(shadow.of.confirmed_),
      careful_(shadow.of.careful_),
      begun_passes_(shadow.of.from_.begun_passes),
      shadow_(&shadow) {}

void Search::set_rest(Rest rest) { from_ = {best_, begun_passes_, std::move(rest), {}}; }

Answer Search::ask_workers(const Case& candidate, const std::string& key, const std::string& kind, Answer guess) {
  runs_->begin(key, candidate);
  while (!runs_->done(key)) {
    const std::uint64_t ended = runs_->ended();
    look_ahead(key);
    runs_->wait(key, ended);
  }
  const Answer answer = runs_->take(key);
  guesses_.learn(kind, guess, answer);
  told_.emplace(key, answer);
  return answer;
}

void Search::look_ahead(const std::string& key) {
  std::size_t room = runs_->idle();
  const double left = runs_->left(key);
  constexpr double soon = 0.05;
  if (!from_.rest || left < soon) {
    return;
  }
  std::vector<Shadow::Path> paths(1);
  // Each turn begins a run, or finds that another path is likelier, or has come to an end of one.
  for (std::size_t turns = 4 * room; turns > 0 && room > 0 && !paths.empty() && !runs_->done(key); --turns) {
    std::iter_swap(std::ranges::max_element(paths, {}, &Shadow::Path::chance), paths.end() - 1);
    Shadow shadow{*this, key, left, room, std::move(paths.back()), paths};
    paths.pop_back();
    Search ahead(shadow);
    from_.rest(ahead);
    room = shadow.room;
  }
}

std::optional<bool> Search::replay(Case& candidate) {
  if (shadow_ == nullptr || replayed_ >= shadow_->of.from_.attempts.size()) {
    return std::nullopt;
  }
  const std::optional<Measure>& taken = shadow_->of.from_.attempts[replayed_++];
  if (taken) {
    best_ = std::move(candidate);
    best_size_ = *taken;
  }
  return taken.has_value();
}

Answer Search::ask_shadow(const Case& candidate, const std::string& key, const std::string& kind, Answer guess) {
  Search& of = shadow_->of;
  if (const auto told = of.told_.find(key); told != of.told_.end()) {
    return told->second;
  }
  const auto end = [&] {
    end_ = Minimized::End::stopped;
    return Answer::unclear;
  };
  if (of.runs_->done(shadow_->asked)) {
    return end();  // it is no guess any more
  }
  if (const auto answer = of.runs_->answer(key)) {
    return *answer;
  }
  Shadow::Path& path = shadow_->path;
  if (!of.runs_->begun(key)) {
    if (std::ranges::any_of(shadow_->others, [&](const auto& other) { return other.chance > path.chance; })) {
      shadow_->others.push_back(path);
      return end();
    }
    // A run in vain keeps a worker busy after the answer is there; a run that is needed gains what is left until then.
    if (shadow_->left <= 1 - path.chance) {
      shadow_->room = 0;
      return end();
    }
    of.runs_->begin_ahead(key, candidate);
    if (--shadow_->room == 0) {
      return end();
    }
  }
  if (const auto guessed = path.guessed.find(key); guessed != path.guessed.end()) {
    return guessed->second;
  }
  const Guesses::Guess likely = of.guesses_.of(kind, guess);
  Shadow::Path other = path;
  other.chance *= 1 - likely.chance;
  other.guessed.emplace(key, likely.answer == Answer::same ? Answer::other : Answer::same);
  shadow_->others.push_back(std::move(other));
  path.chance *= likely.chance;
  path.guessed.emplace(key, likely.answer);
  return likely.answer;
}

}  // namespace proofload
