// In the mini-program's web view: asks for one message when the declaration goes on. WeChat wants the
// yes on a page of its own.
import { lead } from "/m/shell.js";

for (const box of document.querySelectorAll("[data-wechat]")) {
  const [button, words] = box.children;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const { receipt, tail, word } = box.dataset;
      const answer = await fetch("/api/v1/wechat/offers", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ receipt, tail, word }) });
      const said = await answer.json();
      if (!answer.ok) throw new Error(said.detail);
      await lead(`/pages/message/message?id=${said.id}&template=${said.template}`);
    } catch (error) {
      words.textContent = error.message || "没有网络，请稍后再点。";
    }
    button.disabled = false;
  });
}
