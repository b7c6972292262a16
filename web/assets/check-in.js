// Counting at the door. Every press is kept in this browser before it is sent, and leaves it only
// when the server has answered for its mark; the server counts each mark once, however often it comes.

const given = JSON.parse(document.getElementById("given").textContent);
const ALL = "common-ground/door/";
const OURS = `${ALL}${given.event}/`;
const WAIT = `${OURS}wait/`;
const EVERY_MS = 5_000, PATIENCE_MS = 15_000, DAY_MS = 86_400_000, WORDS = 12;
const part = (id) => document.getElementById(id);
const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
const keys = (start) => Object.keys(localStorage).filter((key) => key.startsWith(start));

let tally = given.tally;
let isBusy = false, isAway = false, hasEnded = false, trouble = "";

function waiting() {
  const kept = keys(WAIT).map((key) => JSON.parse(localStorage.getItem(key)));
  return kept.filter(Boolean).sort((one, other) => one.at - other.at).map((one) => one.arrival);
}

const sent = () => Number(localStorage.getItem(`${OURS}sent`));
const wordsHere = () => JSON.parse(localStorage.getItem(`${OURS}words`) ?? "[]");
const total = (arrivals) => arrivals.reduce((sum, one) => sum + one.people, 0);

function freshMark() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function count(fields) {
  const arrival = { mark: freshMark(), people: 1, described_as: "", name: "", ticket: "", ...fields };
  try {
    localStorage.setItem(WAIT + arrival.mark, JSON.stringify({ arrival, at: Date.now() }));
    learn(arrival.described_as);
  } catch {
    trouble = given.says.full;
    show();
    return false;
  }
  trouble = "";
  show();
  send();
  return true;
}

function learn(word) {
  const words = wordsHere();
  if (word && !words.includes(word)) {
    localStorage.setItem(`${OURS}words`, JSON.stringify([word, ...words].slice(0, WORDS)));
  }
}

async function ask(what, options = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const address = `/check-in/${given.event}/${what}`;
    const answer = await fetch(address, { ...options, redirect: "error", signal: patience.signal });
    const said = await answer.json();
    const isOurs = answer.ok ? Number.isInteger(said?.people) : typeof said?.refusal === "string";
    return isOurs ? { status: answer.status, said } : null;
  } catch {
    return null; // no network, or no answer of ours
  } finally {
    clearTimeout(timer);
  }
}

// Tried even where the browser says that there is no network: the server may be this very machine.
async function send() {
  if (isBusy) return;
  isBusy = true;
  const batch = waiting().slice(0, given.most);
  const headers = { "Content-Type": "application/json" };
  const answer = batch.length
    ? await ask("arrivals", { method: "POST", headers, body: JSON.stringify(batch) })
    : await ask("tally");
  isBusy = false;
  isAway = answer === null;
  const isSettled = answer !== null && take(answer, batch);
  show();
  if (isSettled && waiting().length) send();
}

// Whether something left the queue.
function take({ status, said }, batch) {
  hasEnded = status === 401;
  trouble = hasEnded ? "" : said.refusal ?? "";
  if (status !== 200) return false;
  tally = said;
  let isSettled = false;
  for (const arrival of batch) {
    const refusal = said.refused.find((one) => one.mark === arrival.mark);
    if (refusal) tell(arrival, refusal.reason);
    if (refusal || arrival.mark in said.counted) {
      isSettled = true;
      settle(arrival, refusal ? 0 : said.counted[arrival.mark]);
    }
  }
  return isSettled;
}

function settle(arrival, people) {
  if (localStorage.getItem(WAIT + arrival.mark) === null) return; // another tab of this page did
  localStorage.removeItem(WAIT + arrival.mark);
  localStorage.setItem(`${OURS}sent`, sent() + people);
}

function tell(arrival, reason) {
  const line = document.createElement("p");
  line.className = "refusal";
  const words = arrival.ticket || arrival.name || arrival.described_as;
  line.textContent = words ? filled(given.says.by_hand, { words, reason }) : reason;
  part("refused").prepend(line);
}

