const { door } = getApp().globalData;

Page({
  data: { url: "", words: "" },
  async onLoad(options) {
    try {
      const url = options.to ? await door.pageFor(options.to) : door.openPage(decodeURIComponent(options.open ?? ""));
      this.setData({ url });
    } catch (error) {
      this.setData({ words: error.message || "没有网络。请返回，在“待走访”里填写，恢复后自动发送。" });
    }
  },
});
