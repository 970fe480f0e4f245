-- Each request asks for another part of the register, as the yardstick reads
-- another part of its table: wrk -s pages.lua URL -- TODAY
-- TODAY is a day number; pages begin at the holders of one of 100 days.
local turn = 0
local path, today, headers

function init(args)
  path = wrk.path
  today = tonumber(args[1])
  headers = wrk.headers
end

function request()
  turn = turn + 1
  local day = today - 35 - turn * 37 % 100
  return wrk.format("GET", path .. "&after=" .. day .. "-1", headers)
end
