// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "common/paper.hpp"
#include "indexer/document_builder.hpp"

// Randomly damaged digests, the same for the same seed, and the entries that must be read in spite
// of the damage.
namespace nonmun::tests {

using Random = std::mt19937;

// A number below `limit`; 0 if that is 0.
std::size_t below(Random& random, std::size_t limit);

// The entries of undamaged digests, by their text.
class Samples {
  public:
    // Skips and counts files whose entries depend on each other.
    explicit Samples(const std::vector<std::string>& paths);

    const std::string& any(Random& random) const { return texts_[below(random, texts_.size())]; }
    const std::string& any_file(Random& random) const {
        return files_[below(random, files_.size())];
    }
    const std::vector<std::string>& texts() const { return texts_; }
    const std::vector<std::string>& files() const { return files_; }
    std::size_t left_out() const { return left_out_; }

    // The expected entry of a block; nullptr if the block is not in the samples.
    const Paper* find(const std::string& text) const;

  private:
    std::vector<std::string> texts_;
    std::vector<std::string> files_;
    std::size_t left_out_ = 0;
    std::map<std::string, Paper> entries_;
};

// A digest of a few entries of the samples.
std::string make_digest(const Samples& samples, Random& random);

// At a random position.
void insert_line(std::string& text, Random& random, const std::string& line);

using Damage = std::function<void(std::string&, Random&, const Samples&)>;

// Cuts, splices, changed bytes, other encodings, lost and doubled lines, unusual lines.
const std::vector<Damage>& small_damages();

// Very large inputs: lines of a million characters, 100,000 authors, lists with a thousand levels
// and others.
const std::vector<std::string>& large_lines();

// The result of parsing a damaged digest.
struct DamageReport {
    std::size_t untouched = 0;          // entries that no damage touched
    std::size_t lost = 0;               // those of them that were not read as before
    std::size_t most_authors = 0;       // of one entry that became a document
    std::vector<std::string> problems;  // these, and whatever else is wrong
};

// With a builder, also builds documents of the entries and checks these.
DamageReport read_damaged(const std::string& text, const Samples& samples,
                          DocumentBuilder* builder = nullptr);

}  // namespace nonmun::tests
