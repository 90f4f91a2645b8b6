// A pane that shows a file of the submission: its pages as pictures or its tables, with a box round every value.
import { call, lastAsked, make } from "./common.js";

export const parsed = (text) => (text ? JSON.parse(text) : []);
const GRADES = ["nothing", "sure", "reviewed", "warning", "doubtful", "error", "unreadable"];
const CLOSE = 0.3; // of the pane's width that the chosen cell takes when it is looked at closely
const STRIP = { high: 34, wide: 560, pixels: 1600, beside: 0.6 }; // a strip's letters and width on the screen; one picture a page is drawn for all; heights shown beside
const looks = new Map(); // file number → what the API says of it

export class Pane {
  /** `marks(file)` gives what is to be marked in a file: {key, look, page, box, cell, tone, told, differs}. */
  /** `of(file)` names the content that a file's number stands for on this page: a number may come to mean another. */
  constructor(record, stage, caption, marks, onShown, of) {
    Object.assign(this, { record, stage, caption, marks, onShown, of, asked: lastAsked(), ready: Promise.resolve() });
    Object.assign(this, { file: -1, page: 0, pages: 0, sizes: [], kind: "", zoom: 1, turned: 0, key: "", look: "", close: false });
  }

  async open(file, page = 1) {
    const still = this.asked();
    if (file !== this.file || this.failed) {
      this.file = file;
      Object.assign(this, { failed: false, turned: 0, kind: "", pages: 0, sizes: [], page: 0 });
      this.ready = this.get(file);
    }
    await this.ready; // whoever asks for another page of it meanwhile waits for the same
    if (!still()) return; // another place was asked for since
    const wanted = Math.min(Math.max(1, page), this.pages);
    if (this.kind === "pages" && wanted !== this.page) {
      this.page = wanted;
      this.drawPage();
    }
    this.onShown(this);
  }

  /** Learns what a file looks like, and opens it where it is no pages. */
  async get(file) {
    let look = looks.get(file);
    if (!look) {
      this.tell("正在打开…");
      const { ok, body } = await call(`/api/records/${this.record}/files/${file}?of=${this.of(file)}`);
      look = ok ? body : { kind: "none", message: body.message };
      if (ok) looks.set(file, look); // what has failed is asked for again
      if (this.file !== file) return;
    }
    Object.assign(this, { kind: look.kind, pages: look.count || 1, sizes: look.sizes || [], page: 0 });
    if (this.kind === "none") {
      this.tell(look.message);
      this.failed = true;
    } else if (this.kind === "tables") await this.openTables(file);
  }

  tell(text) {
    this.stage.replaceChildren(make("p", { class: "empty" }, text));
  }

  /** How large the page is drawn: as chosen, or so that the chosen cell can be read without leaning forward. */
  scale(width) {
    if (!this.close) return this.zoom;
    const mark = this.marks(this.file).find((m) => m.key === this.key && m.box && Number(m.page || 1) === this.page);
    if (!mark) return this.zoom;
    const [x0, , x1] = parsed(mark.box);
    return Math.min(2.4, Math.max(1.2, CLOSE * width / Math.max(1, x1 - x0)));
  }

  drawPage() {
    const [width, height] = this.sizes[this.page - 1] || [595, 842];
    const across = this.turned % 180 !== 0;
    const room = Math.max(200, this.stage.clientWidth - 24);
    const wide = room * this.scale(width) * (across ? width / height : 1);
    const high = wide * height / width;
    const image = make("img", { alt: `第 ${this.page} 页`, draggable: "false" });
    const pixels = Math.min(2400, Math.ceil(wide * (devicePixelRatio || 1)));
    image.src = `/api/records/${this.record}/files/${this.file}/pages/${this.page}?width=${pixels}&of=${this.of(this.file)}`;
    image.addEventListener("error", () => this.tell("这一页画不出来，请直接查看原件。"));
    const sheet = make("div", { class: "sheet" }, image);
    Object.assign(sheet.style, { width: `${wide}px`, height: `${high}px`, transform: `translate(-50%, -50%) rotate(${this.turned}deg)` });
    const turn = make("div", { class: "turn" }, sheet);
    Object.assign(turn.style, { width: `${across ? high : wide}px`, height: `${across ? wide : high}px` });
    for (const m of this.marks(this.file)) {
      if (!m.box || Number(m.page || 1) !== this.page) continue;
      const [x0, y0, x1, y1] = parsed(m.box);
      const box = make("button", { type: "button", class: `box tone-${m.tone}${m.differs ? " differs" : ""}`, title: m.told, "aria-label": m.told, tabindex: "-1" });
      if (m.key) box.dataset.key = m.key;
      else box.dataset.look = m.look;
      Object.assign(box.style, {
        left: `${100 * x0 / width}%`, top: `${100 * y0 / height}%`, width: `${100 * (x1 - x0) / width}%`, height: `${100 * (y1 - y0) / height}%`,
      });
      sheet.append(box);
    }
    this.stage.replaceChildren(turn);
    this.mark();
  }

