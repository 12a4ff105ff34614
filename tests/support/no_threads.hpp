// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <pthread.h>

#include <cstddef>
#include <stdexcept>

namespace nonmun::tests {

// During its lifetime no thread can be started, as on a system without resources: the stack size is
// that of the whole address space.
class NoThreads {
  public:
    NoThreads() {
        pthread_attr_t none;
        if (::pthread_getattr_default_np(&before_) != 0 ||
            ::pthread_getattr_default_np(&none) != 0 ||
            ::pthread_attr_setstacksize(&none, std::size_t{1} << 47) != 0 ||
            ::pthread_setattr_default_np(&none) != 0) {
            throw std::runtime_error("the size of stacks cannot be set");
        }
    }
    ~NoThreads() { ::pthread_setattr_default_np(&before_); }
    NoThreads(const NoThreads&) = delete;
    NoThreads& operator=(const NoThreads&) = delete;

  private:
    pthread_attr_t before_;
};

}  // namespace nonmun::tests
