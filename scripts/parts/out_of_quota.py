#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Answers every request on 127.0.0.1 as OpenAI does an account without credit; its port is the first line it prints."""
import contextlib
import http.server
import json

BODY = json.dumps({"error": {"message": "You exceeded your current quota, please check your plan and billing details.",
                             "type": "insufficient_quota", "param": None, "code": "insufficient_quota"}}).encode()


class OutOfQuota(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def refuse(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(429)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(BODY)))
        self.end_headers()
        with contextlib.suppress(BrokenPipeError):  # Whoever has read the status may go.
            self.wfile.write(BODY)

    do_GET = do_POST = refuse

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), OutOfQuota)
print(server.server_address[1], flush=True)
server.serve_forever()
