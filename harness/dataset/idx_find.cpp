#include "dataset/idx_find.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <unordered_map>
#include <utility>

#include "dataset/idx.hpp"
#include "dataset/image_shape.hpp"
#include "dataset/record_kind.hpp"

namespace proofload {
namespace {

using State = SampleTruth::State;
using Presence = SampleTruth::Presence;
using OptionalFor = SampleTruth::OptionalFor;
using Role = IdxName::Role;

struct Member {
  const EffectiveNode* node = nullptr;
  IdxName name;
};

/// All files of one front, however its letters are written.
using Group = std::vector<Member>;

/// One image of a file, as a picture with a digest over all that is seen of it.
struct Image {
  std::shared_ptr<const Picture> picture;
  std::uint64_t digest = 0;
};

Image image_of(const IdxEvidence& images, std::uint64_t number) {
  const std::uint32_t height = images.shape[1];
  const std::uint32_t width = images.shape[2];
  const std::span bytes = std::span(images.data).subspan(number * images.item(), images.item());
  Picture picture{width, height, 1, 255, {}};
  picture.values.reserve(bytes.size());
  std::ranges::transform(bytes, std::back_inserter(picture.values),
                         [](std::byte b) { return static_cast<std::uint16_t>(b); });
  const std::string sizes = fmt::format("{} x {}: ", height, width);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return {std::make_shared<const Picture>(std::move(picture)),
          Blob(std::string_view(sizes + std::string(text))).digest()};
}

/// Images that are there whole, of a size that is looked at.
std::uint64_t whole_images(const IdxEvidence& images) {
  constexpr std::uint64_t largest = std::uint64_t{1} << 24U;
  const std::uint64_t item = images.item();
  return item == 0 || item > largest ? 0 : images.data.size() / item;
}

void make_optional(SampleTruth& sample, OptionalFor reason) {
  sample.presence = Presence::optional;
  sample.optional_for = reason;
}

class Finding {
 public:
  explicit Finding(const Scene& scene) : scene_(scene), shape_(image_shape(scene.declaration.features)) {
    for (const DataFile& file : scene.value.dataset.files) {
      clean_.emplace(file.path, &file.bytes);
    }
  }

  /// The samples of a group, in their order.
  std::vector<SampleTruth> samples_of(Group group) {
    samples_.clear();
    drop_second_copies(group);
    const bool in_folder = group.front().name.front.find('/') != std::string::npos;
    if (in_folder || std::ranges::any_of(group, [this](const Member& member) { return in_doubt(member.name); }) ||
        !is_pair(group)) {
      for (const Member& member : group) {
        doubtful(member, in_folder ? OptionalFor::depth : OptionalFor::taken_by_some);
      }
    } else {
      const auto images = std::ranges::find(group, Role::images, [](const Member& m) { return m.name.role; });
      const auto labels = std::ranges::find(group, Role::labels, [](const Member& m) { return m.name.role; });
      pair(images == group.end() ? nullptr : &*images, labels == group.end() ? nullptr : &*labels);
    }
    return std::exchange(samples_, {});
  }

 private:
  /// Whether some right loaders take it for a sample's file, and others do not.
  [[nodiscard]] bool in_doubt(const IdxName& name) const {
    return name.letters == IdxName::Letters::others || name.front.starts_with('.') ||
           (name.packed == IdxName::Packed::gzip &&
            std::get<Idx>(scene_.declaration.reads).gzip == Idx::Gzip::undeclared);
  }

  /// Of a file that is there plain, too, the plain one counts.
  void drop_second_copies(Group& group) const {
    const auto is_plain_one_of = [this](const Member& plain, const Member& packed) {
      return plain.name.packed == IdxName::Packed::no && plain.name.role == packed.name.role &&
             plain.name.front == packed.name.front && !in_doubt(plain.name) &&
             plain.node->state == EffectiveNode::State::file;
    };
    std::erase_if(group, [&, all = group](const Member& member) {
      return member.name.packed == IdxName::Packed::gzip && !in_doubt(member.name) &&
             std::ranges::any_of(all, [&](const Member& other) { return is_plain_one_of(other, member); });
    });
  }

  /// Of each role one at most, of one front: else nobody knows which goes with which.
  static bool is_pair(const Group& group) {
    return std::ranges::count(group, Role::images, [](const Member& m) { return m.name.role; }) <= 1 &&
           std::ranges::count(group, Role::labels, [](const Member& m) { return m.name.role; }) <= 1 &&
           std::ranges::all_of(group, [&](const Member& m) { return m.name.front == group.front().name.front; });
  }

  [[nodiscard]] bool changes(const Member* member) const {
    return member != nullptr && std::ranges::any_of(member->node->versions, [this](const OtherVersion& v) {
             return v.fault < scene_.trace.fired.size() && scene_.trace.fired[v.fault] != 0;
           });
  }

