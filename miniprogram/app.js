import { base } from "./config.js";
import { makeServer } from "./logic/server.js";
import { makeDoor } from "./logic/door.js";
import { makeShelf } from "./logic/shelf.js";

const server = makeServer(wx, base);
App({ globalData: { base, server, door: makeDoor(wx, server), shelf: makeShelf(wx, server) } });
