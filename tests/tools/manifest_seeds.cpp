#include "manifest_seeds.hpp"

namespace proofload {

std::vector<ManifestSeed> manifest_seeds() {
  const std::string header = "path,label\n";
  const std::string first = "a/0.png,0\n";
  const std::string others = "a/1.jpg,1\n\"b, c/2.bmp\",2\n\"b, c/3 \"\"d\"\".png\",3\ne/4.jpg,0\n";
  return {
      {"plain.csv", header + first + others},
      {"all-quoted.csv", "\"path\",\"label\"\n\"a/0.png\",\"5\"\n\"e/4.jpg\",\"15\"\n"},
      {"crlf-and-mark.csv", "\xEF\xBB\xBFpath,label\r\na/0.png,0\r\n\"b, c/2.bmp\",2"},
      {"against-the-listing.csv", header + "e/4.jpg,1\na/1.jpg,0\na/0.png,1\n"},
      {"twice.csv", header + first + "a/0.png,0\na/0.png,1\n"},
      {"absent.csv", header + first + "none/such.png,1\ne/4.jpg,0\n"},
      {"leads-out.csv", header + first + "../outside.png,1\n/etc/outside.png,1\na/../../outside.png,2\n"},
      {"spelled-otherwise.csv", header + "./a/0.png,0\na//1.jpg,1\na\\0.png,2\n a/1.jpg ,3\na/../e/4.jpg,0\n"},
      {"no-class.csv", header + "a/0.png,16\na/1.jpg,-1\ne/4.jpg,1.0\n\"b, c/2.bmp\",cat\n"},
      {"short-and-long-rows.csv", header + "a/0.png\na/1.jpg,1,2\ne/4.jpg,\n,3\n" + first},
      {"blank-lines.csv", header + first + "\n\na/1.jpg,1\n\n"},
      {"open-quote.csv", header + first + "\"a/1.jpg,1\n" + others},
      {"other-header.csv", "file,class\n" + first},
      {"no-header.csv", first + others},
      {"columns-exchanged.csv", "label,path\n0,a/0.png\n"},
      {"header-alone.csv", header},
  };
}

}  // namespace proofload
