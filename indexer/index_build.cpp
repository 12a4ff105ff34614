// SPDX-License-Identifier: GPL-2.0-or-later
#include "indexer/index_build.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <optional>

#include "common/schema.hpp"
#include "common/workers.hpp"
#include "indexer/document_builder.hpp"
#include "indexer/index_database.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// Entries of a part. Each part has chunks of its own in the postings of the compacted index, so
// that few large ones make a small index (the postings of 10,000 papers take 23.7 MB in ten parts,
// 18.2 in two, 16.5 in one). They get smaller towards the end, a quarter of what is left, so that
// the workers end together.
constexpr std::uint32_t greatest_part = 12'500;
constexpr std::uint32_t greatest_to_least = 5;
constexpr std::uint32_t rest_divisor = 4;
// Parts of an index, at the most: each takes five open files while they are compacted.
constexpr std::uint32_t most_parts = 100;
// Documents between two commits of a part. Xapian holds what is not yet written in trees of small
// nodes; those of so few documents stay in the processor's cache, and fewer would write the same
// blocks too often.
constexpr std::size_t commit_interval = 250;

// Neighbouring pieces.
struct Part {
    std::size_t begin;
    std::size_t end;
};

std::vector<Part> parts_of(const Survey& survey) {
    const std::uint32_t entries = survey.papers.entries();
    const std::uint32_t greatest = std::max(greatest_part, entries / (most_parts / 2) + 1);
    const auto size_behind = [&](std::uint32_t entry) {
        return std::clamp((entries - entry) / rest_divisor + 1, greatest / greatest_to_least,
                          greatest);
    };
    std::vector<Part> parts;
    std::uint32_t end = 0;  // of the last part
    for (std::size_t piece = 0; piece < survey.pieces.size(); ++piece) {
        const bool full = survey.first_entry[piece] >= end;
        if (full) end = survey.first_entry[piece] + size_behind(survey.first_entry[piece]);
        if (full) parts.push_back({piece, piece});
        ++parts.back().end;
    }
    return parts;
}

// The entries of pieces that are read out of turn. Remembers the last piece, since papers that come
// twice come together: a folder and its copy.
class EntryReader {
  public:
    EntryReader(const std::vector<Input>& inputs, const Survey& survey)
        : inputs_(inputs), survey_(survey) {}

    const Paper& entry(std::uint32_t entry) {
        const auto& first = survey_.first_entry;
        const auto piece = static_cast<std::size_t>(
            std::upper_bound(first.begin(), first.end(), entry) - first.begin() - 1);
        if (piece != piece_) read(piece);
        return papers_.at(entry - first[piece]);
    }

    // Of the entry that was read last.
    const Input& input() const { return inputs_[survey_.pieces[*piece_].input]; }

  private:
    void read(std::size_t number) {
        piece_.reset();
        papers_.clear();
        const Piece& piece = survey_.pieces[number];
        read_papers(
            inputs_[piece.input], piece, read_piece(inputs_[piece.input], piece),
            [&](Paper&& paper) { papers_.push_back(std::move(paper)); }, [](Diagnostic&&) {});
        piece_ = number;
    }

    const std::vector<Input>& inputs_;
    const Survey& survey_;
    std::optional<std::size_t> piece_;
    std::vector<Paper> papers_;
};

class Build {
  public:
    Build(const std::vector<Input>& inputs, const std::string& path, const BuildOptions& options)
        : inputs_(inputs), path_(path), options_(options) {}

    BuildSummary build() {
        survey_ = survey(inputs_, {options_.jobs, options_.no_base, options_.on_diagnostic,
                                   options_.on_surveyed});
        if (options_.words != nullptr) survey_.lexicon = Lexicon(options_.words->lexicon.text());
        summary_.diagnostics = survey_.diagnostics;
        if (options_.strict && summary_.diagnostics > 0) return summary_;
        summary_.papers = survey_.papers.papers();
        parts_ = parts_of(survey_);
        count_papers();
        pieces_left_.assign(inputs_.size(), 0);
        for (const Piece& piece : survey_.pieces) ++pieces_left_[piece.input];
        run_workers(
            options_.jobs, [&](std::size_t) { work(); }, [&] { failed_ = true; });
        if (!options_.dry_run) finish();
        return summary_;
    }

