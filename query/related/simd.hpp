// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>

// Compiles a function for each generation of x86 vector units; the dynamic linker chooses one.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define NONMUN_VECTORIZED \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define NONMUN_VECTORIZED
#endif

namespace nonmun {

// Numbers that are computed together in vector registers.
inline constexpr std::size_t lane = 16;

constexpr std::size_t whole_lanes(std::size_t count) {
    return (count + lane - 1) / lane * lane;
}

// Sets into[i] to the scalar product of the vector and row i, for each of `row_count` rows of
// `count` numbers, a multiple of `lane`.
void products(const float* vector, const float* rows, std::size_t row_count, std::size_t count,
              float* into);

inline float product(const float* a, const float* b, std::size_t count) {
    float result = 0;
    products(a, b, 1, count, &result);
    return result;
}

}  // namespace nonmun