function show() {
  const here = waiting(), waits = total(here), counted = sent() + waits;
  const sentence = given.says[here.length === 0 ? "all" : isAway ? "away" : "unsent"];
  write("state", filled(sentence, { counted, sent: sent(), waiting: waits }));
  write("people", String(tally.people + waits));
  write("trouble", trouble);
  part("trouble").hidden = !trouble;
  part("ended").hidden = !hasEnded;
  const groups = new Map(Object.entries(tally.described));
  for (const { described_as: group, people } of here) {
    if (group) groups.set(group, (groups.get(group) ?? 0) + people);
  }
  const lines = Array.from(groups, ([group, n]) => {
    return Object.assign(document.createElement("li"), { textContent: filled(given.says.group, { group, n }) });
  });
  part("groups").replaceChildren(...lines);
  offer(new Set([...wordsHere(), ...groups.keys()]));
}

// Only what is new is written: a screen reader reads each change aloud.
function write(id, words) {
  if (part(id).textContent !== words) part(id).textContent = words;
}

function offer(words) {
  const field = part("described_as"), known = part("known");
  for (const word of words) {
    if ([...known.children].some((button) => button.textContent === word)) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: word });
    button.className = "second";
    button.addEventListener("click", () => {
      field.value = field.value === word ? "" : word;
      press();
    });
    known.append(button);
  }
  press();
}

function press() {
  const said = part("described_as").value.trim();
  for (const button of part("known").children) {
    button.setAttribute("aria-pressed", String(button.textContent === said));
  }
}

// Names go on their day here too, and nothing is kept of meetings that are all sent.
function forget() {
  for (const key of keys(ALL)) {
    const [, meeting, kind] = key.slice(0, -1).match(/door\/(\d+)\/(\w+)/) ?? [];
    const kept = kind === "wait" ? JSON.parse(localStorage.getItem(key)) : null;
    if (kept?.arrival.name && Date.now() - kept.at > given.kept_days * DAY_MS) {
      kept.arrival.name = "";
      localStorage.setItem(key, JSON.stringify(kept));
    }
    const isOther = Number(meeting) !== given.event;
    if (!kept && isOther && !keys(`${ALL}${meeting}/wait/`).length) localStorage.removeItem(key);
  }
}

part("count").addEventListener("submit", (event) => {
  event.preventDefault();
  const said = part("described_as"), name = part("name");
  const people = Number(event.submitter.value);
  if (count({ people, described_as: said.value.trim(), name: name.value.trim() })) {
    said.value = name.value = "";
    press();
  }
});
part("count").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault(); // "done" on a telephone's keyboard is no press
  event.target.blur();
});
part("described_as").addEventListener("input", press);
part("reply").addEventListener("submit", (event) => {
  event.preventDefault();
  if (count({ ticket: part("ticket").value.trim() })) part("ticket").value = "";
});

// The camera reads the square code of a reply, where the browser can: the picture stays in it.
const LOOK_MS = 250;
let camera = null, lastSeen = "";

async function scan() {
  if (camera) return stopScanning();
  try {
    camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    write("seen", given.says.blind);
    return;
  }
  part("view").srcObject = camera;
  part("view").hidden = false;
  part("scan").textContent = given.says.stop;
  await part("view").play();
  look(new BarcodeDetector({ formats: ["qr_code"] }));
}

function stopScanning() {
  camera?.getTracks().forEach((track) => track.stop());
  camera = part("view").srcObject = null;
  part("view").hidden = true;
  part("scan").textContent = given.says.scan;
}

async function look(detector) {
  if (!camera) return;
  const [code] = await detector.detect(part("view")).catch(() => []);
  const letters = code?.rawValue.trim() ?? "";
  // A code that is held before the camera is read many times, and counts once.
  if (letters && letters !== lastSeen && letters.length <= part("ticket").maxLength) {
    lastSeen = letters;
    if (count({ ticket: letters })) write("seen", filled(given.says.seen, { letters }));
  }
  setTimeout(look, LOOK_MS, detector);
}

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  part("scan").textContent = given.says.scan;
  part("scan").hidden = false;
  part("scan").addEventListener("click", scan);
  document.addEventListener("visibilitychange", () => document.hidden && stopScanning());
}
window.addEventListener("online", send);
window.addEventListener("offline", send);
setInterval(() => (waiting().length || document.visibilityState === "visible") && send(), EVERY_MS);
part("open").hidden = false;
forget();
send();