  private:
    std::string part_path(const std::string& name, std::size_t shard) const {
        return (fs::path(path_) / (std::string(part_prefix) + name + "." + std::to_string(shard)))
            .string();
    }

    // How many papers of the index come before each part.
    void count_papers() {
        std::size_t papers = 0;
        std::uint32_t entry = 0;
        for (const Part& part : parts_) {
            papers_before_.push_back(papers);
            for (; entry < survey_.first_entry[part.end]; ++entry)
                papers += survey_.papers.is_first(entry);
        }
    }

    // The glossary is the first task: it takes longest, and no document needs it.
    void work() {
        DocumentBuilder builder(survey_.lexicon);
        for (std::size_t task; !failed_ && (task = next_task_++) <= parts_.size();) {
            if (task == 0) {
                learn_glossary();
            } else {
                guarded(path_, [&] { write(task - 1, builder); });
            }
        }
    }

    void learn_glossary() {
        if (options_.words != nullptr) {
            glossary_ = Glossary(options_.words->glossary.text());
            return;
        }
        GlossaryBuilder builder(survey_.lexicon);
        for (const Paper& paper : survey_.sample) builder.add(paper);
        survey_.sample = {};
        const Glossary no_glossary;
        glossary_ = builder.build(options_.no_base ? no_glossary : base_glossary());
    }

