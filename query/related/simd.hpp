// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <cstddef>

// Loops over floats are compiled for each generation of x86 vector units; the program takes the
// best that the machine has.
#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define NONMUN_VECTORIZED \
    __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define NONMUN_VECTORIZED
#endif

namespace nonmun {

// Numbers that are worked out together, in vector registers.
inline constexpr std::size_t lane = 16;

constexpr std::size_t whole_lanes(std::size_t count) {
    return (count + lane - 1) / lane * lane;
}

// The product of two vectors of `count` numbers, a multiple of `lane`.
float product(const float* a, const float* b, std::size_t count);

// The products of a vector with each of so many rows, one behind the other.
void products(const float* vector, const float* rows, std::size_t row_count, std::size_t count,
              float* into);

}  // namespace nonmun
