-- wrk: asks for the paths of a file in random order, when one is named, and says in one line of
-- JSON what came of it.

local requests = {}

function init(args)
  if args[1] then
    math.randomseed(tonumber(args[2]))
    for path in io.lines(args[1]) do
      requests[#requests + 1] = wrk.format("GET", path)
    end
    request = function()
      return requests[math.random(#requests)]
    end
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "seconds": %.6f, "bytes": %d, "errors": %d, "median": %.3f, "p99": %.3f}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
