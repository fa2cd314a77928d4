// Reads a page aloud and takes spoken words down, where the phone can. All works without it.
const reads = document.querySelector("[data-read]");
if (reads && window.speechSynthesis) {
  reads.hidden = false;
  reads.addEventListener("click", () => {
    if (speechSynthesis.speaking) return speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(document.querySelector("[data-aloud]").innerText);
    words.lang = "zh-CN";
    words.rate = 0.9;
    speechSynthesis.speak(words);
  });
}
for (const field of document.querySelectorAll("[data-spoken] textarea")) {
  field.insertAdjacentHTML("afterend", `<button class="button quiet" type="button" data-speak="${field.id}" hidden>用嘴说</button>`);
}
const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;
for (const button of document.querySelectorAll("[data-speak]")) {
  if (!Recognition) continue;
  button.hidden = false;
  const field = document.getElementById(button.dataset.speak);
  button.addEventListener("click", () => {
    const ear = new Recognition();
    ear.lang = "zh-CN";
    button.textContent = "请说…";
    ear.onresult = (event) => { field.value += event.results[0][0].transcript; };
    ear.onerror = () => { button.textContent = "没有听清，再说一次"; };
    ear.onend = () => { if (button.textContent === "请说…") button.textContent = "用嘴说"; };
    ear.start();
  });
}
