"""Runs `true` again and again over one asyncssh connection. Arguments: PORT USER KEY KNOWN-HOSTS.

Each line `IN-FLIGHT SECONDS` on standard input is answered by a line `COUNT SECONDS-TAKEN`.
"""
import asyncio
import sys
import time

import asyncssh


async def worker(connection, end):
    count = 0
    while time.monotonic() < end:
        result = await connection.run("true")
        if result.exit_status != 0:
            raise SystemExit(f"true exited {result.exit_status}")
        count += 1
    return count


async def main(port, user, key, known_hosts):
    async with asyncssh.connect(
        "127.0.0.1", int(port), username=user, client_keys=[key], known_hosts=known_hosts, config=None
    ) as connection:
        print("ready 0", flush=True)
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            in_flight, seconds = line.split()
            start = time.monotonic()
            counts = await asyncio.gather(*(worker(connection, start + float(seconds)) for _ in range(int(in_flight))))
            print(sum(counts), time.monotonic() - start, flush=True)


asyncio.run(main(*sys.argv[1:]))
