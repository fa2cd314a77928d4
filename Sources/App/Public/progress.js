// Shows how far a job is, as it goes on. Without this script the page reloads itself.
const card = document.querySelector("[data-job]");
const source = new EventSource(`/jobs/${card.dataset.job}/events`);

source.onmessage = (event) => {
  const job = JSON.parse(event.data);
  card.querySelector("[data-words]").textContent = job.words;
  card.querySelector("rect").setAttribute("width", job.width);
  if (!job.open) {
    source.close();
    location.reload();
  }
};
