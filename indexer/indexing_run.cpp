#include "indexer/indexing_run.hpp"

#include <xapian.h>

#include <chrono>
#include <filesystem>
#include <optional>

#include "common/error.hpp"
#include "common/schema.hpp"
#include "common/title.hpp"
#include "indexer/aside.hpp"
#include "indexer/input.hpp"

namespace nonmun {
namespace {

namespace fs = std::filesystem;

// True where a database is, false where there is nothing yet. Throws Error for a place where no
// database can be.
bool database_exists(const std::string& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) return false;
    if (error) throw Error(ErrorKind::io, "cannot look at " + path + ": " + error.message());
    if (!fs::is_directory(status))
        throw Error(ErrorKind::io, path + " is not a directory", "name another --db");
    if (fs::exists(fs::path(path) / "iamglass")) return true;
    if (fs::is_empty(path, error)) return false;
    throw Error(ErrorKind::io, path + " holds files, but no index",
                "name an empty or new directory with --db");
}

// Papers that the glossary is learned from: the first so many with a title. More would cost time
// and change little.
constexpr std::size_t glossary_papers = 4000;

// What a new index has to know of all its papers before the first is written.
struct Learned {
    Vocabulary vocabulary;
    LevelsById levels;
};

// Reads everything once, for the words and the votes alone.
Learned learn(const std::vector<Input>& inputs, const IndexingOptions& options) {
    LexiconBuilder lexicon;
    VoteLevelBuilder levels;
    std::vector<Paper> sample;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        read_papers(
            inputs[i],
            [&](Paper&& paper) {
                levels.add(paper);
                lexicon.add(readable_title(paper.title));
                for (const SummaryItem& item : paper.summary) lexicon.add(item.text);
                if (sample.size() < glossary_papers) sample.push_back(std::move(paper));
            },
            [](Diagnostic&&) {});
        options.on_learned(i + 1, inputs.size());
    }
    Learned learned;
    Vocabulary& vocabulary = learned.vocabulary;
    const Lexicon no_lexicon;
    const Glossary no_glossary;
    vocabulary.lexicon = lexicon.build(options.no_base ? no_lexicon : base_lexicon());
    GlossaryBuilder glossary(vocabulary.lexicon);
    for (const Paper& paper : sample) glossary.add(paper);
    vocabulary.glossary = glossary.build(options.no_base ? no_glossary : base_glossary());
    learned.levels = levels.build();
    return learned;
}

class Run {
  public:
    explicit Run(const IndexingOptions& options)
        : options_(options), inputs_(find_inputs(options.paths)) {}

    IndexingSummary run() {
        const bool exists = database_exists(options_.database);
        if (exists && !options_.rebuild) {
            IndexWriter writer = IndexWriter::open(options_.database);
            fill(writer);
            if (!options_.dry_run && writer.changed()) writer.commit();
            finish(writer);
            if (!options_.dry_run) remove_left_behind(fs::canonical(options_.database).string());
        } else {
            build(exists);
        }
        return summary_;
    }

  private:
    // Makes the index beside its place. While one is replaced, its lock is held, so that no other
    // run writes to it.
    void build(bool exists) {
        std::optional<Xapian::WritableDatabase> lock;
        if (exists && !options_.dry_run) lock = lock_database();
        const std::string place =
            options_.dry_run ? (fs::temp_directory_path() / "nonmun").string() : options_.database;
        Aside aside(place);
        {
            Learned learned = learn(inputs_, options_);
            IndexWriter writer =
                IndexWriter::create(aside.path(), learned.vocabulary, std::move(learned.levels));
            fill(writer);
            if (!options_.dry_run) writer.commit();
            finish(writer);
        }
        if (options_.dry_run) return;
        check(aside.path());
        aside.take_place(exists);
    }

    Xapian::WritableDatabase lock_database() const {
        try {
            return IndexWriter::lock(options_.database);
        } catch (const Error& error) {
            if (error.kind == ErrorKind::locked) throw;
            return {};  // a broken database is what --rebuild is for
        }
    }

    static void check(const std::string& path) {
        std::size_t errors = 0;
        try {
            errors = Xapian::Database::check(path, 0, nullptr);
        } catch (const Xapian::Error& error) {
            throw Error(ErrorKind::io, "the new index cannot be checked: " + error.get_msg(),
                        "nothing was changed");
        }
        if (errors > 0)
            throw Error(ErrorKind::io, "the new index has errors",
                        "nothing was changed; check the disk");
    }

    void fill(IndexWriter& writer) {
        std::vector<std::string> present;
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            read(writer, inputs_[i]);
            present.push_back(inputs_[i].path);
            options_.on_file(i + 1, inputs_.size());
        }
        summary_.files = inputs_.size();
        if (options_.strict && summary_.diagnostics > 0) {
            throw Error(ErrorKind::input,
                        std::to_string(summary_.diagnostics) +
                            " flaws in the input and --strict: nothing was written",
                        "mend them, or run without --strict to keep what can be read");
        }
        if (!options_.prune) return;
        std::vector<std::string> scope;
        for (const std::string& path : options_.paths) {
            std::error_code error;
            const fs::path place = path == "-" ? fs::path() : fs::canonical(path, error);
            if (!place.empty()) scope.push_back(place.string());
        }
        writer.forget_missing_sources(scope, present);
        writer.remove_orphans();
    }

    void read(IndexWriter& writer, const Input& input) {
        const std::string key = input.remembered ? source_key(input.path) : "-";
        std::string hash;
        if (input.remembered) {
            hash = content_hash(input);
            if (writer.source_hash(key) == hash) {
                ++summary_.unchanged;
                return;
            }
            writer.begin_source(key);
        }
        read_papers(
            input, [&](Paper&& paper) { writer.put(std::move(paper), key); },
            [&](Diagnostic&& diagnostic) {
                ++summary_.diagnostics;
                options_.on_diagnostic(std::move(diagnostic));
            });
        if (input.remembered) writer.finish_source(hash, input.path);
    }

    void finish(const IndexWriter& writer) {
        summary_.changes = writer.changes();
        summary_.papers = writer.paper_count();
        summary_.wrote = writer.changed() && !options_.dry_run;
    }

    const IndexingOptions& options_;
    std::vector<Input> inputs_;
    IndexingSummary summary_;
};

}  // namespace

IndexingSummary run_indexing(const IndexingOptions& options) {
    const auto start = std::chrono::steady_clock::now();
    IndexingSummary summary = Run(options).run();
    summary.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return summary;
}

}  // namespace nonmun
