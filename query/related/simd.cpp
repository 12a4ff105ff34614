// SPDX-License-Identifier: GPL-2.0-or-later
#include "query/related/simd.hpp"

namespace nonmun {

NONMUN_VECTORIZED void products(const float* __restrict vector, const float* __restrict rows,
                                std::size_t row_count, std::size_t count, float* __restrict into) {
    for (std::size_t row = 0; row < row_count; ++row, rows += count) {
        float parts[lane] = {};
        for (std::size_t i = 0; i < count; i += lane) {
            for (std::size_t j = 0; j < lane; ++j) parts[j] += vector[i + j] * rows[i + j];
        }
        float sum = 0;
        for (const float part : parts) sum += part;
        into[row] = sum;
    }
}

}  // namespace nonmun
