// SPDX-License-Identifier: GPL-2.0-or-later
#include "common/title.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include "common/unicode.hpp"

namespace nonmun {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Commands for a character.
constexpr std::array symbols = {
    Pair{"sim", "~"},        Pair{"approx", "≈"},    Pair{"times", "×"},
    Pair{"cdot", "·"},       Pair{"pm", "±"},        Pair{"le", "≤"},
    Pair{"leq", "≤"},        Pair{"ge", "≥"},        Pair{"geq", "≥"},
    Pair{"neq", "≠"},        Pair{"infty", "∞"},     Pair{"to", "→"},
    Pair{"rightarrow", "→"}, Pair{"leftarrow", "←"}, Pair{"leftrightarrow", "↔"},
    Pair{"Rightarrow", "⇒"}, Pair{"nabla", "∇"},     Pair{"partial", "∂"},
    Pair{"ell", "ℓ"},        Pair{"alpha", "α"},     Pair{"beta", "β"},
    Pair{"gamma", "γ"},      Pair{"Gamma", "Γ"},     Pair{"delta", "δ"},
    Pair{"Delta", "Δ"},      Pair{"epsilon", "ε"},   Pair{"varepsilon", "ε"},
    Pair{"zeta", "ζ"},       Pair{"eta", "η"},       Pair{"theta", "θ"},
    Pair{"Theta", "Θ"},      Pair{"iota", "ι"},      Pair{"kappa", "κ"},
    Pair{"lambda", "λ"},     Pair{"Lambda", "Λ"},    Pair{"mu", "μ"},
    Pair{"nu", "ν"},         Pair{"xi", "ξ"},        Pair{"pi", "π"},
    Pair{"Pi", "Π"},         Pair{"rho", "ρ"},       Pair{"sigma", "σ"},
    Pair{"Sigma", "Σ"},      Pair{"tau", "τ"},       Pair{"phi", "φ"},
    Pair{"varphi", "φ"},     Pair{"Phi", "Φ"},       Pair{"chi", "χ"},
    Pair{"psi", "ψ"},        Pair{"Psi", "Ψ"},       Pair{"omega", "ω"},
    Pair{"Omega", "Ω"},      Pair{"dagger", "†"},    Pair{"star", "⋆"},
    Pair{"circ", "∘"},       Pair{"degree", "°"},    Pair{"dots", "…"},
    Pair{"ldots", "…"},      Pair{"quad", " "},      Pair{"forall", "∀"},
    Pair{"exists", "∃"},     Pair{"in", "∈"},        Pair{"oplus", "⊕"},
};

constexpr std::array superscripts = {
    Pair{"0", "⁰"}, Pair{"1", "¹"}, Pair{"2", "²"}, Pair{"3", "³"}, Pair{"4", "⁴"},
    Pair{"5", "⁵"}, Pair{"6", "⁶"}, Pair{"7", "⁷"}, Pair{"8", "⁸"}, Pair{"9", "⁹"},
    Pair{"+", "⁺"}, Pair{"-", "⁻"}, Pair{"n", "ⁿ"}, Pair{"i", "ⁱ"},
};

constexpr std::array subscripts = {
    Pair{"0", "₀"}, Pair{"1", "₁"}, Pair{"2", "₂"}, Pair{"3", "₃"}, Pair{"4", "₄"}, Pair{"5", "₅"},
    Pair{"6", "₆"}, Pair{"7", "₇"}, Pair{"8", "₈"}, Pair{"9", "₉"}, Pair{"+", "₊"}, Pair{"-", "₋"},
};

template <std::size_t N>
std::optional<std::string_view> lookup(const std::array<Pair, N>& table, std::string_view key) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Pair& p) { return p.first == key; });
    return found == table.end() ? std::nullopt : std::optional(found->second);
}

// Reads TeX from left to right.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::string read() {
        while (at_ < text_.size()) step();
        return std::move(result_);
    }

  private:
    void step() {
        const char c = text_[at_];
        if (c == '\\') return command();
        if (c == '$' && (math_ ? closing(at_) : opening())) {
            math_ = !math_;
            ++at_;
        } else if (math_ && (c == '^' || c == '_')) {
            ++at_;
            script(c == '^');
        } else if ((c == '{' || c == '}') && (math_ || depth_ > 0)) {
            depth_ += c == '{' ? 1 : depth_ > 0 ? -1 : 0;
            ++at_;
        } else {
            result_ += c;
            ++at_;
        }
    }

    // As in Pandoc, a $ opens math only before text and closes it only after text: "from $5 to $10"
    // has prices.
    bool opening() {
        if (at_ + 1 >= text_.size() || blank(at_ + 1) || none_closes_) return false;
        std::size_t end = text_.find('$', at_ + 1);
        while (end != std::string_view::npos && !closing(end)) end = text_.find('$', end + 1);
        none_closes_ = end == std::string_view::npos;
        return !none_closes_;
    }

    bool closing(std::size_t at) const { return !blank(at - 1); }
    bool blank(std::size_t at) const { return std::isspace(static_cast<unsigned char>(text_[at])); }

    // After a backslash: an escaped character (\%, \&), a symbol, or a command with its argument.
    void command() {
        std::size_t end = at_ + 1;
        while (end < text_.size() && std::isalpha(static_cast<unsigned char>(text_[end]))) ++end;
        const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
        if (name.empty()) {
            if (end < text_.size()) result_ += text_[end++];
            at_ = end;
            return;
        }
        at_ = end;
        if (const auto symbol = lookup(symbols, name)) {
            result_ += *symbol;
        } else if (at_ < text_.size() && text_[at_] == '{') {
            ++depth_;
            ++at_;
        } else {
            result_ += name;
        }
    }

    // The argument of ^ or _: as superscripts or subscripts if Unicode has all of them, else as it
    // is.
    void script(bool raised) {
        std::string_view argument;
        if (at_ < text_.size() && text_[at_] == '{') {
            if (no_brace_closes_) return;
            const auto close = text_.find('}', at_);
            no_brace_closes_ = close == std::string_view::npos;
            if (no_brace_closes_) return;
            argument = text_.substr(at_ + 1, close - at_ - 1);
            at_ = close + 1;
        } else if (at_ < text_.size() && text_[at_] != '\\') {
            const CodePoint c = code_point_at(text_, at_);
            argument = text_.substr(c.begin, c.end - c.begin);
            at_ = c.end;
        } else {
            return;  // a command follows and is read by the next step
        }
        std::string shifted;
        for (std::size_t i = 0; i < argument.size(); ++i) {
            const auto mark = raised ? lookup(superscripts, argument.substr(i, 1))
                                     : lookup(subscripts, argument.substr(i, 1));
            if (!mark) {
                result_ += Reader(argument).read();
                return;
            }
            shifted += *mark;
        }
        result_ += shifted;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool math_ = false;             // after an opening $
    bool none_closes_ = false;      // no later $ closes
    bool no_brace_closes_ = false;  // no later } exists
    int depth_ = 0;
    std::string result_;
};

}  // namespace

std::string readable_title(std::string_view title) {
    if (title.find_first_of("$\\") == std::string_view::npos) return std::string(title);
    return Reader(title).read();
}

}  // namespace nonmun
