// Asks a question only where its condition holds. Without this script every question is shown with
// its condition beside it, and the server judges the same.
const boxes = [...document.querySelectorAll("[data-when]")];
const filledIn = boxes[0]?.closest("form");

function show() {
  for (const box of boxes) {
    // What is hidden is not sent, so that questions that hang on it are hidden as well.
    const given = new FormData(filledIn).getAll(box.dataset.when);
    box.hidden = !given.some((value) => box.dataset.is.split("|").includes(value));
    for (const part of box.querySelectorAll("input, select, textarea")) part.disabled = box.hidden;
  }
}

if (filledIn) {
  filledIn.addEventListener("change", show);
  show();
}
