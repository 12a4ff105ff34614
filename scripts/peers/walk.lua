-- SPDX-License-Identifier: GPL-2.0-or-later
-- For wrk: walks over a file of paths, one a line, and over again from its start; prints what was counted as JSON.
-- wrk -t1 … URL -- FILE [PASSED]: begins after so many paths. One thread, so that every path is asked as often as every other.
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
