// Follows an interview's progress; when the interview is completed, the page is loaded again with what came of it.
"use strict";

const section = document.getElementById("progress");
const step = document.getElementById("step");
const language = section.dataset.language;
const states = JSON.parse(section.dataset.states);

function show(progress) {
  step.textContent = progress.step_text[language];
  for (const answer of progress.answers) {
    const item = document.querySelector(`[data-question="${CSS.escape(answer.question_id)}"]`);
    if (item === null) continue;
    item.querySelector("progress").value = Math.round(answer.progress * 100);
    item.querySelector(".state").textContent = states[answer.status];
  }
}

const events = new EventSource(section.dataset.events);
events.addEventListener("progress", (event) => {
  const progress = JSON.parse(event.data);
  show(progress);
  if (progress.status === "completed" || progress.status === "cancelled") {
    events.close();
    location.reload();
  }
});
events.addEventListener("error", () => {
  step.textContent = section.dataset.lost;
});
