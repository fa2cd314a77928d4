import { fontScale } from "../../logic/door.js";
import { makeSheet } from "../../logic/sheet.js";

const { shelf } = getApp().globalData;

Page({
  data: { head: "", title: "", others: [], sections: [], faults: [], large: fontScale(wx) > 1.1 },
  async onLoad(options) {
    this.sheet = await makeSheet(shelf, options);
    this.draw();
  },
  draw(faults = []) { this.setData({ head: this.sheet.household.head, title: this.sheet.title, others: this.sheet.others, sections: this.sheet.sections(), faults }); },
  async changed(event) {
    const value = event.detail.value;
    this.sheet.set(event.currentTarget.dataset.name, Array.isArray(value) ? value.join(",") : value);
    await this.sheet.keepDraft();
    this.draw(this.data.faults);
  },
  other(event) { wx.navigateTo({ url: `/pages/visit/visit?household=${this.sheet.household.id}&form=${event.currentTarget.dataset.name}` }); },
  async send() {
    const { faults } = await this.sheet.hand();
    if (faults) {
      this.draw([...faults.values()]);
      return wx.pageScrollTo({ scrollTop: 0 });
    }
    wx.navigateBack();
  },
});
