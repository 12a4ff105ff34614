// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/term_scores.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "query/index/ineb2.hpp"
#include "query/index/shard.hpp"

namespace nonmun {
namespace {

struct Posting {
    Xapian::docid document;
    Xapian::termcount wdf;
};

// The documents that have any of the terms, in order, with the sum of the wdf.
std::vector<Posting> postings_of(const Xapian::Database& database,
                                 const std::vector<std::string>& terms) {
    std::vector<Posting> postings;
    for (const std::string& term : terms) {
        const auto before = static_cast<std::ptrdiff_t>(postings.size());
        postings.reserve(postings.size() + database.get_termfreq(term));
        const auto end = database.postlist_end(term);
        for (auto posting = database.postlist_begin(term); posting != end; ++posting) {
            if (const Xapian::termcount wdf = posting.get_wdf(); wdf > 0)
                postings.push_back({*posting, wdf});
        }
        std::inplace_merge(
            postings.begin(), postings.begin() + before, postings.end(),
            [](const Posting& a, const Posting& b) { return a.document < b.document; });
    }
    std::size_t count = 0;
    for (const Posting& posting : postings) {
        if (count > 0 && postings[count - 1].document == posting.document) {
            postings[count - 1].wdf += posting.wdf;
        } else {
            postings[count++] = posting;
        }
    }
    postings.resize(count);
    return postings;
}

// Appends documents, in order, to a TermScores.
class Writer {
  public:
    // Calls score() for a pair of wdf and length that is new in its segment.
    template <typename Score>
    void add(Xapian::docid document, std::uint64_t pair, Score score) {
        const Xapian::docid first = document - document % TermScores::segment_documents;
        if (scores_.segments.empty() || scores_.segments.back().first != first) {
            scores_.segments.push_back({first, {}, {}, {}});
            numbers_.clear();
        }
        TermScores::Segment& segment = scores_.segments.back();
        const auto number = static_cast<std::uint16_t>(segment.scores.size());
        const auto [known, is_new] = numbers_.try_emplace(pair, number);
        if (is_new) {
            segment.scores.push_back(score());
            scores_.max_score = std::max(scores_.max_score, segment.scores.back());
        }
        segment.documents.push_back(static_cast<std::uint16_t>(document - first));
        segment.numbers.push_back(known->second);
        ++scores_.postings;
    }

    TermScores take() {
        for (TermScores::Segment& segment : scores_.segments) {
            segment.documents.shrink_to_fit();
            segment.numbers.shrink_to_fit();
            segment.scores.shrink_to_fit();
        }
        return std::move(scores_);
    }

  private:
    TermScores scores_;
    std::unordered_map<std::uint64_t, std::uint16_t> numbers_;  // of the last segment
};

TermScores read_any(const Xapian::Database& database, const std::vector<std::string>& terms,
                    double average_length) {
    Writer writer;
    for (const auto& [document, count] : postings_of(database, terms)) {
        const Xapian::termcount length = database.get_doclength(document);
        const Xapian::termcount wdf = std::min(count, length);
        writer.add(document, std::uint64_t{wdf} << 32 | length,
                   [&] { return document_score(wdf, length, average_length); });
    }
    return writer.take();
}

TermScores read_all(const Xapian::Database& database, const std::vector<std::string>& terms,
                    const std::vector<double>& weights, double average_length) {
    struct Reader {
        Xapian::PostingIterator at, end;
        double weight;

        bool has(Xapian::docid document) {
            if (at != end) at.skip_to(document);
            return at != end && *at == document;
        }
    };
    std::vector<Reader> readers;
    std::size_t rarest = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        readers.push_back(
            {database.postlist_begin(terms[i]), database.postlist_end(terms[i]), weights[i]});
        if (database.get_termfreq(terms[i]) < database.get_termfreq(terms[rarest])) rarest = i;
    }
    std::swap(readers.front(), readers[rarest]);
    Writer writer;
    for (; readers.front().at != readers.front().end; ++readers.front().at) {
        const Xapian::docid document = *readers.front().at;
        if (!std::all_of(readers.begin() + 1, readers.end(),
                         [&](Reader& reader) { return reader.has(document); }))
            continue;
        const Xapian::termcount length = database.get_doclength(document);
        writer.add(document, document, [&] {
            double score = 0;
            for (const Reader& reader : readers) {
                const Xapian::termcount wdf = std::min(reader.at.get_wdf(), length);
                score += reader.weight * document_score(wdf, length, average_length);
            }
            return score;
        });
    }
    return writer.take();
}

void append_bytes(std::string& to, double number) {
    to.append(reinterpret_cast<const char*>(&number), sizeof number);
}

std::size_t bytes_of(const TermScores& scores) {
    std::size_t bytes = sizeof(TermScores);
    for (const TermScores::Segment& segment : scores.segments) {
        bytes += sizeof(segment) + segment.documents.capacity() * sizeof(std::uint16_t) +
                 segment.numbers.capacity() * sizeof(std::uint16_t) +
                 segment.scores.capacity() * sizeof(double);
    }
    return bytes;
}

}  // namespace

std::shared_ptr<const TermScores> TermScoreCache::of(const Xapian::Database& database,
                                                     const std::vector<std::string>& terms,
                                                     const std::vector<double>& weights,
                                                     double average_length) {
    std::string key = identity_of(database);
    append_bytes(key, average_length);
    for (const std::string& term : terms) key.append(1, '\0').append(term);
    key.append(2, '\0');
    for (const double weight : weights) append_bytes(key, weight);
    {
        const std::lock_guard lock(shared_->mutex);
        if (const auto* cached = shared_->cache.find(key)) return *cached;
    }
    auto scores = std::make_shared<const TermScores>(
        weights.empty() ? read_any(database, terms, average_length)
                        : read_all(database, terms, weights, average_length));
    const std::size_t bytes = bytes_of(*scores) + key.size();
    const std::lock_guard lock(shared_->mutex);
    if (const auto* other = shared_->cache.find(key)) return *other;  // read by another thread
    shared_->cache.insert(std::move(key), scores, bytes);
    return scores;
}

void TermScoreCache::clear() {
    const std::lock_guard lock(shared_->mutex);
    shared_->cache.clear();
}

}  // namespace nonmun
