#include "oracles/recognizer.hpp"

namespace proofload {

std::shared_ptr<const Recognizer> recognizer(const Declaration& declaration, const Truth& truth) {
  const Reads& reads = declaration.reads;
  const bool sequences = std::holds_alternative<Csv>(reads) || std::holds_alternative<Jsonl>(reads) ||
                         std::holds_alternative<Npy>(reads) || std::holds_alternative<Text>(reads) ||
                         std::holds_alternative<JsonlRecords>(reads) || std::holds_alternative<CsvRows>(reads) ||
                         std::holds_alternative<CsvLong>(reads) || std::holds_alternative<TarShards>(reads) ||
                         std::holds_alternative<Windows>(reads) || std::holds_alternative<NpyArrays>(reads) ||
                         std::holds_alternative<Npz>(reads);
  if (std::holds_alternative<Idx>(reads) && declaration.transform.kind == Transform::Kind::exact) {
    return exact_image_recognizer(declaration, truth);
  }
  return sequences ? sequence_recognizer(declaration, truth) : image_recognizer(declaration, truth);
}

}  // namespace proofload