  void doubtful(const Member& member, OptionalFor reason) {
    SampleTruth file;
    file.path = member.node->path;
    file.state = State::unknown;
    file.cause = "it is a sample's file to some loaders only";
    make_optional(file, reason);
    const bool shows = member.node->state == EffectiveNode::State::file && member.name.role == Role::images;
    const auto images = shows ? look_at_idx(member.node->bytes, Role::images) : nullptr;
    file.records = images ? whole_images(*images) : 0;
    samples_.push_back(file);
    for (std::uint64_t i = 0; i < file.records; ++i) {
      SampleTruth sample = record(file, i, image_of(*images, i));
      sample.state = State::unknown;
      make_optional(sample, reason);
      samples_.push_back(std::move(sample));
    }
  }

  static SampleTruth record(const SampleTruth& file, std::uint64_t number, Image image) {
    SampleTruth sample;
    sample.path = file.path;
    sample.other_path = file.other_path;
    sample.record = number;
    sample.content = SampleTruth::Content::certain;
    sample.picture = std::move(image.picture);
    sample.picture_digest = image.digest;
    return sample;
  }

  /// What the nodes alone say of a pair; whether the bytes of both are there.
  NodeSays judge_nodes(SampleTruth& file, const Member* images, const Member* labels) const {
    if (images == nullptr || labels == nullptr) {
      const Member& alone = images == nullptr ? *labels : *images;
      if (judge_node(file, *alone.node, scene_.trace) == NodeSays::nothing) {
        file.state = State::absent;
        file.cause = fmt::format("no file of {} is beside it", images == nullptr ? "images" : "labels");
      }
      return NodeSays::state;
    }
    SampleTruth second = file;
    const NodeSays first_says = judge_node(file, *images->node, scene_.trace);
    const NodeSays second_says = judge_node(second, *labels->node, scene_.trace);
    if (first_says == NodeSays::nothing && second_says == NodeSays::nothing) {
      return NodeSays::nothing;
    }
    const bool no_file = file.presence == Presence::optional && second.presence == Presence::optional;
    const bool unknown = file.state == State::unknown || second.state == State::unknown;
    if (first_says == NodeSays::nothing) {
      file = second;
    }
    file.state = unknown ? State::unknown : State::absent;
    if (!no_file) {  // the other one says that something is missing
      file.presence = Presence::listed;
      file.optional_for = OptionalFor::nothing;
    }
    return NodeSays::state;
  }

  /// What the bytes of both say of the pair as a whole.
  void judge_bytes(SampleTruth& file, const Member& images, const Member& labels, const IdxEvidence& pixels,
                   const IdxEvidence& classes) const {
    Soundness decodes = std::max(pixels.decodes, classes.decodes);
    Soundness structure = std::max(pixels.structure, classes.structure);
    const Soundness checksums = std::max(pixels.checksums, classes.checksums);
    std::string cause = pixels.cause.empty() ? classes.cause : pixels.cause;
    const auto add = [&](Soundness how, std::string what) {
      cause = structure < how ? std::move(what) : cause;
      structure = std::max(structure, how);
      decodes = std::max(decodes, Soundness::unsure);
    };
    if (pixels.packed != images.name.packed || classes.packed != labels.name.packed) {
      add(Soundness::unsure, "whether it is compressed, its name and its content say differently");
    }
    if (!pixels.shape.empty() && !classes.shape.empty() && pixels.shape[0] != classes.shape[0]) {
      add(Soundness::damaged, fmt::format("there are {} images and {} labels", pixels.shape[0], classes.shape[0]));
    }
    if (!pixels.shape.empty() && scene_.declaration.transform.kind == Transform::Kind::exact &&
        (pixels.shape[1] != shape_->height || pixels.shape[2] != shape_->width)) {
      add(Soundness::damaged, fmt::format("its images are of {} x {}", pixels.shape[1], pixels.shape[2]));
    }
    if (!pixels.shape.empty() && pixels.item() == 0) {
      add(Soundness::unsure, "its images have no pixels");
    }
    const Integrity integrity = scene_.declaration.integrity;
    const bool empty = images.node->bytes.size() == 0 || labels.node->bytes.size() == 0;
    if (empty || (integrity >= Integrity::decodable && decodes == Soundness::damaged) ||
        (integrity >= Integrity::structure && structure == Soundness::damaged) ||
        (integrity >= Integrity::checksums && checksums == Soundness::damaged)) {
      file.state = State::damaged;
    } else if (decodes != Soundness::sound || structure != Soundness::sound || checksums != Soundness::sound) {
      file.state = State::altered;
    }
    file.cause = empty ? "the file is empty" : cause;
  }

