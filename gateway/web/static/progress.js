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

// Words of answers that are being given, by question; a later utterance takes the place of one that began with it.
const following = new Map();

// Chinese and Japanese are written without spaces.
const together = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{P}]/u;

function spaced(words) {
  return words.reduce((text, word) => text + (text === "" || together.test(word) ? "" : " ") + word, "");
}

function follow(question) {
  const item = document.querySelector(`[data-question="${CSS.escape(question)}"]`);
  const said = item === null ? null : item.querySelector(".said");
  if (said === null || following.has(question)) return;
  const utterances = new Map();
  const words = new EventSource(`${section.dataset.answers}${encodeURIComponent(question)}/live`);
  following.set(question, words);
  said.hidden = false;
  item.querySelector(".state").textContent = section.dataset.beingGiven;
  words.addEventListener("utterance", (event) => {
    const utterance = JSON.parse(event.data);
    utterances.set(utterance.start_ms, spaced(utterance.words.map((word) => word.text)));
    const order = [...utterances.keys()].sort((one, other) => one - other);
    said.textContent = spaced(order.map((start) => utterances.get(start)));
  });
  words.addEventListener("end", () => words.close());
}

const events = new EventSource(section.dataset.events);
events.addEventListener("progress", (event) => {
  const progress = JSON.parse(event.data);
  show(progress);
  progress.live.forEach(follow);
  if (progress.status === "completed" || progress.status === "cancelled") {
    events.close();
    location.reload();
  }
});
events.addEventListener("error", () => {
  step.textContent = section.dataset.lost;
});
