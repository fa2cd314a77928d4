import { run } from "../../logic/errand.js";

const { server } = getApp().globalData;

// Opened by the page in the web view; goes back by itself once the server knows.
Page({
  data: { words: "" },
  async onLoad(options) {
    try {
      await run(wx, server, options);
      wx.navigateBack();
    } catch (error) {
      this.setData({ words: error.message || "没有网络，请返回后重试。" });
    }
  },
});
