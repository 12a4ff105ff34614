// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/index/term_scores.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "query/index/identity.hpp"
#include "query/index/ineb2.hpp"

namespace nonmun {
namespace {

struct Posting {
    Xapian::docid document;
    Xapian::termcount wdf;
};

std::vector<Posting> postings_of(const Xapian::Database& database, const std::string& term) {
    std::vector<Posting> postings;
    postings.reserve(database.get_termfreq(term));
    const auto end = database.postlist_end(term);
    for (auto posting = database.postlist_begin(term); posting != end; ++posting) {
        if (const Xapian::termcount wdf = posting.get_wdf(); wdf > 0)
            postings.push_back({*posting, wdf});
    }
    return postings;
}

// Both in order; the wdf of what stands in both is added up.
std::vector<Posting> joined(const std::vector<Posting>& one, const std::vector<Posting>& other) {
    std::vector<Posting> all;
    all.reserve(one.size() + other.size());
    std::merge(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(all),
               [](const Posting& a, const Posting& b) { return a.document < b.document; });
    std::size_t kept = 0;
    for (const Posting& posting : all) {
        if (kept > 0 && all[kept - 1].document == posting.document) {
            all[kept - 1].wdf += posting.wdf;
        } else {
            all[kept++] = posting;
        }
    }
    all.resize(kept);
    return all;
}

// Gives each share of a segment its number: a segment has no more of them than documents.
class ShareNumbers {
  public:
    explicit ShareNumbers(double average_length) : average_length_(average_length) {}

    std::uint16_t of(Xapian::termcount wdf, Xapian::termcount length, std::vector<double>& shares) {
        const std::uint64_t pair = std::uint64_t{wdf} << 32 | length;
        const auto [known, is_new] =
            numbers_.try_emplace(pair, static_cast<std::uint16_t>(shares.size()));
        if (is_new) shares.push_back(document_share(wdf, length, average_length_));
        return known->second;
    }

    void clear() { numbers_.clear(); }

