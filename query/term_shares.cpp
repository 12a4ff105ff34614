// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/term_shares.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>

#include "query/ineb2.hpp"

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

TermShares read(const Xapian::Database& database, const std::vector<std::string>& terms,
                double average_length) {
    std::vector<Posting> postings;
    for (const std::string& term : terms) {
        std::vector<Posting> more = postings_of(database, term);
        postings = postings.empty() ? std::move(more) : joined(postings, more);
    }
    TermShares result;
    result.postings = postings.size();
    ShareNumbers numbers(average_length);
    for (const auto& [document, wdf] : postings) {
        const Xapian::docid first = document - document % TermShares::segment_documents;
        if (result.segments.empty() || result.segments.back().first != first) {
            result.segments.push_back({first, {}, {}, {}});
            numbers.clear();
        }
        TermShares::Segment& segment = result.segments.back();
        const Xapian::termcount length = database.get_doclength(document);
        const std::uint16_t number = numbers.of(std::min(wdf, length), length, segment.shares);
        segment.documents.push_back(static_cast<std::uint16_t>(document - first));
        segment.numbers.push_back(number);
        result.greatest = std::max(result.greatest, segment.shares[number]);
    }
    return result;
}

std::size_t bytes_of(const TermShares& shares) {
    std::size_t bytes = sizeof(TermShares);
    for (const TermShares::Segment& segment : shares.segments) {
        bytes += sizeof(segment) + segment.documents.capacity() * sizeof(std::uint16_t) +
                 segment.numbers.capacity() * sizeof(std::uint16_t) +
                 segment.shares.capacity() * sizeof(double);
    }
    return bytes;
}

}  // namespace

std::shared_ptr<const TermShares> TermShareCache::of(const Xapian::Database& database,
                                                     const std::vector<std::string>& terms,
                                                     double average_length) {
    std::string key = database.get_uuid();
    for (const std::string& term : terms) key.append(1, '\0').append(term);
    if (const auto* known = recent_.find(key)) return *known;
    auto shares = std::make_shared<TermShares>(read(database, terms, average_length));
    for (TermShares::Segment& segment : shares->segments) {
        segment.documents.shrink_to_fit();
        segment.numbers.shrink_to_fit();
        segment.shares.shrink_to_fit();
    }
    const std::size_t bytes = bytes_of(*shares) + key.size();
    recent_.keep(std::move(key), shares, bytes);
    return shares;
}

}  // namespace nonmun
