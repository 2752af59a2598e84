/** A made-up sky whose every pixel can be computed anywhere: in the page, and in the check. */
export interface SkyImage {
  readonly width: number;
  readonly height: number;
  /** Row 0 lowest, x fastest. */
  readonly values: Float32Array;
}

/** A repeatable random number in [0, 1) for each index. */
function hash(index: number): number {
  let h = Math.imul(index ^ 0x9e3779b9, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

/** Noise, stars, a nebula, and a block of missing pixels near the lower left corner. */
export function makeSky(width: number, height: number, seed: number, stars: number): SkyImage {
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    let nebula = 0;
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (x % 8 === 0) {
        nebula = nebulaAt(x / width - 0.62, y / height - 0.55);
      }
      values[i] = 2 + 0.2 * (hash(i + seed) + hash(i + seed + 7e6) - 1) + nebula;
    }
  }
  for (let star = 0; star < stars; star++) {
    addStar(values, width, height, star * 5 + seed);
  }
  for (let y = 40; y < Math.min(height, 72); y++) {
    values.fill(Number.NaN, y * width + 60, y * width + Math.min(width, 190));
  }
  return { width, height, values };
}

function nebulaAt(dx: number, dy: number): number {
  const radius = Math.hypot(dx, dy);
  const arm = Math.cos(2 * Math.atan2(dy, dx) - 14 * radius);
  return 1.6 * Math.exp(-radius * 9) * (1.3 + arm);
}

function addStar(values: Float32Array, width: number, height: number, seed: number): void {
  const cx = hash(seed) * width;
  const cy = hash(seed + 1) * height;
  const flux = 0.4 * (1 / (hash(seed + 2) + 0.003));
  const sigma = 1.7;
  const reach = Math.ceil(sigma * 5);
  for (let y = Math.max(0, Math.floor(cy) - reach); y < Math.min(height, cy + reach); y++) {
    for (let x = Math.max(0, Math.floor(cx) - reach); x < Math.min(width, cx + reach); x++) {
      const r2 = (x - cx) ** 2 + (y - cy) ** 2;
      const i = y * width + x;
      values[i] = (values[i] ?? 0) + flux * Math.exp(-r2 / (2 * sigma * sigma));
    }
  }
}
