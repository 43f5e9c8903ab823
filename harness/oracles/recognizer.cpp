#include "oracles/recognizer.hpp"

namespace proofload {

std::shared_ptr<const Recognizer> recognizer(const Declaration& declaration, const Truth& truth) {
  return std::holds_alternative<Csv>(declaration.reads) ? sequence_recognizer(declaration, truth)
                                                        : image_recognizer(declaration, truth);
}

}  // namespace proofload
