"""Calls an agent with Python's own XML-RPC client and checks every answer. Usage: xmlrpc_client.py URL"""

import datetime
import sys
import time
import urllib.request
import xmlrpc.client

url = sys.argv[1]
agent = xmlrpc.client.ServerProxy(url, use_builtin_types=True, allow_none=True)
checks = 0


def check(what, actual, expected):
    global checks
    if actual != expected:
        sys.exit(f"{what}: expected {expected!r}, got {actual!r}")
    if type(actual) is not type(expected):
        sys.exit(f"{what}: expected {type(expected).__name__}, got {type(actual).__name__}")
    checks += 1


def fault(what, call, code, text):
    global checks
    try:
        result = call()
    except xmlrpc.client.Fault as f:
        if f.faultCode != code or text not in f.faultString:
            sys.exit(f"{what}: expected fault {code} with {text!r}, got {f}")
        checks += 1
    else:
        sys.exit(f"{what}: expected a fault, got {result!r}")


def raw_call(method, *values):
    """A call with values that Python's client refuses to write."""
    params = "".join(f"<param><value>{value}</value></param>" for value in values)
    body = f"<methodCall><methodName>{method}</methodName><params>{params}</params></methodCall>"
    request = urllib.request.Request(url, body.encode(), {"Content-Type": "text/xml"})
    return xmlrpc.client.loads(urllib.request.urlopen(request).read())[0][0]


# Arithmetic: ints stay exact, doubles are doubles, a boolean is no number.
check("add", agent.add(2, 3), 5)
check("add doubles", agent.add(2, 0.5), 2.5)
check("subtract", agent.subtract(5, 3), 2)
check("multiply", agent.multiply(2, 3), 6)
check("multiply past 32 bits", agent.multiply(2**20, 2**20), 2**40)
check("divide", agent.divide(6, 3), 2.0)
fault("divide by zero", lambda: agent.divide(1, 0), -32602, "division by zero")
fault("past 64 bits", lambda: raw_call("multiply", "<i8>4611686018427387904</i8>", "<int>2</int>"), -32602, "64 bits")
fault("boolean", lambda: agent.add(True, 1), -32602, "a")
fault("text", lambda: agent.add("2", 3), -32602, "a")
fault("too few", lambda: agent.add(1), -32602, "b")
fault("too many", lambda: agent.add(1, 2, 3), -32602, "add")
fault("no such method", lambda: agent.no_such_thing(), -32601, "no_such_thing")

# Introspection.
methods = agent.system.listMethods()
for name in ("info", "add", "subtract", "multiply", "divide", "exec", "job.start", "job.wait", "job.read", "job.stop",
             "system.listMethods", "system.methodHelp", "system.methodSignature", "system.multicall",
             "system.getCapabilities"):
    if name not in methods:
        sys.exit(f"system.listMethods lacks {name}: {methods}")
for name in methods:
    if not agent.system.methodHelp(name):
        sys.exit(f"no help for {name}")
    if not isinstance(agent.system.methodSignature(name), list):
        sys.exit(f"no signature for {name}")
check("signature", ["int", "int", "int"] in agent.system.methodSignature("add"), True)
check("capabilities", agent.system.getCapabilities()["faults_interop"]["specVersion"], 20010516)

# Multicall: boxed results, faults in place, no recursion.
multi = xmlrpc.client.MultiCall(agent)
multi.add(1, 2)
multi.multiply(3, 4)
check("multicall", list(multi()), [3, 12])
raw = agent.system.multicall([
    {"methodName": "add", "params": [1, 2]},
    {"methodName": "divide", "params": [1, 0]},
    {"methodName": "system.multicall", "params": [[]]},
    "rubbish",
])
check("boxed", raw[0], [3])
check("fault in place", raw[1]["faultCode"], -32602)
check("recursion refused", "faultCode" in raw[2], True)
check("rubbish refused", "faultCode" in raw[3], True)

# The agent itself.
info = agent.info()
check("bootId", isinstance(info["bootId"], str) and len(info["bootId"]) > 0, True)
check("startedAt", isinstance(info["startedAt"], datetime.datetime), True)

