// Photos, signatures and voice notes, made small on the phone.
import { h } from "./dom.js";
import { position } from "./shell.js";

const MOST = 300 << 10;

async function hashed(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function fileOf(kind, blob) {
  const bytes = await blob.arrayBuffer();
  return { kind, bytes, hash: await hashed(bytes) };
}

const packed = (canvas, quality) => new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));

// A picture of more than that is a bomb or no photo of a phone.
const MOST_PIXELS = 80e6;

// Width times height as the first bytes of a PNG, JPEG or WebP say; 0 for what is none of them.
export function pixelsOf(buffer) {
  const view = new DataView(buffer);
  const has = (place) => place < view.byteLength;
  if (view.byteLength < 32) return 0;
  if (view.getUint32(0) === 0x89504e47) return view.getUint32(16) * view.getUint32(20);
  if (view.getUint32(0) === 0x52494646 && view.getUint32(8) === 0x57454250) {
    const kind = view.getUint8(15);
    const at = (place) => view.getUint8(place) | (view.getUint8(place + 1) << 8) | (view.getUint8(place + 2) << 16);
    if (kind === 0x58) return (at(24) + 1) * (at(27) + 1);
    if (kind === 0x4c) return ((at(21) & 0x3fff) + 1) * (((view.getUint32(21, true) >> 14) & 0x3fff) + 1);
    return (view.getUint16(26, true) & 0x3fff) * (view.getUint16(28, true) & 0x3fff);
  }
  if (view.getUint16(0) !== 0xffd8) return 0;
  for (let place = 2; has(place + 8); ) {
    const marker = view.getUint16(place);
    if (marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker)) return view.getUint16(place + 5) * view.getUint16(place + 7);
    place += 2 + view.getUint16(place + 2);
  }
  return 0;
}

const two = (number) => String(number).padStart(2, "0");

// When the photo was taken, and where if it was just now: what the county has drawn into it, and only
// that. A phone that gives no place takes the photo without.
export async function marksOf(file, stamp) {
  const taken = new Date(file.lastModified);
  const marks = [];
  if (stamp.includes("time")) marks.push(`${taken.getFullYear()}-${two(taken.getMonth() + 1)}-${two(taken.getDate())} ${two(taken.getHours())}:${two(taken.getMinutes())}`);
  if (stamp.includes("place") && Date.now() - taken < 600_000) {
    const at = await position({ age: 60_000 }).catch(() => null);
    if (at) marks.push(`${at.lat.toFixed(5)}, ${at.lon.toFixed(5)}`);
  }
  return marks;
}

function draw(pen, canvas, marks) {
  const size = Math.max(16, Math.round(canvas.width / 28));
  const height = size * 1.4 * marks.length;
  Object.assign(pen, { fillStyle: "rgba(0,0,0,.55)", font: `${size}px sans-serif`, textBaseline: "middle" });
  pen.fillRect(0, canvas.height - height, canvas.width, height);
  pen.fillStyle = "#fff";
  marks.forEach((words, line) => pen.fillText(words, size / 2, canvas.height - height + size * 1.4 * (line + 0.5)));
}

// At most 300 KB; what the camera wrote beside the picture, its place among it, is left behind.
export async function photo(file, marks = []) {
  if (pixelsOf(await file.slice(0, 1 << 18).arrayBuffer()) > MOST_PIXELS) throw new Error(`“${file.name}”像素太多，打不开，请重新拍摄。`);
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error(`“${file.name}”不是能打开的照片，请重新拍摄。`);
  }
  let side = 1600;
  for (let turn = 0; turn < 6; turn += 1) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = h("canvas", { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    if (marks.length) draw(canvas.getContext("2d"), canvas, marks);
    const blob = await packed(canvas, 0.8 - turn * 0.1);
    if (blob.size <= MOST) return fileOf("photo", blob);
    side *= 0.8;
  }
  throw new Error("照片压缩后仍然太大，请重新拍摄。");
}

// A pad to sign on with a finger.
export function pad(title, onChange) {
  const canvas = h("canvas", { width: 700, height: 280, role: "img", ariaLabel: title });
  const pen = canvas.getContext("2d");
  let isDown = false;
  let isSigned = false;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#1a1a1a" });
  canvas.addEventListener("pointerdown", (event) => {
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    pen.lineTo(...at(event));
    pen.stroke();
    isSigned = true;
  });
  canvas.addEventListener("pointerup", () => {
    isDown = false;
    onChange?.();
  });
  const again = h("button", { type: "button", className: "button quiet", onclick: () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    isSigned = false;
  } }, "重签");
  const signature = async () =>
    isSigned ? fileOf("signature", await new Promise((done) => canvas.toBlob(done, "image/png"))) : null;
  return { element: h("div", { className: "field" }, h("span", { className: "label" }, title), canvas, again), signature };
}

// A voice note of at most so many seconds; it stops by itself and says so.
export function recorder(most, onDone) {
  const button = h("button", { type: "button", className: "button" }, "录音");
  const words = h("p", { className: "hint", role: "status" });
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  let running = null;
  button.addEventListener("click", async () => {
    if (running) return running.stop();
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      words.textContent = "没有麦克风权限，可以写在表里。";
      return;
    }
    const pieces = [];
    const begun = Date.now();
    const told = () => {
      const spent = Math.min(most, Math.round((Date.now() - begun) / 1_000));
      words.textContent = `正在录 ${clock(spent)}，最长 ${clock(most)}`;
    };
    const ticking = setInterval(told, 1_000);
    const ending = setTimeout(() => running?.stop(), most * 1_000);
    running = new MediaRecorder(stream, { audioBitsPerSecond: 24_000 });
    running.ondataavailable = (event) => pieces.push(event.data);
    running.onstop = async () => {
      clearInterval(ticking);
      clearTimeout(ending);
      stream.getTracks().forEach((track) => track.stop());
      running = null;
      button.textContent = "再录一段";
      const isFull = Date.now() - begun >= most * 1_000;
      words.textContent = isFull ? `录满 ${clock(most)} 已停下，前面的都存好了。没说完的请再录一段。` : "已录好。";
      onDone(await fileOf("voice", new Blob(pieces)));
    };
    running.start();
    button.textContent = "停止录音";
    told();
  });
  return h("div", { className: "field" }, button, words);
}
