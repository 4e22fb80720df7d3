"use strict";

// The data is the Overview that `compliance report` made: see `overview.py` for what its parts mean.
const data = JSON.parse(document.getElementById("data").textContent);
const VERDICTS = ["block", "review", "pass"];
const OTHERS = data.others;
const ROWS_AT_FIRST = 20, CARDS_AT_FIRST = 25;
const NOT_SAID = "(not said)";
const LONGEST_GAP = 24, GAP = "⋯";

const cells = data.cells.map(([number, month, source, verdict, rule, status]) =>
  ({number, month, source, verdict, rule, status}));
const articles = cells.filter((cell) => !cell.rule);
const findings = cells.filter((cell) => cell.rule);
const months = [...new Set(cells.map((cell) => cell.month))].filter(Boolean).sort();
const apart = new Set(cells.map((cell) => cell.source));
const rulesApart = new Set(findings.map((cell) => cell.rule));
const EMPTY = {verdict: "", source: null, rule: null, from: "", to: "", words: ""};
let asked = {...EMPTY};
const shownInFull = new Set();

// Elements

function make(name, attributes = {}, ...children) {
  const svg = ["svg", "g", "rect", "text", "line", "polyline", "title"].includes(name);
  const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") made.addEventListener("click", value);
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

const said = (number) => number.toLocaleString("en");
const share = (part, whole) => whole ? `${(100 * part / whole).toFixed(part && part < whole / 100 ? 1 : 0)} %` : "";
const nameOf = (source) => source === OTHERS ? "(all others)" : source || NOT_SAID;
const titleOf = (rule) => rule === OTHERS ? "(all other rules)" : rule;
const plural = (number, noun) => `${said(number)} ${noun}${number === 1 ? "" : "s"}`;

// What is asked for

function within(cell, except = "") {
  return (except === "verdict" || !asked.verdict || cell.verdict === asked.verdict)
    && (except === "source" || asked.source === null || cell.source === asked.source)
    && inMonths(cell.month);
}

function inMonths(month) {
  if (!asked.from && !asked.to) return true;
  return Boolean(month) && (!asked.from || month.slice(0, asked.from.length) >= asked.from)
    && (!asked.to || month.slice(0, asked.to.length) <= asked.to);
}

function matches(offender) {
  const source = apart.has(offender.source) ? offender.source : OTHERS;
  const rules = offender.findings.map((each) => rulesApart.has(each.rule) ? each.rule : OTHERS);
  const words = asked.words.toLowerCase().split(/\s+/).filter(Boolean);
  return within({verdict: offender.verdict, source, month: offender.published.slice(0, 7)})
    && (asked.rule === null || rules.includes(asked.rule))
    && words.every((word) => offender.haystack.includes(word));
}

for (const offender of data.worst) {
  offender.haystack = [offender.title, offender.article, offender.source,
    ...offender.findings.flatMap((each) => [each.rule, each.quote, each.reason])].join("\n").toLowerCase();
}

function total(list, key) {
  const totals = new Map();
  for (const cell of list) totals.set(cell[key], (totals.get(cell[key]) || 0) + cell.number);
  return totals;
}

const sum = (list) => list.reduce((number, cell) => number + cell.number, 0);

// Parts of the page

function tiles() {
  const counted = total(articles.filter((cell) => within(cell)), "verdict");
  const all = [...counted.values()].reduce((a, b) => a + b, 0);
  const tile = (kind, number, words) =>
    make("div", {class: `tile ${kind}`}, make("b", {}, said(number)), make("span", {class: "soft"}, words));
  const faults = data.totals.summary.faults;
  return make("section", {class: "tiles", "aria-label": "Totals"}, make("h2", {}, "Totals"),
    tile("", all, all === 1 ? "article" : "articles"),
    ...VERDICTS.map((verdict) => tile(verdict, counted.get(verdict) || 0,
      `${verdict} ${share(counted.get(verdict) || 0, all)}`)),
    tile(faults ? "fault" : "", faults, faults ? "could not be checked, in all" : "left unchecked"));
}

// Months, or years, with those in between that nothing was published in; a longer gap is one column that says so.
function calendar(known) {
  const shown = [];
  for (const month of known) {
    const gap = [];
    for (let next = shown.length && after(shown.at(-1)); next && next < month && gap.length <= LONGEST_GAP; next = after(next)) gap.push(next);
    shown.push(...(gap.length > LONGEST_GAP ? [GAP] : gap), month);
  }
  return shown;
}

function after(period) {
  const [year, month] = period.split("-").map(Number);
  if (!month) return String(year + 1).padStart(4, "0");
  return `${String(month === 12 ? year + 1 : year).padStart(4, "0")}-${String(month % 12 + 1).padStart(2, "0")}`;
}

function timeline() {
  const chosen = articles.filter((cell) => within(cell) && cell.month);
  const undated = sum(articles.filter((cell) => within(cell) && !cell.month));
  const shown = calendar(months.filter(inMonths));
  if (!shown.length) return null;
  const height = 190, bottom = 34, left = 46, step = Math.max(9, Math.min(46, 1080 / shown.length));
  const width = left + step * shown.length + 8;
  const byMonth = new Map(shown.map((month) => [month, Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0]))]));
  for (const cell of chosen) byMonth.get(cell.month)[cell.verdict] += cell.number;
  const most = Math.max(1, ...[...byMonth.values()].map((each) => VERDICTS.reduce((n, verdict) => n + each[verdict], 0)));
  const scale = (height - bottom - 10) / most;
  const every = Math.ceil(52 / step);
  const svg = make("svg", {width, height, viewBox: `0 0 ${width} ${height}`, role: "img",
    "aria-label": `Articles by ${shown[0].length === 4 ? "year" : "month"} and verdict; the numbers stand in the table below`});
  for (const part of [0, .5, 1]) {
    const y = height - bottom - most * scale * part;
    svg.append(make("line", {class: "axis", x1: left, x2: width, y1: y, y2: y}),
      make("text", {x: left - 6, y: y + 4, "text-anchor": "end"}, said(Math.round(most * part))));
  }
  shown.forEach((month, at) => {
    let y = height - bottom;
    const counts = byMonth.get(month);
    const bar = make("g", {}, make("title", {}, `${month === GAP ? "nothing for a long time" : month}: ${VERDICTS.map((v) => `${said(counts[v])} ${v}`).join(", ")}`));
    for (const verdict of VERDICTS) {
      const tall = counts[verdict] * scale;
      y -= tall;
      if (tall) bar.append(make("rect", {class: verdict, x: left + at * step + 1, y, width: Math.max(step - 2, 2), height: tall}));
    }
    svg.append(bar);
    if (month === GAP || (at % every === 0 && !shown.slice(at + 1, at + every).includes(GAP))) svg.append(make("text", {x: left + at * step, y: height - bottom + 16}, month));
  });
  const key = make("ul", {class: "key"}, ...VERDICTS.map((verdict) => make("li", {}, make("i", {class: verdict}), verdict)));
  const rows = shown.filter((month) => month !== GAP).map((month) => make("tr", {}, make("th", {scope: "row"}, month),
    ...VERDICTS.map((verdict) => make("td", {class: "number"}, said(byMonth.get(month)[verdict])))));
  return make("section", {}, make("h2", {}, "Verdicts over time"),
    make("div", {class: "wide", tabindex: "0", role: "group", "aria-label": "Chart of verdicts over time"}, svg), key,
    undated ? make("p", {class: "soft"}, `${plural(undated, "article")} without a date not drawn.`) : null,
    make("details", {}, make("summary", {}, "The same as a table"), table("Articles by month", ["Month", ...VERDICTS], rows, "months")));
}