    // The databases of a part, one a shard; none of a dry run.
    std::vector<Xapian::WritableDatabase> open_part(std::size_t number) const {
        std::vector<Xapian::WritableDatabase> databases;
        for (std::size_t shard = 0; !options_.dry_run && shard < options_.shards; ++shard)
            databases.emplace_back(part_path(std::to_string(number), shard),
                                   Xapian::DB_CREATE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
        return databases;
    }

    // Papers are dealt to the shards in turn, in the order of the whole index: Xapian gives the
    // documents of several databases numbers by turns too.
    void write(std::size_t number, DocumentBuilder& builder) {
        const Part& part = parts_[number];
        std::vector<Xapian::WritableDatabase> databases = open_part(number);
        std::size_t place = papers_before_[number];
        EntryReader others(inputs_, survey_);
        IndexChanges changes;
        for (std::size_t at = part.begin; at < part.end && !failed_; ++at) {
            const Piece& piece = survey_.pieces[at];
            const Input& input = inputs_[piece.input];
            std::uint32_t entry = survey_.first_entry[at];
            const auto take = [&](Paper&& paper) {
                const std::uint32_t own = entry++;
                if (!survey_.papers.is_first(own)) return;
                const Xapian::Document document =
                    document_of(std::move(paper), input, own, others, builder, changes);
                if (!databases.empty())
                    databases[place++ % databases.size()].add_document(document);
                if (++changes.added % commit_interval != 0) return;
                for (Xapian::WritableDatabase& database : databases) database.commit();
            };
            read_papers(input, piece, read_piece(input, piece), take, [](Diagnostic&&) {});
            done(piece, entry - survey_.first_entry[at]);
        }
        for (Xapian::WritableDatabase& database : databases) database.close();
        const std::lock_guard lock(telling_);
        summary_.changes.added += changes.added;
        summary_.changes.updated += changes.updated;
        summary_.changes.merged += changes.merged;
    }

    // Of the paper that an entry is the first of.
    Xapian::Document document_of(Paper&& paper, const Input& input, std::uint32_t entry,
                                 EntryReader& others, DocumentBuilder& builder,
                                 IndexChanges& changes) const {
        std::vector<std::string> sources{source_term(source_of(input))};
        for (const std::uint32_t later : survey_.papers.later(entry))
            join(paper, sources, others, later, changes);
        Xapian::Document document = builder.build(paper);
        for (const std::string& term : sources) document.add_boolean_term(term);
        document.add_value(vote_level_slot,
                           Xapian::sortable_serialise(survey_.papers.level(entry)));
        return document;
    }

    // Joins another entry of the paper into it, as IndexWriter::put does.
    static void join(Paper& paper, std::vector<std::string>& sources, EntryReader& others,
                     std::uint32_t entry, IndexChanges& changes) {
        const Paper before = paper;
        merge_into(paper, others.entry(entry));
        const std::string source = source_term(source_of(others.input()));
        const bool known = std::find(sources.begin(), sources.end(), source) != sources.end();
        if (!known) {
            sources.push_back(source);
            ++changes.merged;
        }
        if (paper != before) ++changes.updated;
    }

    void done(const Piece& piece, std::uint32_t entries) {
        const std::lock_guard lock(telling_);
        entries_done_ += entries;
        options_.on_papers(entries_done_, survey_.papers.entries());
        if (--pieces_left_[piece.input] == 0) options_.on_file(++files_done_, inputs_.size());
    }

    // What is remembered of the files is in the first shard, where Xapian looks for the metadata of
    // several databases; the words are in each, so that each can be opened.
    void write_metadata(std::size_t shard, const Vocabulary& vocabulary) const {
        Xapian::WritableDatabase database(part_path("metadata", shard),
                                          Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
        write_vocabulary(database, vocabulary);
        if (options_.shards > 1)
            database.set_metadata(shard_key,
                                  std::to_string(shard) + "/" + std::to_string(options_.shards));
        for (std::size_t i = 0; shard == 0 && i < inputs_.size(); ++i) {
            if (inputs_[i].remembered)
                write_source(database, source_of(inputs_[i]), survey_.content_hashes[i],
                             inputs_[i].path);
        }
        database.commit();
    }

    // Documents get their ids in the order of the parts.
    void compact(std::size_t shard) const {
        Xapian::Database parts(part_path("metadata", shard));
        for (std::size_t i = 0; i < parts_.size(); ++i)
            parts.add_database(Xapian::Database(part_path(std::to_string(i), shard)));
        parts.compact(options_.shards == 1 ? path_
                                           : (fs::path(path_) / std::to_string(shard)).string());
    }

    void finish() {
        const Vocabulary vocabulary{std::move(survey_.lexicon), std::move(glossary_)};
        guarded(path_, [&] {
            for (std::size_t shard = 0; shard < options_.shards; ++shard) {
                write_metadata(shard, vocabulary);
                compact(shard);
            }
        });
        for (std::size_t shard = 0; shard < options_.shards; ++shard) {
            fs::remove_all(part_path("metadata", shard));
            for (std::size_t i = 0; i < parts_.size(); ++i)
                fs::remove_all(part_path(std::to_string(i), shard));
        }
        if (options_.shards > 1) write_stub(path_, options_.shards);
    }

    const std::vector<Input>& inputs_;
    const std::string path_;
    const BuildOptions& options_;
    Survey survey_;
    Glossary glossary_;
    std::vector<Part> parts_;
    std::vector<std::size_t> papers_before_;  // by part
    std::atomic<std::size_t> next_task_ = 0;
    std::atomic<bool> failed_ = false;

    std::mutex telling_;  // guards what follows, and the callbacks
    BuildSummary summary_;
    std::vector<std::size_t> pieces_left_;  // by input
    std::size_t entries_done_ = 0;
    std::size_t files_done_ = 0;
};

}  // namespace

BuildSummary build_index(const std::vector<Input>& inputs, const std::string& path,
                         const BuildOptions& options) {
    return Build(inputs, path, options).build();
}

}  // namespace nonmun
