// Presses what a key stands for (`data-keys`); without this script the same parts are clicked.
let isPressed = false;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isPressed) return;
  if (event.target.closest("input:not([type=hidden]),textarea,select")) return;
  const key = event.key.toLowerCase();
  const part = [...document.querySelectorAll("[data-keys]")]
    .find((one) => one.dataset.keys.split(" ").includes(key));
  if (!part) return;
  event.preventDefault();
  isPressed = true;
  part.click();
});
// The way back in the browser shows the page as it was left.
addEventListener("pageshow", () => { isPressed = false; });
