// Keeps what is filled in so far, some seconds after the last change. Without this script the
// button "保存草稿" does the same.
const form = document.querySelector("form[data-draft]");
const saved = document.getElementById("saved");
let timer = 0;
let isHandedIn = false;

async function save() {
  if (isHandedIn) return;
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "autosave");
  try {
    const answer = await fetch(form.action, { method: "POST", body, keepalive: true });
    saved.textContent = answer.ok
      ? `草稿已自动保存 ${new Date().toLocaleTimeString("zh-CN")}`
      : "草稿没有保存上，请点“保存草稿”";
  } catch {
    saved.textContent = "没有网络，草稿暂未保存，恢复后会再试";
    timer = setTimeout(save, 10000);
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(save, 2000);
});
form.addEventListener("submit", () => {
  isHandedIn = true;
  clearTimeout(timer);
});
