// What happened, by ear: each outcome has a melody of its own, made here, so that no file is loaded.
import { chosen } from "./words.js";

// Frequency in hertz, start and length in seconds. Up is good, down is done, low is no.
const MELODIES = {
  lent: [[660, 0, 0.09], [880, 0.09, 0.14]],
  returned: [[740, 0, 0.09], [554, 0.09, 0.14]],
  held: [[880, 0, 0.1], [880, 0.15, 0.1], [1175, 0.3, 0.22]],
  opened: [[587, 0, 0.08]],
  closed: [[440, 0, 0.06], [330, 0.07, 0.08]],
  done: [[660, 0, 0.1]],
  mind: [[494, 0, 0.12], [494, 0.18, 0.12]],
  refused: [[165, 0, 0.18], [165, 0.24, 0.3]],
  lost: [[523, 0, 0.14], [392, 0.16, 0.14], [262, 0.32, 0.3]],
  back: [[262, 0, 0.1], [392, 0.11, 0.1], [523, 0.22, 0.2]],
};
const SAME = { unknown: "refused", stale: "refused" };

let context = null;

/** Play the melody of an outcome, as loud as this desk has chosen; "0" is off. */
export const sound = (outcome) => {
  const notes = MELODIES[SAME[outcome] || outcome];
  const volume = Number(chosen("volume", "0.5"));
  const name = notes && volume > 0 ? SAME[outcome] || outcome : "";
  document.dispatchEvent(new CustomEvent("hylla:sound", { detail: name }));
  if (!name) return;
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => {});
  for (const note of notes) play(note, volume, notes[0][0] < 200 ? "square" : "sine");
};

const play = ([frequency, start, length], volume, shape) => {
  const at = context.currentTime + start;
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.type = shape;
  tone.frequency.value = frequency;
  // Without a slope at both ends a tone clicks.
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(volume * 0.4, at + 0.01);
  loudness.gain.setValueAtTime(volume * 0.4, at + length - 0.02);
  loudness.gain.linearRampToValueAtTime(0, at + length);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + length);
};
