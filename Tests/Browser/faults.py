"""A bad network between a phone and the server: slow, narrow, lossy, cut off.

The kernel here has no `netem` (`tc qdisc add … netem`: "Specified qdisc kind is unknown"), so a proxy
of our own stands between the two: TCP itself would repeat lost packets, and what the phone notices of
them is time and torn connections, which is what this does.
"""
import random, socket, threading, time

PACKET = 1400


class BadNetwork:
    """Listens on a port of its own and passes everything on to the server, as badly as it is told."""

    def __init__(self, port):
        self.server = port
        self.delay = 0.0
        self.rate = None
        self.loss = 0.0
        self.is_down = False
        # Cuts the connection once so many bytes went up; then no more.
        self.cut_after = None
        # Drops the server's answer to a request that holds these bytes, and all signal with it: a
        # browser asks again by itself where only the connection tore.
        self.swallow = None
        self.cuts = self.swallowed = 0
        self.chance = random.Random(5)
        self.lock = threading.Lock()
        self.open = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                phone, _ = self.listener.accept()
            except OSError:
                return
            if self.is_down:
                phone.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.server), timeout=5)
            except OSError:
                phone.close()
                continue
            server.settimeout(None)
            pair = Pair(self, phone, server)
            with self.lock:
                self.open.add(pair)
            pair.start()

    def down(self):
        """No signal: nothing gets through, and what is open tears."""
        self.is_down = True
        for pair in list(self.open):
            pair.close()

    def up(self):
        self.is_down = False

    def close(self):
        self.listener.close()
        self.down()


class Pair:
    """One connection, passed on in both directions."""

    def __init__(self, network, phone, server):
        self.network, self.phone, self.server = network, phone, server
        self.mute = False
        self.seen = b""
        self.last = 0.0

    def start(self):
        for source, target, is_up in ((self.phone, self.server, True), (self.server, self.phone, False)):
            threading.Thread(target=self.carry, args=(source, target, is_up), daemon=True).start()

    def carry(self, source, target, is_up):
        network = self.network
        try:
            while piece := source.recv(PACKET):
                self.wait(len(piece))
                if is_up:
                    self.watch(piece)
                elif self.mute:
                    # The server has answered; the phone never hears of it.
                    network.swallowed += 1
                    network.down()
                    break
                target.sendall(piece)
        except OSError:
            pass
        self.close()

    def wait(self, size):
        network = self.network
        # Once per exchange: bytes that follow each other travel together.
        if time.monotonic() - self.last > network.delay:
            time.sleep(network.delay * network.chance.uniform(0.8, 1.2))
        self.last = time.monotonic()
        if network.rate:
            time.sleep(size * 8 / network.rate)
        # A lost packet is sent again after a time-out of its own.
        if network.chance.random() < network.loss:
            time.sleep(0.3)

    def watch(self, piece):
        network = self.network
        if network.swallow:
            self.seen = (self.seen + piece)[-4096:]
            if network.swallow in self.seen:
                network.swallow, self.mute = None, True
        if network.cut_after is not None:
            network.cut_after -= len(piece)
            if network.cut_after <= 0:
                network.cut_after = None
                network.cuts += 1
                raise OSError("cut")

    def close(self):
        for end in (self.phone, self.server):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
        self.network.open.discard(self)
