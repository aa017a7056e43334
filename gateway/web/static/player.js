// Plays the recordings of a report from the second that somebody chooses, and shows where in the transcript they are.
"use strict";

const STEP_S = 5;
const NOW = "sentence-now";
const BESIDE = matchMedia("(min-width: 64rem)");  // the transcript stands beside the recording, not below it

// A player belongs to an answer: the element that holds its recording, its timeline and what was said.
class Player {
  constructor(answer) {
    this.answer = answer;
    this.media = answer.querySelector("video, audio");
    this.line = answer.querySelector(".now");
    this.track = answer.querySelector("[data-duration]");
    this.current = null;
    this.sentences = [...answer.querySelectorAll("[data-start]")].map((element) => ({
      element, start: Number(element.dataset.start), end: Number(element.dataset.end),
    }));
    for (const name of ["timeupdate", "seeking", "seeked"]) this.media.addEventListener(name, () => this.show());
    this.media.addEventListener("play", () => players.forEach((other) => other === this || other.media.pause()));
    this.media.addEventListener("error", () => this.complain());
    if (this.media.error !== null) this.complain();
  }

  seek(ms) {
    this.media.currentTime = ms / 1000;
    this.media.play().catch(() => {});  // a browser may want a click on the player itself first
  }

  step(seconds) {
    this.media.currentTime = Math.max(0, this.media.currentTime + seconds);
  }

  toggle() {
    if (this.media.paused) this.media.play().catch(() => {});
    else this.media.pause();
  }

  show() {
    const ms = this.media.currentTime * 1000;
    const found = this.sentences.find((one) => one.start <= ms + 1 && ms < one.end);
    const element = found === undefined ? null : found.element;
    if (this.line !== null) {
      const at = `${Math.min(100, (100 * ms) / Number(this.track.dataset.duration))}%`;
      this.line.setAttribute("x1", at);
      this.line.setAttribute("x2", at);
    }
    if (element === this.current) return;
    if (this.current !== null) {
      this.current.classList.remove(NOW);
      this.current.removeAttribute("aria-current");
    }
    if (element !== null) {
      element.classList.add(NOW);
      element.setAttribute("aria-current", "true");
    }
    this.current = element;
  }

  complain() {
    const place = this.answer.querySelector(".unplayable");
    place.textContent = place.dataset.words;
    place.hidden = false;
  }
}

const players = [...document.querySelectorAll("[data-player]")].map((answer) => new Player(answer));

function playerOf(element) {
  const answer = element === null ? null : element.closest("[data-player]");
  return players.find((one) => one.answer === answer);
}

// Where a link leads: a sentence of the transcript, and the moment of its recording.
function goalOf(link) {
  const id = link.dataset.at ?? (link.hash !== "" && link.pathname === location.pathname ? link.hash.slice(1) : "");
  const sentence = document.getElementById(id);
  const player = playerOf(sentence);
  if (player === undefined) return null;
  const ms = link.dataset.ms ?? sentence.dataset.start;
  return ms === undefined ? null : { player, sentence, ms: Number(ms) };
}

function follow(event, link) {
  const goal = goalOf(link);
  if (goal === null) return;
  event.preventDefault();
  if (playerOf(link) !== goal.player) {
    location.hash = goal.sentence.id;  // the browser's way back leads to where the reader came from
    const answer = goal.player.answer;
    if (BESIDE.matches && answer.offsetHeight < innerHeight) answer.scrollIntoView({ block: "center" });
    goal.sentence.querySelector("a.at")?.focus({ preventScroll: true });
  }
  goal.player.seek(goal.ms);
}

document.addEventListener("click", (event) => {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a[href]");
  if (link !== null) {
    follow(event, link);
    return;
  }
  const player = playerOf(event.target);
  if (player === undefined || String(getSelection()) !== "") return;
  const sentence = event.target.closest("[data-start]");
  const track = event.target.closest("[data-duration]");
  if (sentence !== null) {
    player.seek(Number(sentence.dataset.start));
  } else if (track !== null) {
    const box = track.getBoundingClientRect();
    player.seek(((event.clientX - box.left) / box.width) * Number(track.dataset.duration));
  }
});

document.addEventListener("keydown", (event) => {
  const player = playerOf(event.target);
  if (player === undefined || event.target === player.media) return;  // the browser's own controls know their keys
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  if (event.key === " ") player.toggle();
  else if (event.key === "ArrowLeft") player.step(-STEP_S);
  else if (event.key === "ArrowRight") player.step(STEP_S);
  else return;
  event.preventDefault();
});
