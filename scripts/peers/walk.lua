-- SPDX-License-Identifier: GPL-2.0-or-later
-- For wrk: requests the paths in a file, one per line, in a loop, and prints the results as JSON.
-- wrk -t1 … URL -- FILE [PASSED]: skips the first PASSED paths. One thread, so that all paths are requested equally often.
local requests, at = {}, 0

function init(args)
    for path in io.lines(args[1]) do
        requests[#requests + 1] = wrk.format("GET", path)
    end
    at = tonumber(args[2]) or 0
end

function request()
    at = at % #requests + 1
    return requests[at]
end

function done(summary, latency)
    local errors = summary.errors
    local form = '{"requests":%d,"seconds":%.6f,"p50_ms":%.3f,"p99_ms":%.3f,"status_errors":%d,"socket_errors":%d}\n'
    io.write(string.format(form, summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
