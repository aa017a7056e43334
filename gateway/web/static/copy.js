// Copies a field's text; the button is there only where this script runs.
"use strict";

// Browsers give the clipboard to pages over https and on loopback only; elsewhere the selection is copied.
async function copied(field) {
  field.select();
  if (navigator.clipboard !== undefined) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      // Not permitted: the older way may be.
    }
  }
  return document.execCommand("copy");
}

for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const status = document.getElementById(button.dataset.status);
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = (await copied(field)) ? button.dataset.done : button.dataset.failed;
  });
}
