// Coming in: by WeChat once the account is bound, by account and password the first time.
import { ask, Refused } from "./server.js";

// WeChat's own size of letters; 关怀模式 is 1.4 and more.
export function fontScale(wx) {
  const info = wx.getAppBaseInfo?.() ?? wx.getSystemInfoSync?.() ?? {};
  return info.fontSizeScaleFactor ?? (info.fontSizeSetting ? info.fontSizeSetting / 16 : 1);
}

export function makeDoor(wx, server) {
  const door = { officer: null };
  const code = async () => (await ask(wx, "login")).code;
  const take = (entry) => {
    server.token = entry.token;
    door.officer = entry;
    return entry;
  };
  // Null where this WeChat is not bound, with the reason in `door.words`.
  door.enter = async () => {
    try {
      return take(await server.ask("POST", "wechat/session", { code: await code() }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      door.words = error.message;
      return null;
    }
  };
  door.bind = async (account, password) =>
    take(await server.ask("POST", "wechat/binding", { code: await code(), account, password }));
  door.unbind = async () => {
    await server.ask("DELETE", "wechat/binding");
    server.token = null;
    door.officer = null;
  };
  // A page of the officer, by a ticket that opens it once.
  door.pageFor = async (to) => {
    const { ticket } = await server.ask("POST", "wechat/tickets", { to });
    return `${server.base}/wechat/enter?ticket=${ticket}&fs=${fontScale(wx)}`;
  };
  // A page for anybody; `scanned` is the address on a village's poster.
  door.openPage = (scanned) => {
    const village = scanned?.startsWith(`${server.base}/f?v=`) ? scanned.slice(`${server.base}/f?v=`.length) : "";
    return `${server.base}/f?fs=${fontScale(wx)}${/^[0-9A-Z-]+$/.test(village) ? `&v=${village}` : ""}`;
  };
  return door;
}
