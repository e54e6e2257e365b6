-- The load of wrk: one POST again and again. Arguments: BODY-FILE CONTENT-TYPE keep|close [WORD]
-- With WORD every answer must hold it (for slow calls; it costs wrk too much for fast ones). Prints one line of figures.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  wrong = 0
  local file = assert(io.open(args[1], "rb"))
  local headers = { ["Content-Type"] = args[2] }
  if args[3] == "close" then
    headers["Connection"] = "close"
  end
  request_bytes = wrk.format("POST", nil, headers, file:read("*a"))
  file:close()
  if args[4] then
    response = function(status, _, body)
      if status ~= 200 or not body:find(args[4], 1, true) then
        wrong = wrong + 1
      end
    end
  end
end

function request()
  return request_bytes
end

function done(summary, latency, _)
  local bad, e = 0, summary.errors
  for _, thread in ipairs(threads) do
    bad = bad + thread:get("wrong")
  end
  io.write(string.format(
    "figures requests=%d micros=%d errors=%d wrong=%d p50=%d p99=%d\n",
    summary.requests, summary.duration, e.connect + e.read + e.write + e.timeout, e.status + bad,
    latency:percentile(50), latency:percentile(99)))
end
