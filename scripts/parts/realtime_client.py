# SPDX-License-Identifier: Apache-2.0
"""A client of a realtime service in the standard library's asyncio: JSON events over a WebSocket (RFC 6455)."""
import asyncio
import base64
import json
import os
import struct

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Refused(Exception):
    """The upgrade was answered with another status than 101."""


class RealtimeClient:
    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer

    @classmethod
    async def connect(cls, port, key, query="model=gpt-realtime", deadline=10):
        reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), deadline)
        nonce = base64.b64encode(os.urandom(16)).decode()
        writer.write((f"GET /v1/realtime?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
                      f"Connection: Upgrade\r\nSec-WebSocket-Key: {nonce}\r\nSec-WebSocket-Version: 13\r\n"
                      f"Authorization: Bearer {key}\r\n\r\n").encode())
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), deadline)
        if b" 101 " not in head.split(b"\r\n")[0]:
            writer.close()
            raise Refused(head.split(b"\r\n")[0].decode())
        return cls(reader, writer)

    def _write(self, kind, payload):
        mask = os.urandom(4)
        length = len(payload)
        head = bytes([0x80 | kind])
        if length < 126:
            head += bytes([0x80 | length])
        elif length < 65536:
            head += bytes([0x80 | 126]) + struct.pack("!H", length)
        else:
            head += bytes([0x80 | 127]) + struct.pack("!Q", length)
        key = (mask * (length // 4 + 1))[:length]
        masked = (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(length, "big")
        self.writer.write(head + mask + masked)

    async def send(self, event):
        self._write(TEXT, json.dumps(event).encode())
        await self.writer.drain()

    async def receive(self):
        """The next event; None when the other side closed."""
        while True:
            first, second = await self.reader.readexactly(2)
            length = second & 127
            if length == 126:
                length, = struct.unpack("!H", await self.reader.readexactly(2))
            elif length == 127:
                length, = struct.unpack("!Q", await self.reader.readexactly(8))
            payload = await self.reader.readexactly(length)
            kind = first & 15
            if kind == PING:
                self._write(PONG, payload)
            elif kind == CLOSE:
                return None
            elif kind == TEXT:
                return json.loads(payload)

    async def until(self, kind, deadline=30):
        """Receives until an event of this type; None when the other side closed before."""
        async def search():
            while True:
                event = await self.receive()
                if event is None or event["type"] == kind:
                    return event
        try:
            return await asyncio.wait_for(search(), deadline)
        except (asyncio.IncompleteReadError, ConnectionError):
            return None

    def close(self):
        self.writer.close()