  /** A value's place cut out of the page that is shown, its letters large enough to be read; null where it is not here. */
  strip(key) {
    const mark = this.kind === "pages" && this.marks(this.file).find((m) => m.key === key && m.box && Number(m.page || 1) === this.page);
    if (!mark) return null;
    const [width] = this.sizes[this.page - 1] || [595];
    const [x0, y0, x1, y1] = parsed(mark.box);
    const beside = STRIP.beside * (y1 - y0);
    const across = x1 - x0 + 2 * beside;
    const scale = Math.min(STRIP.high / Math.max(1, y1 - y0), STRIP.wide / across);
    const image = make("img", { alt: mark.told, draggable: "false", src: `/api/records/${this.record}/files/${this.file}/pages/${this.page}?width=${STRIP.pixels}&of=${this.of(this.file)}` });
    Object.assign(image.style, { width: `${width * scale}px`, left: `${(beside - x0) * scale}px`, top: `${(beside / 2 - y0) * scale}px` });
    const cut = make("div", { class: "cut" }, image);
    Object.assign(cut.style, { width: `${across * scale}px`, height: `${(y1 - y0 + beside) * scale}px` });
    return cut;
  }

  async openTables(file) {
    this.tell("正在打开…");
    const answer = await call(`/submissions/${this.record}/tables/${file}?of=${this.of(file)}`);
    if (this.file !== file) return;
    if (!answer.ok) {
      this.tell(answer.body.message);
      this.failed = true;
      return;
    }
    this.stage.replaceChildren(new DOMParser().parseFromString(answer.body, "text/html").querySelector(".paper"));
    this.markCells();
  }

  markCells() {
    const paper = this.stage.querySelector(".paper");
    if (!paper) return;
    paper.style.fontSize = `${Math.round(100 * (this.close ? Math.max(1.35, this.zoom) : this.zoom))}%`;
    const cells = new Map([...paper.querySelectorAll("td[data-name]")].map((td) => [td.dataset.name, td]));
    for (const td of cells.values()) {
      td.className = td.textContent.length > 4 ? "words" : "";
      delete td.dataset.key;
      delete td.dataset.look;
    }
    const marks = this.marks(this.file);
    for (const m of marks.filter((one) => one.key)) {
      const td = cells.get(m.cell);
      if (!td) continue;
      const had = GRADES.findIndex((g) => td.classList.contains(`tone-${g}`));
      const differs = m.differs || td.classList.contains("differs") ? " differs" : "";
      if (GRADES.indexOf(m.tone) > had) {
        td.className = `read tone-${m.tone}${differs}${td.classList.contains("words") ? " words" : ""}`;
        td.dataset.key = m.key;
      } else if (differs) td.classList.add("differs");
    }
    for (const m of marks.filter((one) => !one.key)) {
      const td = cells.get(m.cell);
      if (td && !td.classList.contains("read")) {
        td.className = `read tone-unmatched${td.classList.contains("words") ? " words" : ""}`;
        td.dataset.look = m.look;
      }
    }
    this.mark();
  }

  /** Where a value, or a thing that nobody has claimed, stands in what is shown. */
  at(key, look = "") {
    if (this.kind === "tables") {
      const mark = this.marks(this.file).find((m) => (key ? m.key === key : m.look === look));
      return mark && [...this.stage.querySelectorAll("td[data-name]")].find((td) => td.dataset.name === mark.cell);
    }
    return [...this.stage.querySelectorAll(".box")].find((b) => (key ? b.dataset.key === key : b.dataset.look === look));
  }

  /** Marks what is chosen and brings it into view. */
  mark() {
    this.stage.querySelectorAll(".at").forEach((b) => b.classList.remove("at"));
    const box = this.key || this.look ? this.at(this.key, this.look) : null;
    if (!box) return;
    box.classList.add("at");
    const at = box.getBoundingClientRect();
    const view = this.stage.getBoundingClientRect();
    if (this.close || at.top < view.top + 20 || at.bottom > view.bottom - 20) this.stage.scrollTop += at.top - view.top - (view.height - Math.min(at.height, view.height)) / 2;
    if (this.close || at.left < view.left || at.right > view.right) this.stage.scrollLeft += at.left - view.left - (view.width - Math.min(at.width, view.width)) / 2;
  }

  /** Shows a value at its place in a file. */
  async show(key, file, page) {
    const again = this.close && this.kind === "pages" && file === this.file && Number(page || 1) === this.page && key !== this.key;
    Object.assign(this, { key, look: "" });
    await this.open(file, Number(page || 1));
    if (again) this.drawPage();
    else this.mark();
  }

  async showLook(look, file, page) {
    Object.assign(this, { key: "", look });
    await this.open(file, page);
    this.mark();
  }

  redraw() {
    if (this.kind === "pages" && this.page) this.drawPage();
    else if (this.kind === "tables") this.markCells();
  }

  zoomBy(by) {
    this.zoom = by === 0 ? 1 : Math.min(4, Math.max(0.5, Math.round(this.zoom * by * 100) / 100));
    this.close = false;
    this.redraw();
  }

  turn() {
    this.turned = (this.turned + 90) % 360;
    this.redraw();
  }

  /** The value that stands nearest the middle of what is to be seen, and how far from the top (0 to 1). */
  middle() {
    const view = this.stage.getBoundingClientRect();
    let best = null;
    for (const e of this.stage.querySelectorAll("[data-key]")) {
      const at = e.getBoundingClientRect();
      const off = Math.abs((at.top + at.bottom) / 2 - (view.top + view.bottom) / 2);
      if (at.bottom > view.top && at.top < view.bottom && (!best || off < best.off)) best = { key: e.dataset.key, off, share: (at.top - view.top) / view.height };
    }
    return best;
  }

  /** Brings a value to the same height at which it stands elsewhere; nothing is marked. */
  async align(key, file, page, share) {
    await this.open(file, Number(page || 1));
    const box = this.at(key);
    if (!box) return;
    const view = this.stage.getBoundingClientRect();
    this.stage.scrollTop += box.getBoundingClientRect().top - view.top - share * view.height;
  }
}
