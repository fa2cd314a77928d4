import { fontScale } from "../../logic/door.js";

const { door } = getApp().globalData;

Page({
  data: { words: "", large: fontScale(wx) > 1.1 },
  async send(event) {
    const { account, password } = event.detail.value;
    try {
      await door.bind(account.trim(), password);
      wx.navigateBack();
    } catch (error) {
      this.setData({ words: error.message || "没有网络，请稍后重试。" });
    }
  },
});
