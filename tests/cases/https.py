#!/usr/bin/env python3
"""https.py CERT PORTFILE: a web server that is no good as a remote: /401/ wants
a password, /403/ forbids, /500/ fails, /hang/ never answers."""
import http.server
import os
import socketserver
import ssl
import sys
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        what = self.path.split("/")[1]
        if what == "hang":
            open(sys.argv[2] + ".hanging", "w").close()
            threading.Event().wait()
        self.send_response(int(what))
        if what == "401":
            self.send_header("WWW-Authenticate", 'Basic realm="book"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *args):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(sys.argv[1])
server.socket = tls.wrap_socket(server.socket, server_side=True)
with open(sys.argv[2] + ".new", "w") as f:
    f.write("%d\n" % server.server_port)
os.rename(sys.argv[2] + ".new", sys.argv[2])
server.serve_forever()
