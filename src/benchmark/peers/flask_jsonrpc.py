"""The add of a small JSON-RPC server on Flask, on the server that comes with it, without logging.

That server ends every connection after one call.
"""
import logging

from flask import Flask, jsonify, request
from werkzeug.serving import make_server

METHODS = {"add": lambda a, b: a + b}
app = Flask(__name__)


@app.post("/rpc")
def rpc():
    call = request.get_json()
    reply = {"jsonrpc": "2.0", "id": call.get("id")}
    method = METHODS.get(call.get("method"))
    if method is None:
        return jsonify(reply, error={"code": -32601, "message": "Method not found"})
    params = call.get("params", [])
    result = method(**params) if isinstance(params, dict) else method(*params)
    return jsonify(dict(reply, result=result))


logging.getLogger("werkzeug").disabled = True
server = make_server("127.0.0.1", 0, app, threaded=True)
print("ready", server.server_port, flush=True)
server.serve_forever()
