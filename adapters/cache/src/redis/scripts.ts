/** Each runs as a whole in Redis: nobody sees half of it, however many processes call at once. */
export const scripts = {
  /** KEYS value; ARGV json, milliseconds, tags between line feeds, prefix of tags. A tag lists the values under it and lives as long as the longest of them. */
  set: `
    redis.call('HSET', KEYS[1], 'v', ARGV[1], 't', ARGV[3])
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    for tag in string.gmatch(ARGV[3], '[^\\n]+') do
      local listed = ARGV[4] .. tag
      redis.call('SADD', listed, KEYS[1])
      if redis.call('PTTL', listed) < tonumber(ARGV[2]) then redis.call('PEXPIRE', listed, ARGV[2]) end
    end`,

  /** KEYS list of a tag; ARGV the tag. What was set again without it stays. */
  invalidate: `
    for _, key in ipairs(redis.call('SMEMBERS', KEYS[1])) do
      local tags = redis.call('HGET', key, 't')
      if tags and string.find(tags, '\\n' .. ARGV[1] .. '\\n', 1, true) then redis.call('DEL', key) end
    end
    redis.call('DEL', KEYS[1])`,

  /** KEYS counter; ARGV window in milliseconds, how many. Returns the count and when its window ends, by the clock of Redis, which all processes share. */
  count: `
    local known = redis.call('HMGET', KEYS[1], 'n', 'e')
    if known[1] then return { redis.call('HINCRBY', KEYS[1], 'n', ARGV[2]), known[2] } end
    local time = redis.call('TIME')
    local ends = string.format('%.0f', tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000) + tonumber(ARGV[1]))
    if tonumber(ARGV[2]) <= 0 then return { 0, ends } end
    redis.call('HSET', KEYS[1], 'n', ARGV[2], 'e', ends)
    redis.call('PEXPIREAT', KEYS[1], ends)
    return { tonumber(ARGV[2]), ends }`,
} as const;