function table(caption, heads, rows, name) {
  const all = shownInFull.has(name) || rows.length <= ROWS_AT_FIRST + 3;
  const whole = make("table", {}, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...heads.map((head) => typeof head === "string" ? make("th", {scope: "col"}, head) : head))),
    make("tbody", {}, ...(all ? rows : rows.slice(0, ROWS_AT_FIRST))));
  const more = all ? null : make("button", {type: "button", class: "more", id: `more-${name}`, onclick: () => {
    shownInFull.add(name);
    draw();
  }}, `Show all ${said(rows.length)}`);
  return make("div", {class: "wide"}, whole, more);
}

const optional = (head) => make("th", {scope: "col", class: "optional"}, head);
const number = (head) => make("th", {scope: "col", class: "number"}, head);

function choose(field, value, words) {
  return make("button", {type: "button", id: `choose-${field}-${value}`, "aria-pressed": String(asked[field] === value),
    onclick: () => change({[field]: asked[field] === value ? null : value})}, words);
}

function bar(counts, most) {
  const width = 150, svg = make("svg", {width, height: 14, "aria-hidden": "true"});
  let x = 0;
  for (const [kind, value] of counts) {
    const long = width * value / most;
    if (long) svg.append(make("rect", {class: kind, x, y: 1, width: Math.max(long, 1), height: 12}));
    x += long;
  }
  return svg;
}