  void pair(const Member* images, const Member* labels) {
    SampleTruth file;
    file.path = (images == nullptr ? labels : images)->node->path;
    file.other_path = images == nullptr || labels == nullptr ? "" : labels->node->path;
    const bool at_rest = judge_nodes(file, images, labels) == NodeSays::state;
    if (at_rest || images == nullptr || labels == nullptr) {
      samples_.push_back(std::move(file));
      return;
    }
    const auto pixels = look_at_idx(images->node->bytes, Role::images);
    const auto classes = look_at_idx(labels->node->bytes, Role::labels);
    judge_bytes(file, *images, *labels, *pixels, *classes);
    const bool refused = file.state == State::damaged;
    const bool any_change = changes(images) || changes(labels);
    for (const Member* member : {images, labels}) {
      judge_timed_faults(file, *member->node, scene_.value, scene_.trace);
    }
    const std::uint64_t count = whole_images(*pixels);
    const bool unsure = file.state != State::intact || any_change;
    if (unsure) {
      file.records = count;
      samples_.push_back(file);
      if (count == 0 && !file.must_be_refused()) {
        make_optional(samples_.back(), OptionalFor::file);  // it may hold nothing, as well
      }
      if (refused && !any_change) {
        return;
      }
    }
    const auto was = clean_images(*images->node);
    for (std::uint64_t i = 0; i < count; ++i) {
      SampleTruth sample = record(file, i, image_of(*pixels, i));
      if (was && was->item() == pixels->item() && was->shape == pixels->shape && i < whole_images(*was)) {
        Image before = image_of(*was, i);
        sample.clean_picture = before.digest == sample.picture_digest ? nullptr : std::move(before.picture);
        sample.clean_digest = before.digest;
      }
      judge_label(sample, *classes, i, changes(labels));
      if (unsure) {
        make_optional(sample, OptionalFor::file);
        sample.state = State::altered;
        sample.cause = file.cause;
      }
      samples_.push_back(std::move(sample));
    }
    if (changes(images)) {
      other_versions(file, *images->node, *pixels, count);
    }
  }

  void judge_label(SampleTruth& sample, const IdxEvidence& classes, std::uint64_t number, bool changes) const {
    const Labels& labels = scene_.declaration.labels;
    if (number >= classes.data.size() || changes) {
      return;  // nobody knows
    }
    const auto label = std::to_integer<std::int64_t>(classes.data[number]);
    if (labels.classes && (label < labels.base || label >= labels.base + *labels.classes)) {
      sample.state = State::damaged;
      sample.cause = fmt::format("label {} is none of the declared classes", label);
    } else {
      sample.class_name = std::to_string(label);
    }
  }

  /// What else the file of images holds for some of its opens may come, too.
  void other_versions(const SampleTruth& file, const EffectiveNode& node, const IdxEvidence& now, std::uint64_t count) {
    std::map<std::uint64_t, std::uint64_t> here;
    for (std::uint64_t i = 0; i < count; ++i) {
      ++here[image_of(now, i).digest];
    }
    for (const OtherVersion& version : node.versions) {
      if (version.fault >= scene_.trace.fired.size() || scene_.trace.fired[version.fault] == 0) {
        continue;
      }
      const auto images = look_at_idx(version.bytes, Role::images);
      auto left = here;
      for (std::uint64_t i = 0; i < whole_images(*images); ++i) {
        Image image = image_of(*images, i);
        if (std::uint64_t& same = left[image.digest]; same != 0) {
          --same;
          continue;
        }
        SampleTruth sample = record(file, count++, std::move(image));
        make_optional(sample, OptionalFor::file);
        sample.state = State::altered;
        sample.cause = file.cause;
        samples_.push_back(std::move(sample));
      }
    }
    const auto own = std::ranges::find_if(samples_, [](const SampleTruth& sample) { return !sample.record; });
    own->records = count;
  }

  [[nodiscard]] std::shared_ptr<const IdxEvidence> clean_images(const EffectiveNode& node) const {
    const auto clean = clean_.find(node.clean_path);
    return clean == clean_.end() || *clean->second == node.bytes ? nullptr : look_at_idx(*clean->second, Role::images);
  }

  const Scene& scene_;
  std::optional<ImageShape> shape_;
  std::unordered_map<std::string_view, const Blob*> clean_;
  std::vector<SampleTruth> samples_;
};

/// That of the images, else that of the labels.
std::string leading_path(const Group& group) {
  const auto images = std::ranges::find(group, Role::images, [](const Member& m) { return m.name.role; });
  return (images == group.end() ? group.front() : *images).node->path;
}

std::string small_letters(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

void find_idx(Truth& truth, const Scene& scene) {
  std::map<std::string, Group> groups;
  std::vector<std::string> order;
  for (const EffectiveNode& node : scene.effective.nodes) {
    if (auto name = idx_name(node.path)) {
      const std::string front = small_letters(name->front);
      order.push_back(front);
      groups[front].push_back({&node, std::move(*name)});
    }
  }
  Finding finding(scene);
  std::vector<std::pair<std::string, std::vector<SampleTruth>>> found;  // by the path that says where they stand
  for (const std::string& front : order) {                              // each once, where it was listed first
    if (const auto group = groups.find(front); group != groups.end()) {
      found.emplace_back(leading_path(group->second), finding.samples_of(group->second));
      groups.erase(group);
    }
  }
  if (scene.declaration.listing != Listing::as_listed) {
    std::ranges::sort(found, [](const auto& a, const auto& b) { return path_less(a.first, b.first); });
  }
  for (auto& [path, samples] : found) {
    for (SampleTruth& sample : samples) {
      if (!truth.unlisted.empty()) {  // files are in no other folder than the root
        alter(sample, "listing its folder fails");
      }
      truth.samples.push_back(std::move(sample));
    }
  }
  find_stored_classes(truth, scene.declaration.labels);
}

}  // namespace proofload
