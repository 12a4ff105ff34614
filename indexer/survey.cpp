// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/survey.hpp"

#include <algorithm>
#include <atomic>
#include <limits>

#include "common/title.hpp"
#include "common/workers.hpp"

namespace nonmun {
namespace {

// Entries that the glossary is learned from: the first so many, for the time that learning takes.
constexpr std::size_t sample_size = 4000;

struct Item {
    Piece piece;
    std::string text;
};

// What one piece says.
struct Read {
    Piece piece;
    std::uint32_t entries = 0;
    std::vector<Sighting> sightings;  // entries counted from the piece's first
    std::vector<Paper> papers;        // while the sample is not full
    std::vector<Diagnostic> diagnostics;
};

class Surveyor {
  public:
    Surveyor(const std::vector<Input>& inputs, const SurveyOptions& options)
        : inputs_(inputs), options_(options), reader_(inputs), lexicons_(options.jobs) {
        for (const Input& input : inputs) bytes_ += size_of(input);
    }

    Survey survey() {
        work_in_order(
            options_.jobs, [&] { return take(); },
            [&](std::size_t worker, Item&& item) {
                return read(lexicons_[worker], std::move(item));
            },
            [&](Read&& read) { join(std::move(read)); });
        result_.first_entry.push_back(entries_);
        result_.content_hashes = reader_.hashes();
        result_.papers.settle(entries_);
        for (std::size_t i = 1; i < lexicons_.size(); ++i)
            lexicons_[0].join(std::move(lexicons_[i]));
        const Lexicon no_lexicon;
        result_.lexicon = lexicons_[0].build(options_.no_base ? no_lexicon : base_lexicon());
        return std::move(result_);
    }

  private:
    std::optional<Item> take() {
        Item item;
        auto piece = reader_.next(item.text);
        if (!piece) return std::nullopt;
        item.piece = std::move(*piece);
        return item;
    }

    Read read(LexiconBuilder& lexicon, Item&& item) const {
        Read read;
        read_papers(
            inputs_[item.piece.input], item.piece, item.text,
            [&](Paper&& paper) {
                PaperRegister::list(paper, read.entries++, read.sightings);
                lexicon.add(readable_title(paper.title));
                for (const SummaryItem& summary : paper.summary) lexicon.add(summary.text);
                if (!sampled_) read.papers.push_back(std::move(paper));
            },
            [&](Diagnostic&& flaw) { read.diagnostics.push_back(std::move(flaw)); });
        read.piece = std::move(item.piece);
        return read;
    }

    void join(Read&& read) {
        if (read.entries > std::numeric_limits<std::uint32_t>::max() - entries_)
            throw Error(ErrorKind::input, "more than 4,294,967,295 entries", "read fewer files");
        for (Sighting& seen : read.sightings) seen.entry += entries_;
        result_.papers.add(read.sightings);
        for (Paper& paper : read.papers) {
            if (result_.sample.size() < sample_size) result_.sample.push_back(std::move(paper));
        }
        sampled_ = result_.sample.size() == sample_size;
        result_.first_entry.push_back(entries_);
        entries_ += read.entries;
        bytes_read_ += read.piece.size;
        result_.pieces.push_back(std::move(read.piece));
        result_.diagnostics += read.diagnostics.size();
        for (Diagnostic& flaw : read.diagnostics) options_.on_diagnostic(std::move(flaw));
        options_.on_papers(entries_, estimated_papers(entries_, bytes_read_, bytes_));
    }

    const std::vector<Input>& inputs_;
    const SurveyOptions& options_;
    PieceReader reader_;
    std::vector<LexiconBuilder> lexicons_;  // by worker
    std::atomic<bool> sampled_ = false;
    std::uint64_t bytes_ = 0;
    std::uint64_t bytes_read_ = 0;
    std::uint32_t entries_ = 0;
    Survey result_;
};

}  // namespace

std::size_t estimated_papers(std::size_t papers, std::uint64_t bytes, std::uint64_t all_bytes) {
    if (bytes == 0 || bytes >= all_bytes) return papers;
    const double share = static_cast<double>(bytes) / static_cast<double>(all_bytes);
    return static_cast<std::size_t>(static_cast<double>(papers) / share);
}

Survey survey(const std::vector<Input>& inputs, const SurveyOptions& options) {
    return Surveyor(inputs, options).survey();
}

}  // namespace nonmun