function spark(list) {
  const shown = calendar(months.filter(inMonths));
  if (shown.length < 2) return "";
  const counted = total(list, "month"), most = Math.max(1, ...shown.map((month) => counted.get(month) || 0));
  const points = shown.map((month, at) => `${(at * 118 / (shown.length - 1) + 1).toFixed(1)},${(17 - 15 * (counted.get(month) || 0) / most).toFixed(1)}`);
  return make("svg", {width: 120, height: 19, "aria-hidden": "true"}, make("polyline", {class: "line", points: points.join(" ")}));
}

function ruleTable(heading, caption, wanted, name) {
  const chosen = findings.filter((cell) => within(cell) && wanted(cell.rule));
  if (!chosen.length) return null;
  const byRule = grouped(chosen);
  const ranked = [...byRule].map(([rule, list]) => [rule, list, sum(list), sum(list.filter((cell) => cell.status === "violated"))])
    .sort((a, b) => b[3] - a[3] || b[2] - a[2] || (a[0] < b[0] ? -1 : 1));
  const most = Math.max(...ranked.map((each) => each[2]));
  const rows = ranked.map(([rule, list, all, sure]) => {
    const meaning = data.rules[rule];
    return make("tr", {}, make("th", {scope: "row"}, choose("rule", rule, titleOf(rule))),
      make("td", {class: "optional"}, meaning ? meaning.message : "",
        meaning ? make("span", {class: "soft"}, ` ${meaning.level}, ${meaning.severity}`) : null),
      make("td", {class: "number"}, said(sure)), make("td", {class: "number"}, said(all - sure)),
      make("td", {class: "draw optional"}, bar([["block", sure], ["review", all - sure]], most)),
      make("td", {class: "draw optional"}, spark(list)));
  });
  return make("section", {}, make("h2", {}, heading), table(caption,
    ["Rule", optional("It asks"), number("violated"), number("not known"), optional("Compared"), optional("Over time")], rows, name));
}

function grouped(list) {
  const groups = new Map();
  for (const cell of list) {
    if (!groups.has(cell.rule)) groups.set(cell.rule, []);
    groups.get(cell.rule).push(cell);
  }
  return groups;
}

const isTopic = (rule) => Boolean(data.rules[rule]) && data.rules[rule].check === "topic";