# A real command over SSH.
done = agent.exec("local", "echo hello; echo oops >&2; exit 7")
check("outcome", done["outcome"], "exited")
check("exitCode", done["exitCode"], 7)
check("stdout", done["stdout"], "hello\n")
check("stderr", done["stderr"], "oops\n")
check("stdoutBytes", done["stdoutBytes"], 6)
check("truncated", done["truncated"], False)
check("no signal", "signal" in done, False)
check("startedAt of a job", isinstance(done["startedAt"], datetime.datetime), True)
check("emoji", agent.exec("local", "printf '😀 Grüße'")["stdout"], "😀 Grüße")
check("control characters", agent.exec("local", r"printf 'a\000b\001c\033d'")["stdout"], "a\ufffdb\ufffdc\ufffdd")
check("carriage return", agent.exec("local", r"printf 'a\r\nb'")["stdout"], "a\r\nb")
exact = agent.exec("local", r"printf '\000\001\377'", {"encoding": "base64"})
check("exact bytes", exact["stdout"], b"\x00\x01\xff")
check("stdin", agent.exec("local", "cat", {"stdin": "läuft"})["stdout"], "läuft")
check("stdin bytes", agent.exec("local", "od -An -tx1", {"stdin": b"\x00\xff"})["stdout"].split(), ["00", "ff"])
check("env", agent.exec("local", 'printf %s "$GREETING"', {"env": {"GREETING": "it's\n$HOME"}})["stdout"], "it's\n$HOME")
check("cwd", agent.exec("local", "pwd", {"cwd": "/"})["stdout"], "/\n")
check("cwd missing", agent.exec("local", "pwd", {"cwd": "/no/such"})["outcome"], "rejected")
check("signalled", agent.exec("local", "kill -KILL $$")["signal"], "KILL")
check("exit is no signal", agent.exec("local", "exit 137")["exitCode"], 137)
timed = agent.exec("local", "sleep 1000", {"timeout": 0.3})
check("timed out", (timed["outcome"], timed["reason"]), ("timed_out", "max"))
idle = agent.exec("local", "echo x; sleep 1000", {"idleTimeout": 0.3})
check("idle", (idle["outcome"], idle["reason"], idle["stdout"]), ("timed_out", "idle", "x\n"))
limit = agent.exec("local", "yes", {"outputLimit": 1000})
check("output limit", (limit["outcome"], limit["stdoutBytes"]), ("output_limit", 1000))
short = agent.exec("local", "printf 0123456789", {"inline": 4})
check("inline", (short["outcome"], short["stdout"], short["truncated"]), ("exited", "0123", True))
fault("unknown option", lambda: agent.exec("local", "true", {"colour": "red"}), -32602, "colour")
fault("bad sudo", lambda: agent.exec("local", "true", {"sudo": "yes"}), -32602, "sudo")
fault("bad target", lambda: agent.exec("a b", "true"), -32602, "target")
fault("bad option type", lambda: agent.exec("local", "true", {"timeout": "5"}), -32602, "timeout")
check("unreachable", agent.exec("127.0.0.1:1", "true")["outcome"], "unreachable")

# Jobs.
job = agent.job.start("local", "echo one; sleep 0.2; echo two", {"jobId": "python-1"})
check("job id", job, "python-1")
check("attached", agent.job.start("local", "echo one; sleep 0.2; echo two", {"jobId": "python-1"}), "python-1")
seen, offset = b"", 0
for _ in range(100):
    part = agent.job.read(job, {"stdout": offset, "stderr": 0}, 65536, 10)
    seen += part["stdout"]
    offset = part["next"]["stdout"]
    if part["eof"]:
        break
check("job.read", seen, b"one\ntwo\n")
check("final", part["outcome"], "exited")
check("job.wait", agent.job.wait(job, 10)["exitCode"], 0)
long_job = agent.job.start("local", "sleep 1000 & sleep 1000")
check("running", agent.job.wait(long_job, 0)["outcome"], "running")
began = time.monotonic()
stopped = agent.job.stop(long_job)
check("stopped", (stopped["outcome"], stopped["stop"]), ("cancelled", "verified"))
if time.monotonic() - began > 5:
    sys.exit("a sleep should die at TERM, not at KILL")
waited = agent.exec("local", "sleep 1000", {"wait": 0.2})
check("wait over", waited["outcome"], "running")
check("stopped later", agent.job.stop(waited["job"])["outcome"], "cancelled")
fault("no such job", lambda: agent.job.wait("none", 0), -32001, "none")
fault("bad job id", lambda: agent.job.wait("a/b", 0), -32602, "id")
fault("past the end", lambda: agent.job.read(job, {"stdout": 10**6}, 10), -32602, "offset")

print(f"{checks} checks passed")
