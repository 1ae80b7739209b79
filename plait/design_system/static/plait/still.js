// A page about a child that is open asks every few seconds whether what it shows may
// still be seen. When it may not, the page is cleared. When nobody can be asked for a
// minute, it is covered until somebody can; what is being written stays.
const EVERY = 12_000;
const LOST_AFTER = 60_000;
const meta = document.querySelector('meta[name="plait-still"]');
const address = meta?.content;
const atWork = meta?.hasAttribute("data-work");
let answeredAt = Date.now();
let waiting = 0;

// Fields with words that were typed here and not sent.
function written() {
  return [...document.querySelectorAll("main textarea, main input[type=text]")]
    .filter((one) => one.value.trim() && one.value !== one.defaultValue);
}

function typed() {
  return written().map((one) => one.value);
}

// Whose part has ended sends what they were writing as if they had pressed the button:
// it is refused, and kept for whoever leads. It does not stay with them (rule HO7).
function send() {
  const forms = new Set(written().map((one) => one.form));
  for (const form of forms) {
    if (form?.method !== "post") continue;
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => {});
  }
}

function words(tag, text, className = "") {
  const one = document.createElement(tag);
  one.textContent = text;
  one.className = className;
  return one;
}

function link(text, href) {
  const line = document.createElement("p");
  const one = words("a", text, "pl-more");
  one.href = href;
  line.append(one);
  return line;
}

// Everything between the top bar and the foot.
function content() {
  return [...document.body.children].filter((one) => !one.matches("header, footer, script, .govuk-skip-link, .pl-cover"));
}

function box(title, ...inside) {
  const narrow = words("div", "", "pl-narrow");
  narrow.append(words("h1", title, "govuk-heading-l"), ...inside);
  const main = words("main", "", "govuk-main-wrapper");
  main.id = "main";
  main.append(narrow);
  const width = words("div", "", "pl-width pl-cover");
  width.setAttribute("role", "status");
  width.append(main);
  return width;
}

function kept(answers) {
  if (!answers.length) return [];
  const label = words("label", "What you wrote here was not saved. You can copy it:", "govuk-label");
  label.htmlFor = "pl-kept";
  const area = words("textarea", "", "govuk-textarea");
  area.id = "pl-kept";
  area.rows = 6;
  area.value = answers.join("\n\n");
  return [label, area];
}

function clear(isThere) {
  clearTimeout(waiting);
  const leaves = atWork && !isThere;
  const answers = leaves ? [] : typed();
  if (leaves) send();
  const old = [...content(), ...document.querySelectorAll(".pl-cover")];
  old.forEach((one) => one.remove());
  document.title = "This page is closed – Plait";
  document.querySelector("footer").before(
    box(
      "You can no longer see this page",
      words("p", "Something about it has changed, so it was cleared from this screen."),
      ...kept(answers),
      link("See what is there for you now", location.href),
    ),
  );
}

function cover() {
  if (typed().length || document.querySelector(".pl-cover")) return;
  content().forEach((one) => (one.hidden = true));
  document.querySelector("footer").before(
    box(
      "Covered until we can ask",
      words("p", "There is no signal, or you have been signed out. As soon as we can ask whether you may see this page, it comes back by itself."),
      link("Load it again", location.href),
    ),
  );
}

function uncover() {
  answeredAt = Date.now();
  document.querySelectorAll(".pl-cover").forEach((one) => one.remove());
  content().forEach((one) => (one.hidden = false));
}

async function ask() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, EVERY);
  try {
    const answer = await fetch(address, {
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(EVERY - 2_000),
    });
    if (answer.status === 204) return uncover();
    if (answer.status === 410) return clear(true);
    if (answer.status === 404) return clear(false);
  } catch {
    // Nobody could be asked; the next time perhaps.
  }
  if (Date.now() - answeredAt > LOST_AFTER) cover();
}

if (address) {
  waiting = setTimeout(ask, EVERY);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask());
  addEventListener("online", ask);
  addEventListener("pageshow", (event) => event.persisted && ask());
}
