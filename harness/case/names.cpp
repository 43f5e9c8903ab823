#include "case/names.hpp"

namespace proofload {

std::string_view name(Comparison comparison) { return name_of(comparison_names, comparison); }

std::string_view name(Carrier carrier) { return name_of(carrier_names, carrier); }

}  // namespace proofload
