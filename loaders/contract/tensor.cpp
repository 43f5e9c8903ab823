#include "proofload/tensor.hpp"

namespace proofload {

std::string_view name(Dtype dtype) {
  switch (dtype) {
    case Dtype::undeclared:
      return "undeclared";
    case Dtype::uint8:
      return "uint8";
    case Dtype::int8:
      return "int8";
    case Dtype::int16:
      return "int16";
    case Dtype::int32:
      return "int32";
    case Dtype::int64:
      return "int64";
    case Dtype::float16:
      return "float16";
    case Dtype::float32:
      return "float32";
    case Dtype::float64:
      return "float64";
    case Dtype::boolean:
      return "boolean";
  }
  return "unknown";
}

}  // namespace proofload
