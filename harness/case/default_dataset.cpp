#include "case/default_dataset.hpp"

#include "proofload/images.hpp"
#include "proofload/random.hpp"

namespace proofload {

const Dataset& default_dataset() {
  static const Dataset dataset = [] {
    Random random(20);  // any number, but always the same
    return render(random_images(random, ImageKinds{}, 6, 3));
  }();
  return dataset;
}

}  // namespace proofload
