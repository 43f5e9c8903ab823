#include "oracles/recognizer.hpp"

namespace proofload {

std::shared_ptr<const Recognizer> recognizer(const Declaration& declaration, const Truth& truth) {
  const bool sequences =
      std::holds_alternative<Csv>(declaration.reads) || std::holds_alternative<Jsonl>(declaration.reads);
  return sequences ? sequence_recognizer(declaration, truth) : image_recognizer(declaration, truth);
}

}  // namespace proofload
