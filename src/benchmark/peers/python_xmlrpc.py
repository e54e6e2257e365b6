"""The add of Python's own XML-RPC server, with a thread for each connection and keep-alive, without logging."""
from socketserver import ThreadingMixIn
from xmlrpc.server import SimpleXMLRPCRequestHandler, SimpleXMLRPCServer


class Handler(SimpleXMLRPCRequestHandler):
    protocol_version = "HTTP/1.1"

    def end_headers(self):
        if self.close_connection:
            self.send_header("Connection", "close")
        super().end_headers()


class Server(ThreadingMixIn, SimpleXMLRPCServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), requestHandler=Handler, logRequests=False)
server.register_function(lambda a, b: a + b, "add")
print("ready", server.server_address[1], flush=True)
server.serve_forever()