function sources() {
  const chosen = articles.filter((cell) => within(cell, "source"));
  const named = [...total(chosen, "source")].sort((a, b) => b[1] - a[1]);
  if (named.length < 2) return null;
  const rows = named.map(([source, all]) => {
    const counts = total(chosen.filter((cell) => cell.source === source), "verdict");
    return make("tr", {}, make("th", {scope: "row"}, choose("source", source, nameOf(source))),
      make("td", {class: "number"}, said(all)),
      ...VERDICTS.map((verdict) => make("td", {class: "number"}, said(counts.get(verdict) || 0))),
      make("td", {class: "draw optional"}, bar(VERDICTS.map((verdict) => [verdict, counts.get(verdict) || 0]), all)));
  });
  return make("section", {}, make("h2", {}, "Sources"), table("Articles by whose they say they are, and their verdicts",
    ["Source", number("articles"), ...VERDICTS.map(number), optional("Shares")], rows, "sources"));
}

function worst() {
  const found = data.worst.filter(matches);
  const shown = shownInFull.has("worst") ? found : found.slice(0, CARDS_AT_FIRST);
  const kept = data.worst.length < data.offenders
    ? `The ${said(data.worst.length)} worst of ${plural(data.offenders, "article")} with findings are kept in this page.`
    : `All ${plural(data.offenders, "article")} with findings are kept in this page.`;
  const section = make("section", {id: "worst"}, make("h2", {}, "The worst offenders"),
    make("p", {class: "soft"}, `${kept} ${said(found.length)} of them ${found.length === 1 ? "matches" : "match"} the filters.`),
    ...shown.map(card));
  if (shown.length < found.length) {
    section.append(make("button", {type: "button", class: "more", id: "more-worst", onclick: () => {
      shownInFull.add("worst");
      draw();
    }}, `Show all ${said(found.length)}`));
  }
  return section;
}

function card(offender) {
  const address = /^https?:\/\//.test(offender.article)
    ? make("a", {href: offender.article, rel: "noreferrer noopener"}, offender.article) : make("code", {}, offender.article);
  const facts = [nameOf(offender.source), offender.published, plural(offender.findings.length + offender.more, "finding")];
  return make("details", {}, make("summary", {}, make("span", {class: `badge ${offender.verdict}`}, offender.verdict),
    make("h3", {}, offender.title || offender.article), make("span", {class: "soft"}, facts.filter(Boolean).join(" · "))),
    make("p", {}, address), ...offender.findings.map(finding),
    offender.more ? make("p", {class: "soft"}, `And ${plural(offender.more, "more finding")}.`) : null);
}

function finding(each) {
  const meaning = data.rules[each.rule];
  const place = each.line === null ? each.field : `${each.field} ${each.line}:${each.column}`;
  const rows = [
    ["rule", [make("code", {}, each.rule), make("span", {class: "soft"}, ` ${each.status}, ${each.level}, ${each.severity}`)]],
    ["asked", [meaning ? meaning.message : ""]],
    ["why", [each.reason]],
    ["at", [make("span", {class: "soft"}, each.quote || each.field ? `${place} ` : ""), each.quote ? make("q", {}, each.quote) : ""]],
    ["terms", [each.clause ? `“${each.clause}”` : ""]],
    ["to do", [each.fix]],
  ];
  return make("dl", {class: each.status}, ...rows
    .filter(([, value]) => value.some((part) => typeof part === "string" ? part : part.textContent))
    .flatMap(([name, value]) => [make("dt", {}, name), make("dd", {}, ...value)]));
}

function faults() {
  const all = data.totals.summary.faults;
  if (!all) return null;
  const rows = data.faults.map((each) => make("tr", {}, make("th", {scope: "row"}, each.input || each.article),
    make("td", {}, each.kind), make("td", {}, [each.reason, each.hint].filter(Boolean).join("; "))));
  const caption = data.faults.length < all ? `The first ${said(data.faults.length)} of ${said(all)}; the table \`faults\` has them all.`
    : "What stands here was not judged, or not in full.";
  return make("section", {}, make("h2", {}, "Not checked"), table(caption, ["What", "Kind", "Why, and what to do"], rows, "faults"));
}

