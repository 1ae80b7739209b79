// Small comforts. Every page works without this file.
// After a form came back with mistakes, the reader starts at their list.
function showMistakes() {
  const summary = document.querySelector(".govuk-error-summary");
  if (!summary) return;
  summary.setAttribute("tabindex", "-1");
  summary.addEventListener("blur", () => summary.removeAttribute("tabindex"), { once: true });
  summary.focus();
}

// A link in that list leads to the answer itself, with its question in view.
function leadToAnswer(event) {
  const link = event.target.closest(".govuk-error-summary a");
  if (!link || !link.hash) return;
  const answer = document.getElementById(link.hash.slice(1));
  if (!answer) return;
  event.preventDefault();
  const question = answer.closest("fieldset") || document.querySelector(`label[for="${CSS.escape(answer.id)}"]`);
  (question || answer).scrollIntoView();
  answer.focus({ preventScroll: true });
}

// The first press counts; the same button pressed again within two seconds does not.
const QUIET_FOR = 2000;
const sent = new WeakMap();

function sendOnce(event) {
  const pressed = event.submitter || event.target;
  const before = sent.get(pressed);
  if (before !== undefined && event.timeStamp - before < QUIET_FOR) {
    event.preventDefault();
    return;
  }
  sent.set(pressed, event.timeStamp);
}

// "Show" beside a password; it is hidden again before it is sent.
function showPassword(button) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  if (!input) return;
  const turn = (type) => {
    input.type = type;
    const word = type === "password" ? "Show" : "Hide";
    button.textContent = word;
    button.setAttribute("aria-label", `${word} password`);
  };
  button.hidden = false;
  button.addEventListener("click", () => turn(input.type === "password" ? "text" : "password"));
  input.form?.addEventListener("submit", () => turn("password"));
}

showMistakes();
document.addEventListener("click", leadToAnswer);
document.addEventListener("submit", sendOnce);
document.querySelectorAll(".govuk-js-password-input-toggle").forEach(showPassword);
