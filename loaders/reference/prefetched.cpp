#include "reference/prefetched.hpp"

#include <algorithm>
#include <system_error>

namespace proofload::reference {

Prefetched::Prefetched(std::vector<std::unique_ptr<Reader>> readers, std::uint64_t ahead, std::uint64_t batch)
    : readers_(std::move(readers)), values_(values_of(*readers_.front())), batch_(std::max<std::uint64_t>(batch, 1)) {
  slots_.resize(std::max<std::uint64_t>(std::min(ahead, readers_.front()->size()), 1));
}

Prefetched::~Prefetched() {
  {
    const std::scoped_lock lock(mutex_);
    stop_ = Stop::yes;
  }
  room_.notify_all();
}

void Prefetched::announce(std::span<const std::uint64_t> order) {
  {
    const std::scoped_lock lock(mutex_);
    order_.assign(order.begin(), order.end());
    ++epoch_;
    claimed_ = 0;
    taken_ = 0;
    for (Loaded& slot : slots_) {
      slot.state = Loaded::State::waited_for;
      slot.thrown = nullptr;
    }
  }
  start_threads();
  room_.notify_all();
}

std::expected<void, LoadError> Prefetched::get(std::uint64_t index, std::span<float> into) {
  std::unique_lock lock(mutex_);
  if (threads_.empty() || taken_ == order_.size() || order_[taken_] != index) {
    lock.unlock();
    return readers_.front()->get(index, into);
  }
  Loaded& slot = slots_[taken_ % slots_.size()];
  if (slot.state != Loaded::State::ready) {
    // Being woken for each sample would cost more than loading a small image: first for the last one of this batch.
    await(lock, std::min({(taken_ / batch_ + 1) * batch_, taken_ + slots_.size(), order_.size()}) - 1);
    await(lock, taken_);
  }
  lock.unlock();  // nobody else touches the slot before it is given back
  auto outcome = std::exchange(slot.outcome, {});
  const std::exception_ptr thrown = std::exchange(slot.thrown, nullptr);
  if (outcome && !thrown) {
    std::ranges::copy(slot.features, into.begin());
  }
  lock.lock();
  slot.state = Loaded::State::waited_for;
  ++taken_;
  // Waking a thread can take longer than loading a small image: threads that found no room wait until half is free.
  const bool room = claimed_ - taken_ <= slots_.size() / 2;
  lock.unlock();
  if (room) {
    room_.notify_all();
  }
  if (thrown) {
    std::rethrow_exception(thrown);
  }
  return outcome;
}

void Prefetched::await(std::unique_lock<std::mutex>& lock, std::uint64_t place) {
  awaited_ = place;
  ready_.wait(lock, [&] { return slots_[place % slots_.size()].state == Loaded::State::ready; });
}

void Prefetched::start_threads() {
  if (!threads_.empty()) {
    return;
  }
  threads_.reserve(readers_.size() - 1);
  for (std::size_t i = 1; i < readers_.size(); ++i) {
    try {
      threads_.emplace_back([this, i] { work(*readers_[i]); });
    } catch (const std::system_error&) {
      break;
    }
  }
}

void Prefetched::work(Reader& reader) {
  Loaded loaded;  // this thread's own until it is ready: an announcement may void it meanwhile
  std::unique_lock lock(mutex_);
  for (;;) {
    room_.wait(lock,
               [&] { return stop_ == Stop::yes || (claimed_ < order_.size() && claimed_ < taken_ + slots_.size()); });
    if (stop_ == Stop::yes) {
      return;
    }
    const std::uint64_t place = claimed_++;
    const std::uint64_t index = order_[place];
    const std::uint64_t epoch = epoch_;
    lock.unlock();
    load(reader, index, values_, loaded);
    lock.lock();
    if (epoch == epoch_) {
      std::swap(slots_[place % slots_.size()], loaded);
      if (place == awaited_) {
        ready_.notify_one();
      }
    }
  }
}

void Prefetched::load(Reader& reader, std::uint64_t index, std::size_t values, Loaded& into) {
  into.outcome = {};
  into.thrown = nullptr;
  try {
    into.features.resize(values);
    into.outcome = reader.get(index, into.features);
  } catch (...) {
    into.thrown = std::current_exception();
  }
  into.state = Loaded::State::ready;
}

}  // namespace proofload::reference
