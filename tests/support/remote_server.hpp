// SPDX-License-Identifier: GPL-2.0-or-later
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace nonmun::tests {

// Runs xapian-tcpsrv for a local database during its lifetime.
class RemoteServer {
  public:
    explicit RemoteServer(const std::string& database,
                          const std::vector<std::string>& options = {}) {
        port_ = free_port();
        const std::string port = std::to_string(port_);
        std::vector<std::string> words = {"xapian-tcpsrv", "--quiet", "--interface",
                                          "127.0.0.1",     "--port",  port};
        words.insert(words.end(), options.begin(), options.end());
        words.push_back(database);
        std::vector<char*> argv;
        for (std::string& word : words) argv.push_back(word.data());
        argv.push_back(nullptr);
        server_ = ::fork();
        if (server_ < 0) throw std::runtime_error("cannot fork");
        if (server_ == 0) {
            ::setpgid(0, 0);
            const int nowhere = ::open("/dev/null", O_WRONLY);
            ::dup2(nowhere, STDERR_FILENO);  // where it tells of connections that were closed
            ::execvp(argv[0], argv.data());
            ::_exit(127);
        }
        for (int attempt = 0; !listens(); ++attempt) {
            if (attempt == 1500) {
                end();
                throw std::runtime_error("xapian-tcpsrv does not listen");
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }
    ~RemoteServer() { end(); }
    RemoteServer(const RemoteServer&) = delete;
    RemoteServer& operator=(const RemoteServer&) = delete;

    // The line for a stub file.
    std::string line() const { return "remote 127.0.0.1:" + std::to_string(port_) + "\n"; }

    // For a server with --idle-timeout, which has one process per connection, as long as that is
    // open.
    void wait_until_idle_ones_are_closed() const {
        const std::string server = std::to_string(server_);
        const std::string children = "/proc/" + server + "/task/" + server + "/children";
        for (int attempt = 0; attempt < 3000; ++attempt) {
            std::ifstream in(children);
            if (std::string child; in && !(in >> child)) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        throw std::runtime_error("xapian-tcpsrv closes no connection");
    }

  private:
    void end() const {
        ::kill(-server_, SIGKILL);
        ::waitpid(server_, nullptr, 0);
    }

    static sockaddr_in address(unsigned port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        return address;
    }

    static unsigned free_port() {
        const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in bound = address(0);
        socklen_t size = sizeof bound;
        const bool free = ::bind(probe, reinterpret_cast<sockaddr*>(&bound), size) == 0 &&
                          ::getsockname(probe, reinterpret_cast<sockaddr*>(&bound), &size) == 0;
        ::close(probe);
        if (!free) throw std::runtime_error("no free port");
        return ntohs(bound.sin_port);
    }

    bool listens() const {
        const int client = ::socket(AF_INET, SOCK_STREAM, 0);
        const sockaddr_in to = address(port_);
        const bool connected =
            ::connect(client, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
        ::close(client);
        return connected;
    }

    unsigned port_ = 0;
    pid_t server_ = -1;
};

}  // namespace nonmun::tests
