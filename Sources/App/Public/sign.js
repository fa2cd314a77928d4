// A letter of authorisation signed on the screen; without scripts it is printed and signed on paper.
import { pad } from "/m/files.js";

const form = document.querySelector("[data-sign]");
if (form) {
  document.querySelector("#sign").hidden = false;
  const alert = form.querySelector("[role=alert]");
  const button = form.querySelector("button:not([type])");
  const say = (words) => {
    alert.textContent = words;
    alert.hidden = false;
  };
  const signed = pad("请在框内签字", () => (alert.hidden = true));
  button.before(signed.element);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const signature = await signed.signature();
      if (!signature) return say("还没有签字。请在框内签字，或改用纸质签字。");
      const body = new FormData(form);
      body.append("file", new Blob([signature.bytes], { type: "image/png" }), "签字.png");
      const answer = await fetch(form.action, { method: "POST", body });
      if (answer.ok) return location.replace(answer.url);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      say(page.querySelector("main [role=alert], main p")?.textContent ?? "没有保存，请重试。");
    } catch {
      say("没有保存：网络不通，或这台电脑不支持屏幕签字。请重试，或改用纸质签字。");
    } finally {
      button.disabled = false;
    }
  });
}
