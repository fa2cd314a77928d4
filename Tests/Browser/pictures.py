"""Pictures for tests, written byte by byte."""
import os, struct, zlib


def png(path, width, height, rows):
    """A PNG of gray pixels; `rows` gives its compressed rows."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    return str(path)


def noise(path, side=1200):
    """What no encoder makes small."""
    return png(path, side, side, zlib.compress(b"".join(b"\0" + os.urandom(side) for _ in range(side)), 1))


def bomb(path, side=40_000):
    """1.6 GB of pixels in a file of 2 MB."""
    packer, row = zlib.compressobj(9), b"\0" * (side + 1)
    return png(path, side, side, b"".join([packer.compress(row) for _ in range(side)] + [packer.flush()]))
