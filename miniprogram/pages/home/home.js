import { fontScale } from "../../logic/door.js";
import { agreeToVisits } from "../../logic/message.js";

const { door, server, shelf } = getApp().globalData;

Page({
  data: { officer: null, words: "", waiting: [], records: [], large: fontScale(wx) > 1.1 },
  // A poster that was scanned outside opens the declaration at once.
  onLoad(options) {
    const scanned = options.q ? decodeURIComponent(options.q) : "";
    if (scanned) wx.navigateTo({ url: `/pages/web/web?open=${encodeURIComponent(scanned)}` });
  },
  async onShow() {
    await this.look();
    try {
      const officer = door.officer ?? (await door.enter());
      this.setData({ officer, words: officer ? "" : door.words });
      if (!officer?.mayVisit) return;
      await shelf.send();
      await shelf.refresh();
    } catch {
      this.setData({ words: "没有网络，照常填写，恢复后自动发送。" });
    }
    await this.look();
  },
  async look() {
    this.setData({ waiting: (await shelf.read("waiting")) ?? [], records: await shelf.records() });
  },
  bind() { wx.navigateTo({ url: "/pages/bind/bind" }); },
  farmer() { wx.navigateTo({ url: "/pages/web/web?open=" }); },
  officer() { wx.navigateTo({ url: "/pages/web/web?to=/m/" }); },
  visit(event) { wx.navigateTo({ url: `/pages/visit/visit?household=${event.currentTarget.dataset.id}` }); },
  again(event) { wx.navigateTo({ url: `/pages/visit/visit?record=${event.currentTarget.dataset.key}` }); },
  async remind() {
    try {
      this.setData({ words: await agreeToVisits(wx, server, this.data.officer.template) });
    } catch (error) {
      this.setData({ words: error.message || "没有网络，请稍后再点。" });
    }
  },
  async unbind() {
    const { confirm } = await wx.showModal({ title: "解除绑定", content: "解除后要用账号和口令重新登录。没有发出的记录仍在手机上。" });
    if (!confirm) return;
    await door.unbind();
    await shelf.forget();
    this.onShow();
  },
});