  private:
    double average_length_;
    std::unordered_map<std::uint64_t, std::uint16_t> numbers_;
};

// The segment of a document behind all that are there; whether it was made for it.
struct OpenSegment {
    TermScores::Segment& segment;
    bool is_new;
};
OpenSegment segment_of(Xapian::docid document, TermScores& shares) {
    const Xapian::docid first = document - document % TermScores::segment_documents;
    const bool is_new = shares.segments.empty() || shares.segments.back().first != first;
    if (is_new) shares.segments.push_back({first, {}, {}, {}});
    return {shares.segments.back(), is_new};
}

TermScores read(const Xapian::Database& database, const std::vector<std::string>& terms,
                double average_length) {
    std::vector<Posting> postings;
    for (const std::string& term : terms) {
        std::vector<Posting> more = postings_of(database, term);
        postings = postings.empty() ? std::move(more) : joined(postings, more);
    }
    TermScores result;
    result.postings = postings.size();
    ShareNumbers numbers(average_length);
    for (const auto& [document, wdf] : postings) {
        const auto [segment, is_new] = segment_of(document, result);
        if (is_new) numbers.clear();
        const Xapian::termcount length = database.get_doclength(document);
        const std::uint16_t number = numbers.of(std::min(wdf, length), length, segment.shares);
        segment.documents.push_back(static_cast<std::uint16_t>(document - segment.first));
        segment.numbers.push_back(number);
        result.greatest = std::max(result.greatest, segment.shares[number]);
    }
    return result;
}

// The documents that have all of the terms, from those of the rarest on.
TermScores read_all(const Xapian::Database& database, const std::vector<std::string>& terms,
                    const std::vector<double>& weights, double average_length) {
    struct Reader {
        Xapian::PostingIterator at, end;
        double weight;
    };
    std::vector<Reader> readers;
    std::size_t rarest = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        readers.push_back(
            {database.postlist_begin(terms[i]), database.postlist_end(terms[i]), weights[i]});
        if (database.get_termfreq(terms[i]) < database.get_termfreq(terms[rarest])) rarest = i;
    }
    std::swap(readers.front(), readers[rarest]);
    TermScores result;
    const auto has_it = [](Reader& reader, Xapian::docid document) {
        if (reader.at != reader.end) reader.at.skip_to(document);
        return reader.at != reader.end && *reader.at == document;
    };
    for (; readers.front().at != readers.front().end; ++readers.front().at) {
        const Xapian::docid document = *readers.front().at;
        const bool all = std::all_of(readers.begin() + 1, readers.end(),
                                     [&](Reader& reader) { return has_it(reader, document); });
        if (!all) continue;
        const Xapian::termcount length = database.get_doclength(document);
        double share = 0;
        for (const Reader& reader : readers) {
            const Xapian::termcount wdf = std::min(reader.at.get_wdf(), length);
            share += reader.weight * document_share(wdf, length, average_length);
        }
        TermScores::Segment& segment = segment_of(document, result).segment;
        segment.documents.push_back(static_cast<std::uint16_t>(document - segment.first));
        segment.numbers.push_back(static_cast<std::uint16_t>(segment.shares.size()));
        segment.shares.push_back(share);
        result.greatest = std::max(result.greatest, share);
        ++result.postings;
    }
    return result;
}

void append_bytes(std::string& to, double number) {
    to.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// The postings and lengths that shares are made of, and what a length is compared with.
std::string key_of(const Xapian::Database& database, double average_length) {
    std::string key = identity_of(database);
    append_bytes(key, average_length);
    return key;
}

std::size_t bytes_of(const TermScores& shares) {
    std::size_t bytes = sizeof(TermScores);
    for (const TermScores::Segment& segment : shares.segments) {
        bytes += sizeof(segment) + segment.documents.capacity() * sizeof(std::uint16_t) +
                 segment.numbers.capacity() * sizeof(std::uint16_t) +
                 segment.shares.capacity() * sizeof(double);
    }
    return bytes;
}

}  // namespace

template <typename Read>
std::shared_ptr<const TermScores> TermScoreCache::kept_or(std::string&& key, Read read) {
    {
        const std::lock_guard lock(kept_->mutex);
        if (const auto* known = kept_->recent.find(key)) return *known;
    }
    auto shares = std::make_shared<TermScores>(read());
    for (TermScores::Segment& segment : shares->segments) {
        segment.documents.shrink_to_fit();
        segment.numbers.shrink_to_fit();
        segment.shares.shrink_to_fit();
    }
    const std::size_t bytes = bytes_of(*shares) + key.size();
    const std::lock_guard lock(kept_->mutex);
    if (const auto* other = kept_->recent.find(key)) return *other;  // read at the same time
    kept_->recent.keep(std::move(key), shares, bytes);
    return shares;
}

std::shared_ptr<const TermScores> TermScoreCache::of(const Xapian::Database& database,
                                                     const std::vector<std::string>& terms,
                                                     double average_length) {
    std::string key = key_of(database, average_length);
    for (const std::string& term : terms) key.append(1, '\0').append(term);
    return kept_or(std::move(key), [&] { return nonmun::read(database, terms, average_length); });
}

std::shared_ptr<const TermScores> TermScoreCache::of_all(const Xapian::Database& database,
                                                         const std::vector<std::string>& terms,
                                                         const std::vector<double>& weights,
                                                         double average_length) {
    std::string key = key_of(database, average_length) + "all";
    for (std::size_t i = 0; i < terms.size(); ++i) {
        key.append(1, '\0').append(terms[i]).append(1, '\0');
        append_bytes(key, weights[i]);
    }
    return kept_or(std::move(key),
                   [&] { return read_all(database, terms, weights, average_length); });
}

void TermScoreCache::clear() {
    const std::lock_guard lock(kept_->mutex);
    kept_->recent.clear();
}

}  // namespace nonmun