// The page

const content = document.getElementById("content");
const form = document.getElementById("filters");
const status = make("p", {class: "soft", role: "status"});

function draw() {
  const focused = document.activeElement && document.activeElement.id;
  const number = sum(articles.filter((cell) => within(cell)));
  status.textContent = `${plural(number, "article")} of ${said(data.totals.summary.articles)} in view.`;
  content.replaceChildren(status, ...[
    tiles(), timeline(),
    ruleTable("Rules", "Findings by rule, the most often broken first", (rule) => (asked.rule === null || rule === asked.rule) && !isTopic(rule), "rules"),
    ruleTable("Topics", "Articles by sensitive topic", (rule) => (asked.rule === null || rule === asked.rule) && isTopic(rule), "topics"),
    sources(), worst(), faults(),
  ].filter(Boolean));
  const chart = content.querySelector("[role=group]");
  if (chart) chart.scrollLeft = chart.scrollWidth; // the latest months are what people come for
  const again = focused && document.getElementById(focused);
  if (again && again !== document.activeElement) again.focus({preventScroll: true});
}

function change(parts) {
  asked = {...asked, ...parts};
  for (const name of ["from", "to", "words"]) form.elements[name].value = asked[name];
  for (const name of ["source", "rule"]) form.elements[name].value = asked[name] === null ? "" : `=${asked[name]}`;
  for (const radio of form.elements.verdict) radio.checked = radio.value === asked.verdict;
  const kept = Object.entries(asked).filter(([name, value]) => value !== EMPTY[name]);
  history.replaceState(null, "", kept.length ? `#${new URLSearchParams(kept)}` : location.pathname + location.search);
  draw();
}

function fill(id, options) {
  document.getElementById(id).replaceChildren(...options.map(([value, words]) => make("option", {value}, words)));
}

function build() {
  document.getElementById("verdicts").append(...["", ...VERDICTS].map((verdict) => make("label", {},
    make("input", {type: "radio", name: "verdict", value: verdict, checked: verdict === ""}), make("span", {}, verdict || "all"))));
  const sourcesByNumber = [...total(articles, "source")].sort((a, b) => b[1] - a[1]);
  fill("source", [["", "all"], ...sourcesByNumber.map(([source, all]) => [`=${source}`, `${nameOf(source)} (${said(all)})`])]);
  const rulesByName = [...total(findings, "rule")].sort((a, b) => a[0] < b[0] ? -1 : 1);
  fill("rule", [["", "all"], ...rulesByName.map(([rule, all]) => [`=${rule}`, `${titleOf(rule)} (${said(all)})`])]);
  fill("from", [["", "the beginning"], ...months.map((month) => [month, month])]);
  fill("to", [["", "the end"], ...months.map((month) => [month, month])]);
  form.hidden = false;
  form.addEventListener("input", () => {
    const chosen = (name) => form.elements[name].value ? form.elements[name].value.slice(1) : null;
    change({verdict: form.elements.verdict.value, source: chosen("source"), rule: chosen("rule"),
      from: form.elements.from.value, to: form.elements.to.value, words: form.elements.words.value});
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    change(EMPTY);
  });
}

function themes() {
  const button = document.getElementById("theme"), root = document.documentElement;
  const next = {"": "dark", dark: "light", light: ""};
  const show = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    button.textContent = `Theme: ${theme || "as the system"}`;
  };
  button.hidden = false;
  button.addEventListener("click", () => show(next[root.dataset.theme || ""]));
  show("");
}

function fromAddress() {
  const kept = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(Object.keys(EMPTY).filter((name) => kept.has(name)).map((name) => [name, kept.get(name)]));
}

window.addEventListener("beforeprint", () => document.querySelectorAll("details").forEach((each) => { each.open = true; }));
build();
themes();
change(fromAddress());
