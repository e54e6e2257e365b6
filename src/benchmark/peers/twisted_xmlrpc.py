"""The add of a plain Twisted XML-RPC server, without logging."""
from twisted.internet import reactor
from twisted.web import server, xmlrpc


class Calculator(xmlrpc.XMLRPC):
    def xmlrpc_add(self, a, b):
        return a + b


port = reactor.listenTCP(0, server.Site(Calculator()), interface="127.0.0.1")
print("ready", port.getHost().port, flush=True)
reactor.run()
