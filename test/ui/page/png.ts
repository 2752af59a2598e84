import { inflateSync } from 'node:zlib';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel, rows from the top. */
  readonly rgb: Uint8Array;
}

/** Decodes what a browser's screenshot is: 8 bits a channel, RGB or RGBA, not interlaced. */
export function decodePng(file: Buffer): Pixels {
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  const channels = { 2: 3, 6: 4 }[file[25] ?? 0];
  if (channels === undefined || file[24] !== 8 || file[28] !== 0) {
    throw new Error('Not a PNG of the kind a screenshot is.');
  }
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') {
      parts.push(file.subarray(at + 8, at + 8 + length));
    }
    at += length + 12;
  }
  const packed = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const rows = new Uint8Array(stride * height);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const to = y * stride + x;
      const left = x < channels ? 0 : (rows[to - channels] ?? 0);
      const up = y === 0 ? 0 : (rows[to - stride] ?? 0);
      const corner = x < channels || y === 0 ? 0 : (rows[to - stride - channels] ?? 0);
      const base = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      rows[to] = (packed[y * (stride + 1) + 1 + x] ?? 0) + base;
    }
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        rgb[(y * width + x) * 3 + c] = rows[y * stride + x * channels + c] ?? 0;
      }
    }
  }
  return { width, height, rgb };
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(guess - value)) as [
    number,
    number,
    number,
  ];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
