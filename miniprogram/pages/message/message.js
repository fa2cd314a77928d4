import { fontScale } from "../../logic/door.js";
import { agreeToCase } from "../../logic/message.js";

const { server } = getApp().globalData;

// Opened by a household's page in the web view, with what it had offered.
Page({
  data: { words: "", isDone: false, large: fontScale(wx) > 1.1 },
  onLoad(options) { this.offer = options; },
  async agree() {
    try {
      this.setData({ words: await agreeToCase(wx, server, this.offer), isDone: true });
    } catch (error) {
      this.setData({ words: error.message || "没有网络，请稍后再点。" });
    }
  },
  back() { wx.navigateBack(); },
});
