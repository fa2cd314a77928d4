// What a page in the web view asked for: done here, told to the server, fetched by the page there.
// The page cannot be told directly: WeChat delivers postMessage only when the page is left.
import { ask } from "./server.js";

const DOES = {
  scan: async (wx) => ({ text: (await ask(wx, "scanCode", { scanType: ["qrCode"] })).result }),
  location: async (wx) => {
    const at = await ask(wx, "getLocation", { type: "wgs84", isHighAccuracy: true });
    return { lat: at.latitude.toFixed(6), lon: at.longitude.toFixed(6), accuracy: String(Math.round(at.accuracy)), system: "wgs84" };
  },
};

export async function run(wx, server, { id, kind }) {
  if (!DOES[kind]) throw new Error(`没有“${kind}”这项操作`);
  let answer;
  try {
    answer = await DOES[kind](wx);
  } catch (error) {
    // Refused or put away: the page is told, so that it does not wait.
    answer = { fault: error.message };
  }
  await server.ask("POST", `wechat/errands/${encodeURIComponent(id)}`, answer);
  return answer;
}
